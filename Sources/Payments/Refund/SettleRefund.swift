import Bookings
import Foundation
import Ledger
import Metrics
import Postgres
package import Tenancy
import Vocabulary

/// Sends a refund to the processor under its own key, and writes what became of it. Called by the job that chases and
/// by the processor's events, again and at once.
package struct SettleRefund: Sendable {
    let parts: PaymentParts

    /// - Parameter isTold: the processor says that something has happened to it: one that had left may have come back.
    ///
    /// Throws `PaymentError.notFound`, `ProcessorFault` where the processor does not say (a job goes on with it then),
    /// or `PostgresError`.
    @discardableResult
    package func settle(_ id: RefundID, isTold: Bool = false, in scope: TenantScope) async throws -> Refund {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let rows = try await scope.run([RefundStore.find(id), RefundStore.paymentOf(id), AccountStore.find])
        guard let row = rows[0].first else { throw PaymentError.notFound }
        let refund = try Refund(row)
        guard !refund.state.isEnd || (isTold && refund.state == .succeeded) else { return refund }
        let payment = try Payment(try rows[1].only())
        let seen: StripeRefund
        do throws(ProcessorFault) {
            let account = try PaymentAccount.opened(rows[2].first, key)
            seen = try await ask(refund, payment, StripeVerbs(caller: parts.caller, account: account))
        } catch .refused(let refusal) where refund.processorName == nil {
            let failed = try await fail(refund, payment, refusal.code ?? refusal.type, in: scope)
            // Somebody may have given it back at the processor itself meanwhile.
            if !Self.disputed.contains(failed.failure ?? "") {
                try await AdoptRefund(parts: parts, settle: self).adopt(all: payment, in: scope)
            }
            return failed
        } catch {
            try await chase(refund, error, in: scope)
            throw error
        }
        return try await note(seen, refund, payment, in: scope)
    }

    private func ask(
        _ refund: Refund, _ payment: Payment, _ verbs: StripeVerbs
    ) async throws(ProcessorFault) -> StripeRefund {
        if let name = refund.processorName { return try await verbs.retrieveRefund(name) }
        guard let intent = payment.intent, let units = ProcessorAmount.units(of: refund.amount) else {
            throw .unknown("a refund of a payment without an intent")
        }
        return try await verbs.refund(refund, of: intent, units: units, at: parts.jobs.clock.now())
    }

    private func note(
        _ seen: StripeRefund, _ refund: Refund, _ payment: Payment, in scope: TenantScope
    ) async throws -> Refund {
        switch seen.status {
        case "succeeded" where refund.state.isEnd: return refund
        // Only with its line of the balance is known in what currency it left.
        case "succeeded" where seen.balanceTransaction != nil:
            return try await end(refund, payment, named: seen.id, in: scope) { course, _, _ in
                let turned = try seen.exchange(of: refund, course).map(parts.ledger.statement)
                return (.succeeded, try course.paid(refund.amount, at: nil), turned, nil, nil)
            }
        case "failed", "canceled": return try await fail(refund, payment, seen.failureReason, name: seen.id, in: scope)
        default:
            let seconds = ChasePlan.seconds(after: refund.looks)
            let age = parts.jobs.clock.now().timeIntervalSince(refund.createdAt)
            let person: PersonFor? = age > ChasePlan.refundSeconds ? .refundPending : nil
            _ = try await scope.run([
                RefundStore.pending(refund.id, name: seen.id),
                RefundStore.looked(refund.id, againSeconds: seconds, personFor: person?.rawValue),
                try parts.jobs.chase(refund.id, inSeconds: seconds, tenant: scope.tenant),
            ])
            return try Refund(try await scope.run(RefundStore.find(refund.id)).only())
        }
    }

    /// The money is still ours. By policy it is still the traveller's, too, and somebody has to find another way; what
    /// was promised by grace is promised anew or not.
    private func fail(
        _ refund: Refund, _ payment: Payment, _ reason: String?, name: String? = nil, in scope: TenantScope
    ) async throws -> Refund {
        let word = reason.flatMap { $0.wholeMatch(of: /[a-z][a-z_]{1,60}/) == nil ? nil : $0 } ?? "other"
        let back = Money(minor: -refund.amount.minor, refund.amount.currency)
        let isTurned = try await isTurned(refund, in: scope)
        return try await end(refund, payment, named: name, in: scope) { course, owed, grace in
            var statements = [PaymentStore.refund(refund.payment, back), PayBooking.refunded(refund.booking, back)]
            // Of what was promised by grace, what the policy has not promised since.
            let withdrawn = min(grace.granted, max(0, owed.grace))
            // A bank that decided meanwhile has given it to them.
            let offset = min(max(0, owed.lost), max(0, owed.owed + refund.amount.minor - withdrawn))
            let settled = OwedBack.Settled(
                offset: Money(minor: offset, back.currency), spent: Money(minor: withdrawn, back.currency))
            statements += try settled.entries(refund.booking, key: refund.id.uuid.text).map(parts.ledger.statement)
            if isTurned { statements.append(parts.ledger.statement(.reversal(of: course.exchange))) }
            // It had left, and came back.
            let entry: LedgerEntry =
                refund.state == .succeeded
                ? .reversal(of: LedgerReference(.refundPaid, refund.id.uuid)) : course.failed(at: nil)
            let left = owed.owed + refund.amount.minor - withdrawn - offset
            return (.failed, entry, statements, word, Self.person(refund, word, owed, left: left))
        }
    }

    /// The processor's words where the traveller's bank has the money, or may take it.
    static let disputed: Set = ["charge_disputed", "charge_for_pending_refund_disputed"]

    /// Nobody where the traveller has it all the same.
    private static func person(_ refund: Refund, _ word: String, _ owed: OwedBack, left: Int) -> PersonFor? {
        // Of the dispute that stopped it we may not have heard yet.
        if disputed.contains(word), owed.withheld > 0 || !owed.isDecided { return .disputed }
        return left > 0 || refund.cause == .goodwill ? .refundFailed : nil
    }

    private typealias Ending = (
        state: Refund.State, entry: LedgerEntry, statements: [SQL], failure: String?, personFor: PersonFor?
    )

    /// Once, under the booking's lock; the books are told the processor's name of it.
    private func end(
        _ refund: Refund, _ payment: Payment, named name: String?, in scope: TenantScope,
        _ ending: @Sendable (RefundCourse, OwedBack, OwedBack.Grace) throws -> Ending
    ) async throws -> Refund {
        let statements = try await scope.transaction { tx in
            let rows = try await tx.run(
                [PayBooking.lock(refund.booking), RefundStore.lock(refund.id)]
                    + OwedBack.statements(refund.booking, refund.amount.currency, parts.ledger)
                    + [OwedBack.Grace.statement(refund, parts.ledger)])
            let now = try Refund(try rows[1].only())
            guard now.state == refund.state else { return 0 }
            let course = RefundCourse(
                booking: refund.booking.uuid, payment: refund.payment.uuid, refund: refund.id.uuid,
                processorReference: name ?? now.processorName)
            let end = try ending(
                course, try OwedBack(rows[2...], refund.booking, refund.amount.currency),
                try OwedBack.Grace(rows[4], refund))
            let closing =
                end.statements + [
                    parts.ledger.statement(end.entry),
                    RefundStore.move(
                        refund.id, to: end.state, name: name, failure: end.failure, personFor: end.personFor,
                        lookSeconds: nil),
                ]
            _ = try await tx.commit(after: closing)
            return closing.count
        }
        let ended = try Refund(try await scope.run(RefundStore.find(refund.id)).only())
        if statements > 0 {
            Counter(label: "refunds_settled", dimensions: [("state", ended.state.rawValue)]).increment()
        }
        return ended
    }

    private func chase(_ refund: Refund, _ fault: ProcessorFault, in scope: TenantScope) async throws {
        // Under another key it would be done twice if the last try was still on its way.
        let isNextUnderAnotherKey = (refund.looks + 1).isMultiple(of: StripeVerbs.triesOfKey)
        let seconds = max(
            ChasePlan.seconds(after: refund.looks), isNextUnderAnotherKey ? ChasePlan.anotherKeySeconds : 0)
        _ = try await scope.run([
            RefundStore.looked(
                refund.id, againSeconds: seconds, personFor: fault.person(after: refund.looks)?.rawValue),
            try parts.jobs.chase(refund.id, inSeconds: seconds, tenant: scope.tenant),
        ])
    }
}
