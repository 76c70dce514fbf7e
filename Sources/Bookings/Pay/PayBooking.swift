package import Inventory
package import Postgres
package import Tenancy
package import Vocabulary

/// A booking's way where it is paid through us, for the room that knows of its payment: that one holds the booking's
/// row, asks for the step that the payment allows, and writes both together.
package struct PayBooking: Sendable {
    let stock: Stock
    let records: BookingRecords
    let funnel: Funnel

    package init(stock: Stock, records: BookingRecords, funnel: Funnel) {
        self.stock = stock
        self.records = records
        self.funnel = funnel
    }

    /// Holds the booking's row for its holder; read by `DatedBooking`. No row to whoever has no proof.
    package static func lock(_ id: BookingID, _ proof: BookingProof, key: TenantDataKey) -> SQL {
        BookingStore.lock(id, proof.condition(key))
    }

    /// The same for the house.
    package static func lock(_ id: BookingID) -> SQL { BookingStore.lock(id, .none) }

    /// The traveller goes to pay.
    ///
    /// Throws `BookingError.notAllowed`, `.holdExpired`, `.priceExpired`.
    package func begin(
        _ dated: DatedBooking, _ cause: Cause, tenant: TenantID
    ) throws(BookingError) -> Effect<DatedBooking> {
        let change = try dated.booking.changed(by: .pay, at: dated.instant)
        return Effect(
            value: dated.after(change),
            closing: [BookingStore.apply(change, penalty: nil)] + records.statements(of: change, cause, tenant: tenant))
    }

    /// The money is reserved: the hold becomes a sale, and the booking is confirmed. Where the hold is gone the booking
    /// ends as expired, and nothing may be taken.
    ///
    /// One round trip on the stock. Throws `BookingError.notAllowed`, or `PostgresError`.
    package func sell(
        _ dated: DatedBooking, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> Effect<DatedBooking> {
        guard dated.state != .expired else { return try await end(dated, by: .expire, cause, in: tx) }
        do {
            try await stock.sell(dated.booking.id.uuid, in: tx)
        } catch StockError.lapsed, StockError.notHeld {
            return try await soldOut(dated, cause, in: tx)
        }
        let event = FunnelEvent(.confirm, dated.booking.locale, dated.booking.stay.currency)
        let effect = try steps([.authorize, .submit, .accept], of: dated, cause, tenant: tx.tenant)
        return Effect(value: effect.value, closing: effect.closing + [funnel.statement(event, tenant: tx.tenant)])
    }

    /// The payment came to nothing for good, and the rooms go back.
    ///
    /// One round trip on the stock. Throws `BookingError.notAllowed`, or `PostgresError`.
    package func decline(
        _ dated: DatedBooking, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> Effect<DatedBooking> {
        try await end(dated, by: dated.state == .expired ? .expire : .decline, cause, in: tx)
    }

    /// So much was taken; the booking's row is held by then.
    package static func captured(_ id: BookingID, _ amount: Money) -> SQL {
        """
        update bookings set paid_minor = paid_minor + \(amount.minor), changed_at = clock_timestamp()
         where booking_id = \(id.uuid)
        """
    }

    /// So much of it was promised back, or is no longer.
    package static func refunded(_ id: BookingID, _ amount: Money) -> SQL {
        """
        update bookings set refunded_minor = refunded_minor + \(amount.minor), changed_at = clock_timestamp()
         where booking_id = \(id.uuid)
        """
    }

    /// Its last moment passed between our look and the stock's.
    private func soldOut(
        _ dated: DatedBooking, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> Effect<DatedBooking> {
        try await stock.release(dated.booking.id.uuid, in: tx)
        return try steps([.authorize, .sellOut], of: dated, cause, tenant: tx.tenant)
    }

    private func end(
        _ dated: DatedBooking, by action: BookingAction, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> Effect<DatedBooking> {
        let effect = try steps([action], of: dated, cause, tenant: tx.tenant)
        try await stock.release(dated.booking.id.uuid, in: tx)
        return effect
    }

    private func steps(
        _ actions: [BookingAction], of dated: DatedBooking, _ cause: Cause, tenant: TenantID
    ) throws(BookingError) -> Effect<DatedBooking> {
        var (now, closing) = (dated, [SQL]())
        for action in actions {
            let change = try now.booking.changed(by: action, at: now.instant)
            closing.append(BookingStore.apply(change, penalty: nil))
            closing += records.statements(of: change, cause, tenant: tenant)
            now = now.after(change)
        }
        return Effect(value: now, closing: closing)
    }
}
