package import Bookings
import Foundation
import Postgres
import Pricing
package import Tenancy
package import Vocabulary

/// The traveller goes to pay what is due now: the booking waits for it, and a payment is written. The processor is
/// asked after that is committed.
package struct StartPayment: Sendable {
    let parts: PaymentParts

    package struct Started: Hashable, Sendable {
        package let payment: PaymentID
        package let dated: DatedBooking
        package let amount: Money
        /// As it stands; nil for one that is begun now.
        package var live: Payment?
    }

    /// Two round trips: the booking under its lock with what is known of its payments; what is written, with the
    /// commit. One that is on its way already is gone on with.
    ///
    /// Of a confirmed booking it is the change that waits to be paid.
    ///
    /// Throws `BookingError.notFound`, `.notAllowed`, `.holdExpired`, `.priceExpired`, `.changeQuoteExpired`,
    /// `.paymentInProgress`, `PaymentError.notAvailable`, `.amountNotTaken`, or `PostgresError`.
    package func start(
        _ id: BookingID, _ proof: BookingProof, key: TenantDataKey, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> Effect<Started> {
        let rows = try await tx.run([
            PayBooking.lock(id, proof, key: key), PaymentStore.lockOf(id), AccountStore.exists,
            AmendmentStore.pending(id),
        ])
        guard let row = rows[0].first else { throw BookingError.notFound }
        let dated = try DatedBooking(row)
        let live = try rows[1].map(Payment.init).first { !$0.state.isEnd }
        if dated.state == .confirmed, let waiting = try rows[3].first.map({ try Amendment($0) }) {
            return try another(for: waiting, dated, beside: live, canPay: !rows[2].isEmpty, tenant: tx.tenant)
        }
        if let live, dated.state == .pendingPayment {
            return Effect(value: Started(live, dated), closing: [])
        }
        // Whatever became of one before, the rooms are held and another may be tried.
        let begun =
            dated.state == .pendingPayment
            ? Effect(value: dated, closing: []) : try parts.pay.begin(dated, cause, tenant: tx.tenant)
        guard !rows[2].isEmpty else { throw PaymentError.notAvailable }
        return try started(dated.booking.price.dueNow, for: nil, begun, tenant: tx.tenant)
    }

    /// What a change costs more.
    private func another(
        for waiting: Amendment, _ dated: DatedBooking, beside live: Payment?, canPay: Bool, tenant: TenantID
    ) throws -> Effect<Started> {
        if let live, live.amendment == waiting.id, live.state != .voiding {
            return Effect(value: Started(live, dated), closing: [])
        }
        guard live == nil else { throw BookingError.paymentInProgress }
        guard waiting.state(at: dated.instant) == .pending else { throw BookingError.changeQuoteExpired }
        guard canPay else { throw PaymentError.notAvailable }
        return try started(waiting.due, for: waiting.id, Effect(value: dated, closing: []), tenant: tenant)
    }

    private func started(
        _ amount: Money, for amendment: AmendmentID?, _ begun: Effect<DatedBooking>, tenant: TenantID
    ) throws -> Effect<Started> {
        guard ProcessorAmount.units(of: amount) != nil else { throw PaymentError.amountNotTaken(amount) }
        let payment = PaymentID(parts.identifiers.next())
        return Effect(
            value: Started(payment: payment, dated: begun.value, amount: amount),
            closing: begun.closing + [
                PaymentStore.insert(
                    payment, of: begun.value.booking.id, for: amendment, amount, tenant: tenant),
                try parts.jobs.chase(payment, .asked, inSeconds: ChasePlan.firstSeconds, tenant: tenant),
            ])
    }
}

extension StartPayment.Started {
    /// One that is gone on with.
    fileprivate init(_ live: Payment, _ dated: DatedBooking) {
        self.init(payment: live.id, dated: dated, amount: live.amount, live: live)
    }
}
