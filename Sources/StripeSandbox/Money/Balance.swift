/// How an account's balance grows and shrinks.
extension World {
    static let availableAfterSeconds = 2 * 86_400

    @discardableResult
    mutating func move(
        _ type: Movement.Kind, _ amount: Int, fee: Int = 0, _ currency: String, of account: String, source: String,
        description: String? = nil, availableAt: Int? = nil, _ call: Call
    ) -> Movement {
        move(
            type, Settled(amount: amount, currency: currency), fee: fee, of: account, source: source,
            description: description, availableAt: availableAt, call)
    }

    @discardableResult
    mutating func move(
        _ type: Movement.Kind, _ settled: Settled, fee: Int = 0, of account: String, source: String,
        description: String? = nil, availableAt: Int? = nil, _ call: Call
    ) -> Movement {
        let movement = Movement(
            id: call.mint.id("txn"), account: account, created: call.now, type: type, amount: settled.amount, fee: fee,
            currency: settled.currency, source: source, description: description,
            availableOn: availableAt ?? call.now, rateMillionths: settled.rateMillionths)
        movements.put(movement)
        return movement
    }

    /// What an account can send on, and what it will be able to.
    func balance(of account: String, now: Int) -> [String: (available: Int, pending: Int)] {
        var sums: [String: (available: Int, pending: Int)] = [:]
        for movement in movements.all(of: account) {
            var sum = sums[movement.currency] ?? (0, 0)
            if movement.availableOn <= now { sum.available += movement.net } else { sum.pending += movement.net }
            sums[movement.currency] = sum
        }
        return sums
    }

    func available(_ currency: String, of account: String, now: Int) -> Int {
        balance(of: account, now: now)[currency]?.available ?? 0
    }

    func balanceJSON(_ account: String, now: Int) -> JSON {
        var sums = balance(of: account, now: now)
        if sums.isEmpty, let own = accounts[account] { sums[own.currency] = (0, 0) }
        func list(_ amount: ((available: Int, pending: Int)) -> Int) -> JSON {
            .list(
                sums.sorted { $0.key < $1.key }.map {
                    [
                        "amount": .int(amount($0.value)), "currency": .text($0.key),
                        "source_types": ["card": .int(amount($0.value))],
                    ]
                })
        }
        return [
            "object": "balance", "available": list { $0.available }, "connect_reserved": [], "livemode": false,
            "pending": list { $0.pending },
        ]
    }
}
