package import Foundation
package import Inventory
package import Postgres
package import Tenancy
import Vocabulary

/// Puts what was agreed anew in the place of what was agreed before; where more is to be paid through us, keeps the
/// nights until it is.
package struct ChangeBooking: Sendable {
    let stock: Stock
    let records: BookingRecords
    let money: any BookingMoney

    package init(stock: Stock, records: BookingRecords, money: any BookingMoney) {
        self.stock = stock
        self.records = records
        self.money = money
    }

    package struct Changed: Hashable, Sendable {
        package let dated: DatedBooking
        package let amendment: Amendment
        /// Nil once it counts; else until when its nights are kept for the payment.
        package let payBy: Date?
    }

    /// Round trips: booking, promise and what waits; the stock, once or twice; the money; what is written, with the
    /// commit.
    ///
    /// Throws `BookingError.notFound`, `.notAllowed`, `.changeQuoteNotFound`, `.changeQuoteExpired`, `.changeTooLate`,
    /// `.soldOut` with the nights that are short, `.paymentInProgress`, or `PostgresError`.
    package func change(
        _ id: BookingID, _ proof: BookingProof, promise: AmendmentID, holdSeconds: Int, key: TenantDataKey,
        _ cause: Cause, in tx: TenantTransaction
    ) async throws -> Effect<Changed> {
        let rows = try await tx.run([
            BookingStore.lock(id, proof.condition(key)), AmendmentStore.find(promise, of: id),
            AmendmentStore.pending(id),
        ])
        guard let row = rows[0].first else { throw BookingError.notFound }
        let dated = try DatedBooking(row)
        let step = try dated.booking.changed(by: .change, at: dated.instant)
        guard let found = rows[1].first else { throw BookingError.changeQuoteNotFound }
        let amendment = try Amendment(found)
        guard amendment.state == .quoted, amendment.expiresAt > dated.instant,
            amendment.sequence == dated.booking.sequence
        else { throw BookingError.changeQuoteExpired }
        guard amendment.kind == .rooms || dated.instant < dated.booking.stay.arrivalDay else {
            throw BookingError.changeTooLate
        }
        let exchange = amendment.exchange
        // Its own nights are exchanged at once where there is nothing to pay.
        let own = amendment.due.minor == 0 ? [id.uuid] : []
        var closing: [SQL] = []
        if let other = try rows[2].first.map({ try Amendment($0) }) {
            closing += try await money.statements(withdrawing: other, of: dated, in: tx)
            closing.append(AmendmentStore.end(other.id, .withdrawn))
            let reach = StockReach(bookings: own, nights: exchange.taken.map(\.night))
            try await stock.release([other.id.uuid], reaching: reach, in: tx)
        }
        let keptUntil = try await take(exchange, seconds: holdSeconds, reaching: StockReach(bookings: own), in: tx)
        guard amendment.due.minor == 0 else {
            let until = keptUntil ?? dated.instant + TimeInterval(holdSeconds)
            return Effect(
                value: Changed(dated: dated, amendment: amendment, payBy: until),
                closing: closing + [AmendmentStore.keep(amendment.id, until: until)])
        }
        try await stock.exchange(exchange, in: tx)
        closing += try await money.statements(amending: dated, by: amendment, cause, in: tx)
        closing += try written(amendment, step, cause, tenant: tx.tenant)
        return Effect(
            value: Changed(dated: dated.after(step, stay: amendment.stay), amendment: amendment, payBy: nil),
            closing: closing)
    }

    /// The change that waits for its money, while there is time. One round trip.
    ///
    /// Throws `PostgresError`.
    package func waiting(of id: BookingID, in scope: TenantScope) async throws -> Amendment? {
        let rows = try await scope.run([AmendmentStore.pending(id), AmendmentStore.now])
        let now: Date = try rows[1].only().get("instant")
        return try rows[0].first.map { try Amendment($0) }.flatMap { $0.state(at: now) == .pending ? $0 : nil }
    }

    /// What is due is reserved: it counts now. One round trip on the stock.
    ///
    /// Throws `StockError.lapsed` where its nights are gone, `BookingError.notAllowed`, or `PostgresError`.
    package func apply(
        _ amendment: Amendment, to dated: DatedBooking, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> [SQL] {
        let step = try dated.booking.changed(by: .change, at: dated.instant)
        try await stock.exchange(amendment.exchange, in: tx)
        return try written(amendment, step, cause, tenant: tx.tenant)
    }

    /// It came to nothing: its nights are free again. One round trip.
    package func end(
        _ amendment: Amendment, as state: Amendment.State, in tx: TenantTransaction
    ) async throws -> [SQL] {
        try await stock.release(amendment.id.uuid, in: tx)
        return [AmendmentStore.end(amendment.id, state)]
    }

    private func take(
        _ exchange: StockExchange, seconds: Int, reaching reach: StockReach, in tx: TenantTransaction
    ) async throws -> Date? {
        guard !exchange.taken.isEmpty else { return nil }
        do {
            return try await stock.take(
                exchange.taken, booking: exchange.owner, expiresAfterSeconds: seconds, reaching: reach, in: tx)
        } catch StockError.soldOut(let shortages) {
            throw BookingError.soldOut(shortages.map(\.night))
        }
    }

    private func written(
        _ amendment: Amendment, _ step: BookingChange, _ cause: Cause, tenant: TenantID
    ) throws -> [SQL] {
        [
            try AmendmentStore.rewrite(amendment), AmendmentStore.rewriteRooms(amendment),
            BookingStore.apply(step, penalty: nil), AmendmentStore.end(amendment.id, .applied),
        ] + records.statements(of: step, cause, tenant: tenant)
    }
}

extension Amendment {
    var exchange: StockExchange {
        StockExchange(booking: booking.uuid, owner: id.uuid, from: was.demand, to: stay.demand)
    }
}
