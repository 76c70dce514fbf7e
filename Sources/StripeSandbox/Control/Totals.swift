import Synchronization

/// What an account's money comes to, in one currency, for whoever reconciles with it.
package struct Totals: Sendable, Equatable {
    package var authorised = 0
    package var captured = 0
    /// Of refunds that have not failed.
    package var refunded = 0
    package var fees = 0
    /// Withdrawn less given back.
    package var disputed = 0
    package var transferred = 0
    package var reversed = 0
    package var received = 0
    package var paidOut = 0
    /// The sum of the balance's lines.
    package var balance = 0

    package init() {}

    /// What the balance has to be.
    package var expectedBalance: Int {
        captured - refunded - fees - disputed - transferred + reversed + received - paidOut
    }

    var json: JSON {
        [
            "authorised": .int(authorised), "captured": .int(captured), "refunded": .int(refunded),
            "fees": .int(fees), "disputed": .int(disputed), "transferred": .int(transferred),
            "reversed": .int(reversed), "received": .int(received), "paid_out": .int(paidOut),
            "balance": .int(balance), "expected_balance": .int(expectedBalance),
        ]
    }
}

extension World {
    /// From the objects, not from the balance's lines: that the two agree is what it is for. Of what was turned into
    /// another currency no object says how much it came to.
    func totals(of account: String) -> [String: Totals] {
        var totals: [String: Totals] = [:]
        for charge in charges.all(of: account) {
            // What was taken and has no line yet is to come.
            let taken = charge.lineAt == nil ? charge.amountCaptured : 0
            let moved = moved(taken, charge.currency, by: charge.movement.map { [$0] } ?? [])
            totals[moved.currency, default: Totals()].captured += moved.amount
        }
        for intent in intents.all(of: account) where intent.status == .requiresCapture {
            totals[intent.currency, default: Totals()].authorised += intent.amountCapturable
        }
        for refund in refunds.all(of: account) where refund.status == .succeeded || refund.status == .pending {
            let moved = moved(-refund.amount, refund.currency, by: refund.movement.map { [$0] } ?? [])
            totals[moved.currency, default: Totals()].refunded -= moved.amount
        }
        for dispute in disputes.all(of: account) where !dispute.isInquiry {
            let left = dispute.isReturned ? 0 : -dispute.amount
            let moved = moved(left, dispute.currency, by: dispute.movements)
            totals[moved.currency, default: Totals()].disputed -= moved.amount
        }
        for transfer in transfers.all(of: account) {
            totals[transfer.currency, default: Totals()].transferred += transfer.amount
            totals[transfer.currency, default: Totals()].reversed += transfer.amountReversed
        }
        if let holder = accounts[account], holder.isConnected {
            for transfer in transfers.all(of: holder.account) where transfer.destination == account {
                totals[transfer.currency, default: Totals()].received += transfer.amount - transfer.amountReversed
            }
        }
        for payout in payouts.all(of: account) where payout.isOnItsWay || payout.status == .paid {
            totals[payout.currency, default: Totals()].paidOut += payout.amount
        }
        for movement in movements.all(of: account) {
            totals[movement.currency, default: Totals()].balance += movement.net
            totals[movement.currency, default: Totals()].fees += movement.fee
        }
        return totals
    }

    func totalsJSON(_ call: Call) -> JSON {
        [
            "now": .int(call.now),
            "accounts": .list(
                accounts.records.values.sorted { ($0.created, $0.id) < ($1.created, $1.id) }.map { account in
                    let totals = totals(of: account.id).sorted { $0.key < $1.key }
                    return [
                        "id": .text(account.id), "name": .text(account.name),
                        "connected_to": account.isConnected ? .text(account.account) : .null,
                        "currencies": .object(totals.map { JSON.Member(name: $0.key, value: $0.value.json) }),
                    ]
                }),
        ]
    }

    func stateJSON(_ call: Call) -> JSON {
        let open = deliveries.records.values.filter { $0.state != .delivered }
        return [
            "now": .int(call.now), "ahead_seconds": .int(clocks[ClockSetting.theOne]?.aheadSeconds ?? 0),
            "accounts": .list(
                accounts.records.values.filter { !$0.isConnected }.sorted { $0.name < $1.name }.map {
                    [
                        "id": .text($0.id), "name": .text($0.name), "publishable_key": JSON($0.publishableKey),
                        "origins": JSON($0.origins), "payment_intents": .int(intents.ids(of: $0.id).count),
                        "events": .int(events.ids(of: $0.id).count),
                    ]
                }),
            "undelivered": .int(open.count), "processing": .int(processingNext),
        ]
    }

    /// A new beginning; merchants keep their accounts, keys and endpoints.
    mutating func forgetAllButMerchants() {
        for account in accounts.records.values where account.isConnected { accounts.remove(account.id) }
        func clear<R>(_ shelf: inout Shelf<R>) { for id in shelf.records.keys.sorted() { shelf.remove(id) } }
        clear(&customers)
        clear(&methods)
        clear(&intents)
        clear(&setups)
        clear(&charges)
        clear(&refunds)
        clear(&disputes)
        clear(&movements)
        clear(&transfers)
        clear(&reversals)
        clear(&payouts)
        clear(&events)
        clear(&deliveries)
        clear(&answers)
        clear(&clocks)
        (due, eventRules, processingNext, lateLines, waiting) = (DueTimes(), [], 0, [], [:])
    }
}

extension Sandbox {
    package func totals(of account: String) -> [String: Totals] { state.withLock { $0.world.totals(of: account) } }
}
