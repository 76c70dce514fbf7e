import Bookings
import Foundation
import Ledger
import Postgres
import Tenancy
import Vocabulary

/// Writes what follows from how a payment stands at the processor, under the locks of its booking and its own row.
struct NoteIntent: Sendable {
    let parts: PaymentParts
    let cause: Cause

    /// Two round trips, one more where rooms are sold or given back. The states of the payment before and after.
    ///
    /// Throws `LedgerError`, `BookingError`, `PostgresError`; nothing of it is written then.
    func note(
        _ seen: StripeIntent?, of known: Payment, in tx: TenantTransaction
    ) async throws -> (before: PaymentState, after: PaymentState) {
        let amended = known.amendment.map { [AmendmentStore.find($0)] }
        let rows = try await tx.run(
            [PayBooking.lock(known.booking), PaymentStore.lock(known.id), FrozenBilling.of(known.booking)]
                + (amended ?? []))
        let payment = try Payment(try rows[1].only())
        guard !payment.isOver else { return (payment.state, payment.state) }
        let standing = Standing(
            payment: payment, dated: try DatedBooking(try rows[0].only()), billing: try FrozenBilling(rows[2].only()),
            change: amended == nil ? nil : try Amendment(rows[3].only()))
        let outcome = try await outcome(seen, standing, in: tx)
        var closing = outcome.statements
        if let seconds = outcome.lookSeconds {
            closing.append(try parts.jobs.chase(payment.id, outcome.state, inSeconds: seconds, tenant: tx.tenant))
        }
        _ = try await tx.commit(after: closing)
        return (payment.state, outcome.state)
    }

    struct Standing: Sendable {
        let payment: Payment
        let dated: DatedBooking
        let billing: FrozenBilling
        /// What the payment is for, where it is not for the booking itself.
        let change: Amendment?

        var paidFor: PaidFor { PaidFor(dated, change) }

        func course(_ seen: StripeIntent?) -> PaymentCourse {
            PaymentCourse(
                booking: payment.booking.uuid, payment: payment.id.uuid,
                processorReference: seen?.latestCharge?.id ?? payment.charge)
        }
    }

    struct Outcome {
        let state: PaymentState
        /// Nil where there is nothing to wait for.
        let lookSeconds: Int?
        let statements: [SQL]
    }

    private func outcome(
        _ seen: StripeIntent?, _ now: Standing, in tx: TenantTransaction
    ) async throws -> Outcome {
        if now.payment.state == .captured { return try late(seen, now) }
        guard let seen else { return try await notTaken(now, in: tx) }
        guard seen.money(seen.amount) == now.payment.amount else { return person(.amountDiffers, seen, now) }
        switch SettlePlan(now.payment.state, seen.status, for: now.paidFor) {
        case .wait: return waiting(seen, now)
        case .sell: return try await sold(seen, now, in: tx)
        case .letGo: return try letGo(seen, now)
        case .giveUp: return try await givenUp(seen, now, in: tx)
        case .noteCaptured: return try captured(seen, now)
        case .noteVoided:
            let entries = now.payment.isAuthorized ? [now.course(seen).voided()] : []
            return move(.voided, seen, now, entries.map(parts.ledger.statement), lookSeconds: nil)
        case .callPerson(let reason): return person(reason, seen, now)
        }
    }

    /// The processor does not take such an amount: the booking goes on without this payment.
    private func notTaken(_ now: Standing, in tx: TenantTransaction) async throws -> Outcome {
        let seen = SeenIntent(
            decline: "amount_not_taken", isAuthorized: false, captured: now.payment.captured)
        return Outcome(
            state: .voided, lookSeconds: nil,
            statements: [PaymentStore.move(now.payment, to: .voided, seen, lookSeconds: nil)])
    }

    private func waiting(_ seen: StripeIntent, _ now: Standing) -> Outcome {
        switch now.payment.state {
        case .asked, .open: return move(.open, seen, now, [], lookSeconds: ChasePlan.openSeconds)
        default: return again(now, personFor: .unreachable)
        }
    }

