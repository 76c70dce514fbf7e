package import Foundation
package import Inventory
import Postgres
package import Tenancy
import Vocabulary

/// Gives a booking back at the price that a cancellation quote promised.
///
/// Three round trips: booking and promise under the booking's lock; the stock; what is written, with
/// the commit.
package struct CancelBooking: Sendable {
    let stock: Stock
    let records: BookingRecords
    let funnel: Funnel

    package init(stock: Stock, records: BookingRecords, funnel: Funnel) {
        self.stock = stock
        self.records = records
        self.funnel = funnel
    }

    package struct Cancelled: Hashable, Sendable {
        package let dated: DatedBooking
        package let quote: CancellationQuote
    }

    /// Throws `BookingError.notFound`, `.notAllowed`, `.cancellationQuoteNotFound`,
    /// `.cancellationQuoteExpired`, or `PostgresError`.
    package func cancel(
        _ id: BookingID, _ proof: BookingProof, promise: UUID, key: TenantDataKey, _ cause: Cause,
        in tx: TenantTransaction
    ) async throws -> Effect<Cancelled> {
        let results = try await tx.run([
            BookingStore.lock(id, proof.condition(key)), CancellationStore.find(promise, booking: id),
        ])
        guard let row = results[0].first else { throw BookingError.notFound }
        let dated = try DatedBooking(row)
        let change = try dated.booking.changed(by: .cancel, at: dated.instant)
        guard let promised = results[1].first else { throw BookingError.cancellationQuoteNotFound }
        let quote = try CancellationStore.quote(promised, booking: id)
        guard quote.expiresAt > dated.instant, quote.sequence == dated.booking.sequence else {
            throw BookingError.cancellationQuoteExpired
        }
        try await stock.release(id.uuid, in: tx)
        let event = FunnelEvent(.cancel, dated.booking.locale, dated.booking.stay.currency)
        return Effect(
            value: Cancelled(dated: dated.after(change, penalty: quote.penalty), quote: quote),
            closing: [BookingStore.apply(change, penalty: quote.penalty)]
                + records.statements(
                    of: change, cause, reason: try cause.reason?.sealed(with: key), tenant: tx.tenant)
                + [funnel.statement(event, tenant: tx.tenant)])
    }
}
