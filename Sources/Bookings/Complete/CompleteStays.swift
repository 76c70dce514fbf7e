import Foundation
import Postgres
package import Tenancy

/// Marks stays as completed when their guests have left, which is where reviews and hold periods of
/// commissions begin.
package struct CompleteStays: Sendable {
    /// Bookings completed in one tenant in one transaction.
    package static let batchMax = 100

    let records: BookingRecords

    package init(records: BookingRecords) { self.records = records }

    /// Completes what is due; the number of bookings. Two round trips.
    ///
    /// Throws `PostgresError`.
    package func complete(_ scope: TenantScope) async throws -> Int {
        try await scope.settle { tx in
            let rows = try await tx.run(CompleteStore.due(limit: Self.batchMax))
            let changes = try rows.map { row in
                let dated = try DatedBooking(row)
                return try dated.booking.changed(by: .complete, at: dated.instant)
            }
            let closing = changes.flatMap { change in
                [BookingStore.apply(change, penalty: nil)]
                    + records.statements(of: change, .system(requestID: nil), tenant: tx.tenant)
            }
            return Effect(value: changes.count, closing: closing)
        }
    }
}

enum CompleteStore {
    static func due(limit: Int) -> SQL {
        """
        select \(fragment: BookingStore.columns) from bookings b
         where b.state = 'confirmed' and b.ends_at <= clock_timestamp()
         order by b.ends_at limit \(limit) for no key update of b skip locked
        """
    }
}
