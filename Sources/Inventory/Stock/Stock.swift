package import Foundation
import Postgres
package import Tenancy
package import Vocabulary

/// Takes, sells and gives back rooms. Each verb is one round trip inside the caller's transaction.
///
/// Night rows are locked in one order before any hold is touched, so buyers of the same rooms queue
/// and none deadlocks; the counts themselves belong to triggers (`migrations/tenant/0004_room_stock`).
/// A transaction of several verbs names to its first what the later ones come to (`StockReach`).
package struct Stock: Sendable {
    /// Lapsed holds given back in one sweep.
    package static let sweepMax = 500

    let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    /// Holds the whole basket for the booking, or nothing of it. Returns when the hold lapses, by the
    /// database's clock.
    ///
    /// Throws `StockError.soldOut` with every night that is short, `.badDemand`, or `PostgresError`.
    package func take(
        _ basket: [StockDemand], booking: UUID, expiresAfterSeconds: Int, in tx: TenantTransaction
    ) async throws -> Date {
        try await take(
            StockNight.demand(of: basket), booking: booking, expiresAfterSeconds: expiresAfterSeconds, in: tx)
    }

    /// The same for single nights.
    ///
    /// - Parameter reach: what later verbs of the transaction come to.
    package func take(
        _ demand: [(night: StockNight, quantity: Int)], booking: UUID, expiresAfterSeconds: Int,
        reaching reach: StockReach = .nothing, in tx: TenantTransaction
    ) async throws -> Date {
        guard !demand.isEmpty, demand.allSatisfy({ (1...StockDemand.quantityMax).contains($0.quantity) }) else {
            throw StockError.badDemand
        }
        let nights = demand.map(\.night)
        let results = try await tx.run([
            reach.isNothing ? StockStore.lock(nights) : reach.lock(nights: nights),
            StockStore.take(
                demand, booking: booking, tenant: tx.tenant, holds: demand.map { _ in identifiers.next() },
                expiresAfterSeconds: expiresAfterSeconds),
        ])
        let rows = try results[1].map { try StockStore.TakeRow($0) }
        guard let expiresAt = rows.first?.expiresAt else { throw StockError.soldOut(rows.compactMap(\.shortage)) }
        return expiresAt
    }

    /// Turns the booking's hold into a sale, if all of it is still held.
    ///
    /// Throws `StockError.lapsed`, `.notHeld`, or `PostgresError`.
    package func sell(_ booking: UUID, in tx: TenantTransaction) async throws {
        let row: Row
        do {
            row = try await tx.run([StockStore.lock(booking: booking), StockStore.sell(booking)])[1].only()
        } catch let error as PostgresError where error.constraint == StockStore.lapsedConstraint {
            // Its last moment passed between our look and the trigger's.
            throw StockError.lapsed
        }
        let holds: Int = try row.get("holds")
        guard holds > 0 else { throw StockError.notHeld }
        guard try row.get("sold", as: Int.self) == holds else { throw StockError.lapsed }
    }

    /// Puts what was taken under `owner` to the booking's rooms, as sold, and gives back others of them: one round
    /// trip, in one order of nights.
    ///
    /// Throws `StockError.lapsed`, `.notHeld` where a room to give back is not the booking's, or `PostgresError`.
    package func exchange(_ exchange: StockExchange, in tx: TenantTransaction) async throws {
        var statements = [StockStore.lock(bookings: [exchange.booking, exchange.owner])]
        if !exchange.taken.isEmpty {
            statements += [StockStore.sell(exchange.owner), StockStore.hand(exchange.owner, to: exchange.booking)]
        }
        statements.append(StockStore.giveBack(exchange.returned, of: exchange.booking, behind: exchange.owner))
        let results: [Rows]
        do {
            results = try await tx.run(statements)
        } catch let error as PostgresError where error.constraint == StockStore.lapsedConstraint {
            throw StockError.lapsed
        }
        if !exchange.taken.isEmpty {
            let (holds, sold): (Int, Int) = (
                try results[1].only().get("holds"), try results[1].only().get("sold")
            )
            guard holds > 0, sold == holds else { throw StockError.lapsed }
        }
        guard try results[results.count - 1].only().get("changed", as: Int.self) == exchange.returned.count else {
            throw StockError.notHeld
        }
    }

    /// Gives back all that the booking holds or bought; repeated, it changes nothing. Returns the
    /// number of nights given back.
    ///
    /// Throws `PostgresError`.
    @discardableResult
    package func release(_ booking: UUID, in tx: TenantTransaction) async throws -> Int {
        try await tx.run([StockStore.lock(booking: booking), StockStore.release([booking])])[1].only().get("released")
    }

    /// The same for several.
    ///
    /// - Parameter reach: what later verbs of the transaction come to.
    @discardableResult
    package func release(
        _ bookings: [UUID], reaching reach: StockReach = .nothing, in tx: TenantTransaction
    ) async throws -> Int {
        try await tx.run([reach.lock(bookings: bookings), StockStore.release(bookings)])[1].only().get("released")
    }

    /// Gives back holds whose time is over. Only tidies up: they stand in nobody's way before.
    ///
    /// Throws `PostgresError`.
    package func sweep(limit: Int = Self.sweepMax, in tx: TenantTransaction) async throws -> Int {
        try await tx.run(StockStore.sweep(limit: min(limit, Self.sweepMax))).only().get("released")
    }
}
