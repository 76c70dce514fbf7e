package import Foundation
package import Postgres
package import Tenancy
import Web

/// What an account has to do with bookings, which are another room's: that room's part in Identity's verbs.
package struct AccountTrips: Sendable {
    /// Bookings made as a guest under a proved address become the account's; the statement is sent with others.
    package let join: @Sendable (_ account: UUID, _ emailIndex: [UInt8]) -> SQL
    /// The account's bookings for the download of its data, written as the members of an array.
    package let export: @Sendable (_ account: UUID, TenantScope) async throws -> [[UInt8]]

    package init(
        join: @escaping @Sendable (_ account: UUID, _ emailIndex: [UInt8]) -> SQL,
        export: @escaping @Sendable (_ account: UUID, TenantScope) async throws -> [[UInt8]]
    ) {
        self.join = join
        self.export = export
    }
}
