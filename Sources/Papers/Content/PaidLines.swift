package import Bookings
package import Tenancy

/// Where a booking's movements of money are read: of whoever takes the money, which papers do not know.
package struct PaidLines: Sendable {
    /// The oldest first, all in the booking's currency.
    let read: @Sendable (Booking, TenantScope) async throws -> [PaidLine]

    package init(read: @escaping @Sendable (Booking, TenantScope) async throws -> [PaidLine]) { self.read = read }

    /// Where everything is paid at the property.
    package static let none = PaidLines { _, _ in [] }
}
