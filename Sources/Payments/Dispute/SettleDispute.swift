import Bookings
import Foundation
import Jobs
import Ledger
import Metrics
import Postgres
package import Tenancy
import Vocabulary

/// Writes down how a dispute stands at the processor, with what it did to the money: withheld while it is open, given
/// back if it is won, gone if it is lost. What the traveller was owed meanwhile leaves with a dispute that is won, and
/// is theirs with one that is lost. Called by the processor's events, again and in any order.
package struct SettleDispute: Sendable {
    let parts: PaymentParts

    /// Nil for a dispute of no payment of ours.
    ///
    /// Throws `ProcessorFault`, `LedgerError`, or `PostgresError`.
    @discardableResult
    package func settle(_ name: String, in scope: TenantScope) async throws -> Dispute? {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let account = try PaymentAccount.opened(try await scope.run(AccountStore.find).first, key)
        let seen = try await StripeVerbs(caller: parts.caller, account: account).retrieveDispute(name)
        guard let intent = seen.paymentIntent,
            let payment = try await scope.run(PaymentStore.find(intent: intent)).first.map({ try Payment($0) })
        else { return nil }
        guard let amount = Self.money(seen.amount, seen.currency) else {
            throw ProcessorFault.unknown("a dispute in an unknown currency")
        }
        return try await scope.transaction { tx in
            let rows = try await tx.run(
                [
                    PayBooking.lock(payment.booking), PaymentStore.lock(payment.id),
                    DisputeStore.find(processorName: name),
                ]
                    + OwedBack.statements(payment.booking, amount.currency, parts.ledger)
                    + [RefundStore.waiting(payment.booking)]
            )
            let known = try rows[2].first.map { try Dispute($0) }
            let dispute = Dispute(
                id: known?.id ?? DisputeID(parts.identifiers.next()), payment: payment.id, booking: payment.booking,
                processorName: name, state: Self.state(seen), reason: seen.reason.flatMap(Self.word), amount: amount,
                answerBy: seen.answerBy,
                openedAt: Date(timeIntervalSince1970: TimeInterval(seen.created)), closedAt: nil)
            let course = DisputeCourse(
                dispute: dispute, before: known?.state, payment: try Payment(try rows[1].only()),
                owed: try OwedBack(rows[3...], payment.booking, amount.currency),
                waiting: try rows[5].only().get("waiting_minor"))
            // What is decided stays decided: an answer that was long on its way is older. A fee may come after it.
            if let known, known.state.isEnd {
                guard known.state == dispute.state else { return known }
                _ = try await tx.commit(after: course.fees(seen.balanceTransactions).map(parts.ledger.statement))
                return known
            }
            var closing = [DisputeStore.put(dispute, tenant: tx.tenant)] + DisputeStore.count(payment)
            closing += try course.entries(seen.balanceTransactions).map(parts.ledger.statement)
            if dispute.state.isEnd, !course.isAnotherOpen {
                closing.append(
                    RefundStore.decided(
                        payment.booking, isOwed: course.left > course.waiting, isAnythingOwed: course.left > 0))
            }
            if let news = try DisputeNews.event(of: dispute, before: known?.state) {
                closing.append(parts.outbox.statement(news, tenant: tx.tenant))
            }
            if let back = course.refund(parts.identifiers) {
                closing += try parts.jobs.refund(back, ledger: parts.ledger, tenant: tx.tenant)
            }
            _ = try await tx.commit(after: closing)
            if known?.state != dispute.state {
                Counter(label: "payment_disputes", dimensions: [("state", dispute.state.rawValue)]).increment()
            }
            return dispute
        }
    }

    /// Decided it is when the money has moved as the bank decided.
    static func state(_ seen: StripeDispute) -> Dispute.State {
        switch seen.status {
        // Until it is nobody knows in what currency, and with what fee, it came.
        case "won": seen.isReturned ? .won : .open
        case "lost": seen.isWithdrawn ? .lost : .open
        case "warning_closed", "prevented": .closed
        case let status where status.hasPrefix("warning_"): .inquiry
        default: .open
        }
    }

    private static func money(_ units: Int, _ currency: String) -> Money? {
        CurrencyCode(currency.uppercased()).flatMap { ProcessorAmount.money(units, $0) }
    }

    private static func word(_ text: String) -> String? {
        text.wholeMatch(of: /[a-z][a-z_]{1,60}/) == nil ? nil : text
    }
}

extension StripeDispute {
    var isWithdrawn: Bool { balanceTransactions.contains { $0.amount < 0 } }
    /// All that left is back, as soon as any of it is.
    var isReturned: Bool { !isWithdrawn || balanceTransactions.contains { $0.amount > 0 } }

    /// What was answered can not be once more.
    var answerBy: Date? {
        guard !status.hasSuffix("under_review"), status != "won", status != "lost" else { return nil }
        return evidenceDetails?.dueBy.map { Date(timeIntervalSince1970: TimeInterval($0)) }
    }
}
