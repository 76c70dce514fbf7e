/// Into which currency the money of an account's cards goes, where that is not the one that was charged. The rate is the
/// same for all others; it may change, and what is given back goes by that of its own day, as at Stripe.
struct Settlement: Codable, Sendable, Equatable {
    static let rateMax = 1_000

    let currency: String
    /// What one major unit is turned into, in millionths of one.
    let rateMillionths: Int

    init(currency: String, rateMillionths: Int) {
        self.currency = currency
        self.rateMillionths = rateMillionths
    }

    /// - Throws: `Refusal` for a currency that Stripe does not know, or what is no rate: `1.085`.
    init(currency: String, rate: String) throws(Refusal) {
        guard let parts = rate.wholeMatch(of: /([0-9]{1,4})(?:\.([0-9]{1,6}))?/), let whole = Int(parts.1),
            let fraction = Int(((parts.2.map(String.init) ?? "") + "000000").prefix(6)),
            whole * 1_000_000 + fraction > 0, whole < Self.rateMax
        else {
            throw .parameter("rate", "A rate is above nothing and below \(Self.rateMax), with six decimals at most.")
        }
        self.init(currency: try StripeCurrency(currency).code, rateMillionths: whole * 1_000_000 + fraction)
    }

    /// To the nearest unit, half a unit away from nothing.
    func turned(_ amount: Int, _ from: String) -> Int {
        let (from, into) = (StripeCurrency(known: from), StripeCurrency(known: currency))
        let divisor = UInt(1_000_000 * from.minorPerMajor)
        let product = amount.magnitude.multipliedFullWidth(by: UInt(rateMillionths * into.minorPerMajor))
        let (quotient, rest) = divisor.dividingFullWidth(product)
        let rounded = Int(quotient) + (rest * 2 >= divisor ? 1 : 0)
        return amount < 0 ? -rounded : rounded
    }

    /// As Stripe writes it: a number.
    static func text(_ millionths: Int) -> String {
        var fraction = String(String(millionths % 1_000_000 + 1_000_000).dropFirst())
        while fraction.count > 1, fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(millionths / 1_000_000).\(fraction)"
    }
}

/// An amount as it stands in an account's balance.
struct Settled: Sendable, Equatable {
    let amount: Int
    let currency: String
    /// Nil where nothing was turned into another currency.
    var rateMillionths: Int?
}

extension World {
    /// What comes to an account's balance of an amount on a card.
    func settled(_ amount: Int, _ currency: String, of account: String) -> Settled {
        guard let settlement = accounts[account]?.settlement, settlement.currency != currency else {
            return Settled(amount: amount, currency: currency)
        }
        return Settled(
            amount: settlement.turned(amount, currency), currency: settlement.currency,
            rateMillionths: settlement.rateMillionths)
    }

    /// The opposite of a line that is there, at the rate that it had.
    func opposite(of movement: String?) -> Settled? {
        movement.flatMap { movements[$0] }.map {
            Settled(amount: -$0.amount, currency: $0.currency, rateMillionths: $0.rateMillionths)
        }
    }

    /// What an object of `amount` moved, by its lines where those are of another currency.
    func moved(_ amount: Int, _ currency: String, by lines: [String]) -> (amount: Int, currency: String) {
        let turned = lines.compactMap { movements[$0] }.filter { $0.currency != currency }
        guard let first = turned.first else { return (amount, currency) }
        return (turned.reduce(0) { $0 + $1.amount }, first.currency)
    }
}

extension Sandbox {
    /// Without a currency an account's money stays what it was charged in.
    func controlSettlement(_ id: String, _ body: String) async throws -> JSON {
        let asked = try ControlRequest.read(ControlRequest.NewSettlement.self, body)
        let settlement = try asked.currency.map { try Settlement(currency: $0, rate: asked.rate ?? "1") }
        return try await change(CallDraft()) { world, _ in
            guard var account = world.accounts[id] else { throw Refusal.missing("account", id) }
            account.settlement = settlement
            world.accounts.put(account)
            return [
                "id": .text(id), "currency": JSON(settlement?.currency),
                "rate": settlement.map { .written(Settlement.text($0.rateMillionths)) } ?? .null,
            ]
        }
    }
}
