package import Postgres
package import Tenancy
package import Vocabulary

/// What cancelling does to money that was paid through us. The room that holds the payments says it, and it becomes
/// true with the cancellation or not at all.
package protocol CancelledMoney: Sendable {
    /// - Parameter dated: as it stands before it is cancelled, its row held.
    /// - Returns: what is left to write, the refund among it.
    ///
    /// Throws `BookingError.paymentInProgress` while money is being taken: what is to be given back is not known yet.
    func statements(
        cancelling dated: DatedBooking, at cost: CancellationCost, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> [SQL]
}

/// Where nothing is paid through us.
package struct NoMoney: CancelledMoney {
    package init() {}

    package func statements(
        cancelling dated: DatedBooking, at cost: CancellationCost, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> [SQL] { [] }
}