    /// Looked at in vain; after so many times somebody is told.
    func again(_ now: Standing, personFor: PersonFor) -> Outcome {
        let seconds = ChasePlan.seconds(after: now.payment.looks)
        let isLong = now.payment.looks >= ChasePlan.looksBeforePerson
        return Outcome(
            state: now.payment.state, lookSeconds: seconds,
            statements: [
                PaymentStore.looked(
                    now.payment.id, againSeconds: seconds, personFor: isLong ? personFor.rawValue : nil)
            ])
    }

    /// The rooms become the traveller's and the money is on its way, or neither.
    private func sold(
        _ seen: StripeIntent, _ now: Standing, in tx: TenantTransaction
    ) async throws -> Outcome {
        if let change = now.change { return try await amended(change, seen, now, in: tx) }
        let effect = try await parts.pay.sell(now.dated, cause, in: tx)
        var entries = [try now.course(seen).authorized(now.payment.amount, lapsesAfterSeconds: nil)]
        let isSold = effect.value.booking.state == .confirmed
        if isSold { entries.append(try now.billing.sold(now.dated.booking)) }
        return move(
            isSold ? .capturing : .voiding, seen, now, effect.closing + entries.map(parts.ledger.statement),
            lookSeconds: ChasePlan.seconds(after: 0))
    }

    private func letGo(_ seen: StripeIntent, _ now: Standing) throws -> Outcome {
        let isNew = seen.status == .requiresCapture && !now.payment.isAuthorized
        let entries = isNew ? [try now.course(seen).authorized(now.payment.amount, lapsesAfterSeconds: nil)] : []
        return move(
            .voiding, seen, now, entries.map(parts.ledger.statement), lookSeconds: ChasePlan.seconds(after: 0))
    }

    private func givenUp(
        _ seen: StripeIntent, _ now: Standing, in tx: TenantTransaction
    ) async throws -> Outcome {
        if let change = now.change {
            let ended = try await end(change, as: .declined, now, in: tx)
            return move(.voided, seen, now, ended, lookSeconds: nil)
        }
        let closing =
            now.dated.booking.state == .pendingPayment
            ? try await parts.pay.decline(now.dated, cause, in: tx).closing : []
        return move(.voided, seen, now, closing, lookSeconds: nil)
    }

    private func captured(_ seen: StripeIntent, _ now: Standing) throws -> Outcome {
        guard let taken = seen.money(seen.amountReceived), taken == now.payment.amount else {
            return person(.amountDiffers, seen, now)
        }
        let entries = [
            try now.course(seen).captured(taken, isAuthorized: now.payment.isAuthorized, at: nil)
        ]
        return move(
            .captured, seen, now,
            [PayBooking.captured(now.payment.booking, taken)]
                + (entries + (try kept(of: taken, seen, now))).map(parts.ledger.statement), taken: taken,
            lookSeconds: seen.fee == nil ? ChasePlan.seconds(after: 0) : nil)
    }

    private func person(_ reason: PersonFor, _ seen: StripeIntent, _ now: Standing) -> Outcome {
        let entries =
            reason == .bookingWithoutMoney && now.payment.isAuthorized ? [now.course(seen).voided()] : []
        return move(.failed, seen, now, entries.map(parts.ledger.statement), personFor: reason, lookSeconds: nil)
    }

    func move(
        _ state: PaymentState, _ seen: StripeIntent, _ now: Standing, _ statements: [SQL], taken: Money? = nil,
        personFor: PersonFor? = nil, lookSeconds: Int?
    ) -> Outcome {
        let kept = SeenIntent(
            intent: seen.id, charge: seen.latestCharge?.id, card: seen.card, decline: seen.decline,
            isAuthorized: seen.status == .requiresCapture || seen.status == .succeeded,
            captured: taken ?? now.payment.captured, fee: state == .captured ? seen.fee : nil,
            personFor: personFor?.rawValue)
        return Outcome(
            state: state, lookSeconds: lookSeconds,
            statements: statements + [PaymentStore.move(now.payment, to: state, kept, lookSeconds: lookSeconds)]
                + remembered(seen, now.payment))
    }

    /// The card that was paid with, where its holder agreed to its being saved. Once, however often it is seen.
    private func remembered(_ seen: StripeIntent, _ payment: Payment) -> [SQL] {
        guard let wish = payment.wish, wish.saves, let card = seen.savedCard else { return [] }
        return [CardStore.remember(SavedCardID(parts.identifiers.next()), card, of: wish.customer)]
    }
}
