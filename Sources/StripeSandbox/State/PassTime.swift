/// What happens by itself as time goes by: authorisations lapse, refunds settle, payouts arrive.
extension World {
    /// - Returns: whether anything was due.
    mutating func pass(_ call: Call) -> Bool {
        guard due.isOver(call.now) else { return false }
        let lapsed = intents.records.values.filter { $0.captureBefore.map { $0 <= call.now } ?? false }
        for intent in lapsed.sorted(by: { $0.id < $1.id }) {
            if intent.status == .requiresCapture { _ = cancel(intent, .automatic, call) }
        }
        for charge in charges.records.values where charge.lineAt.map({ $0 <= call.now }) ?? false {
            comeLate(charge, call)
        }
        for refund in refunds.records.values where refund.settlesAt.map({ $0 <= call.now }) ?? false {
            settle(refund, succeeds: !refund.willFail, call)
        }
        for payout in payouts.records.values where payout.isOnItsWay && payout.arrivesAt <= call.now {
            arrive(payout, isPaid: true, call)
        }
        forgetAnswers(call.now)
        due.know(nextDue)
        return true
    }

    private var nextDue: Int? {
        [
            intents.records.values.lazy.compactMap(\.captureBefore).min(),
            charges.records.values.lazy.compactMap(\.lineAt).min(),
            refunds.records.values.lazy.compactMap(\.settlesAt).min(),
            payouts.records.values.lazy.filter(\.isOnItsWay).map(\.arrivesAt).min(),
            answers.records.values.lazy.map { ($0.created + KeptAnswer.seconds) / 3_600 * 3_600 + 3_600 }.min(),
        ].compactMap(\.self).min()
    }

    private mutating func forgetAnswers(_ now: Int) {
        for answer in answers.records.values where answer.created + KeptAnswer.seconds <= now {
            answers.remove(answer.id)
        }
    }

    /// Whether the confirmation at hand is one of those that are to stay in processing.
    mutating func takeProcessing(_ call: Call) -> Bool {
        guard processingNext > 0 else { return false }
        processingNext -= 1
        return true
    }
}
