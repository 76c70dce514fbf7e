package import Foundation
package import Inventory
import Postgres
package import Tenancy
import Vocabulary

/// Gives a booking back at the cost that was promised.
///
/// Three round trips: booking and promise under the booking's lock; the stock; what is written, with
/// the commit. One more for what was paid through us, or is owed to the platform.
package struct CancelBooking: Sendable {
    let stock: Stock
    let records: BookingRecords
    let funnel: Funnel
    let money: any BookingMoney

    package init(stock: Stock, records: BookingRecords, funnel: Funnel, money: any BookingMoney = NoMoney()) {
        self.stock = stock
        self.records = records
        self.funnel = funnel
        self.money = money
    }

    package struct Cancelled: Hashable, Sendable {
        package let dated: DatedBooking
        package let cost: CancellationCost
    }

    /// Throws `BookingError.notFound`, `.notAllowed`, `.cancellationQuoteNotFound`,
    /// `.cancellationQuoteExpired`, `.paymentInProgress`, or `PostgresError`.
    package func cancel(
        _ id: BookingID, _ proof: BookingProof, promise: CancellationPromise, key: TenantDataKey, _ cause: Cause,
        in tx: TenantTransaction
    ) async throws -> Effect<Cancelled> {
        var statements = [BookingStore.lock(id, proof.condition(key))]
        statements.append(AmendmentStore.pending(id))
        if case .kept(let quote) = promise { statements.append(CancellationStore.find(quote, booking: id)) }
        let results = try await tx.run(statements)
        guard let row = results[0].first else { throw BookingError.notFound }
        let dated = try DatedBooking(row)
        let change = try dated.booking.changed(by: .cancel, at: dated.instant)
        let kept = try results.dropFirst(2).first?.first.map { try CancellationStore.quote($0, booking: id) }
        let cost = try promise.cost(of: dated, kept: kept)
        let waiting = try results[1].first.map { try Amendment($0) }
        // At once, with the nights of a change that waits: locked one after the other they would be in no order.
        try await stock.release([id.uuid] + (waiting.map { [$0.id.uuid] } ?? []), in: tx)
        let refund = try await money.statements(cancelling: dated, at: cost, cause, in: tx)
        let event = FunnelEvent(.cancel, dated.booking.locale, dated.booking.stay.currency)
        return Effect(
            value: Cancelled(
                dated: dated.after(
                    change, penalty: cost.penalty, refunded: dated.booking.refunded + cost.refund), cost: cost),
            closing: [BookingStore.apply(change, penalty: cost.penalty)]
                + records.statements(
                    of: change, cause, reason: try cause.reason?.sealed(with: key), tenant: tx.tenant)
                + [funnel.statement(event, tenant: tx.tenant)] + refund
                + (waiting.map { [AmendmentStore.end($0.id, .withdrawn)] } ?? []))
    }
}
