package import Postgres
package import Tenancy
package import Vocabulary

/// What agreeing on a booking, changing and cancelling it do to money. The room that holds the payments says
/// it, and it becomes true with the step or not at all.
package protocol BookingMoney: Sendable {
    /// Of a booking that is agreed on and will be paid at the property.
    func statements(confirming booking: Booking, under billing: FrozenBilling) throws -> [SQL]

    /// - Parameter dated: as it stands before it is cancelled, its row held.
    /// - Returns: what is left to write, the refund among it.
    ///
    /// Throws `BookingError.paymentInProgress` while money is being taken: what is to be given back is not known yet.
    func statements(
        cancelling dated: DatedBooking, at cost: CancellationCost, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> [SQL]

    /// - Parameter dated: as it stands before it is changed, its row held. Nothing more is due for the change.
    ///
    /// Throws `BookingError.paymentInProgress` likewise.
    func statements(
        amending dated: DatedBooking, by amendment: Amendment, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> [SQL]

    /// A change that waited for its money will not come to anything.
    ///
    /// Throws `BookingError.paymentInProgress` while that money is being taken.
    func statements(
        withdrawing amendment: Amendment, of dated: DatedBooking, in tx: TenantTransaction
    ) async throws -> [SQL]
}

/// Where nothing is paid through us.
package struct NoMoney: BookingMoney {
    package init() {}

    package func statements(confirming booking: Booking, under billing: FrozenBilling) throws -> [SQL] { [] }

    package func statements(
        cancelling dated: DatedBooking, at cost: CancellationCost, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> [SQL] { [] }

    package func statements(
        amending dated: DatedBooking, by amendment: Amendment, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> [SQL] { [] }

    package func statements(
        withdrawing amendment: Amendment, of dated: DatedBooking, in tx: TenantTransaction
    ) async throws -> [SQL] { [] }
}
