import Foundation
package import Inventory
import Postgres
package import Tenancy
import Vocabulary

/// Turns a hold into a sale, to be paid at the property.
///
/// Three round trips: the booking under its lock; the stock, where both clocks are judged again;
/// what is written, with the commit.
package struct ConfirmBooking: Sendable {
    let stock: Stock
    let records: BookingRecords
    let funnel: Funnel
    let money: any BookingMoney

    package init(stock: Stock, records: BookingRecords, funnel: Funnel, money: any BookingMoney) {
        self.stock = stock
        self.records = records
        self.funnel = funnel
        self.money = money
    }

    /// Throws `BookingError.notFound`, `.notAllowed`, `.holdExpired`, `.priceExpired`, or `PostgresError`.
    package func confirm(
        _ id: BookingID, _ proof: BookingProof, key: TenantDataKey, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> Effect<DatedBooking> {
        let results = try await tx.run([BookingStore.lock(id, proof.condition(key)), FrozenBilling.of(id)])
        guard let row = results[0].first else { throw BookingError.notFound }
        let dated = try DatedBooking(row)
        let change = try dated.booking.changed(by: .confirm, at: dated.instant)
        do {
            try await stock.sell(id.uuid, in: tx)
        } catch StockError.lapsed, StockError.notHeld {
            throw BookingError.holdExpired(dated.booking.spaceExpiresAt)
        }
        let owed = try money.statements(confirming: dated.booking, under: FrozenBilling(results[1].only()))
        let event = FunnelEvent(.confirm, dated.booking.locale, dated.booking.stay.currency)
        return Effect(
            value: dated.after(change),
            closing: [BookingStore.apply(change, penalty: nil)]
                + records.statements(of: change, cause, tenant: tx.tenant)
                + [funnel.statement(event, tenant: tx.tenant)] + owed)
    }
}

extension DatedBooking {
    /// The booking as the change leaves it.
    func after(
        _ change: BookingChange, penalty: Money? = nil, refunded: Money? = nil, stay: FrozenStay? = nil
    ) -> DatedBooking {
        let was = booking
        let now = Booking(
            id: was.id, reference: was.reference, state: change.to, sequence: change.sequence,
            settlement: was.settlement, stay: stay ?? was.stay, paid: was.paid, refunded: refunded ?? was.refunded,
            penalty: penalty ?? was.penalty, locale: was.locale, spaceExpiresAt: was.spaceExpiresAt,
            priceExpiresAt: was.priceExpiresAt, createdAt: was.createdAt, disputed: was.disputed,
            display: was.display)
        return DatedBooking(booking: now, instant: instant)
    }
}
