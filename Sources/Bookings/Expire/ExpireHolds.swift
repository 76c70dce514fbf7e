import Foundation
package import Inventory
package import Jobs
import Postgres
package import Tenancy

/// Writes down that holds have lapsed and gives their rooms back. Nobody waits for it: a lapsed hold
/// stands in no one's way, and reads as expired, before.
package struct ExpireHolds: Sendable {
    /// Bookings looked at in one tenant in one sweep.
    package static let sweepMax = 100

    let stock: Stock
    let records: BookingRecords

    package init(stock: Stock, records: BookingRecords) {
        self.stock = stock
        self.records = records
    }

    /// Expires the booking if its hold has lapsed; false when it has not.
    ///
    /// Throws `PostgresError`.
    package func expire(_ id: BookingID, _ cause: Cause, in tx: TenantTransaction) async throws -> Effect<Bool> {
        guard let row = try await tx.run(BookingStore.lock(id, .none)).first else {
            return Effect(value: false, closing: [])
        }
        let dated = try DatedBooking(row)
        guard dated.booking.state.hasDeadline, dated.state == .expired else { return Effect(value: false, closing: []) }
        let change = try dated.booking.changed(by: .expire, at: dated.instant)
        try await stock.release(id.uuid, in: tx)
        return Effect(
            value: true,
            closing: [BookingStore.apply(change, penalty: nil)]
                + records.statements(of: change, cause, tenant: tx.tenant))
    }

    /// The job that a hold left for the moment it lapses.
    package func run(_ job: ReleaseHold, _ context: JobContext) async throws {
        try await context.finish { tx in
            let effect = try await expire(BookingID(job.booking), .system(requestID: context.requestID), in: tx)
            if !effect.closing.isEmpty { _ = try await tx.run(effect.closing) }
        }
    }

    /// What no job has tidied up. Each booking in a transaction of its own, because two baskets
    /// given back in one would lock their nights out of order. Returns how many expired.
    package func sweep(_ scope: TenantScope) async throws -> Int {
        let lapsed = try await scope.run(ExpireStore.lapsed(limit: Self.sweepMax))
        var count = 0
        for row in lapsed {
            let id = BookingID(try row.get("booking_id"))
            let isExpired = try await scope.settle { tx in
                try await expire(id, .system(requestID: nil), in: tx)
            }
            if isExpired { count += 1 }
        }
        return count + (try await scope.run(AmendmentStore.lapse(limit: Self.sweepMax)).count)
    }
}

enum ExpireStore {
    static func lapsed(limit: Int) -> SQL {
        """
        select booking_id from bookings
         where state in ('held', 'pending_payment') and space_expires_at <= clock_timestamp()
         order by space_expires_at limit \(limit)
        """
    }
}
