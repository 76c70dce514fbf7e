package import Foundation
package import Postgres
package import Tenancy
import Web

/// What accounts have to do with bookings, for the room that keeps accounts.
package struct AccountBookings: Sendable {
    /// Read at a time for the download of an account's data.
    static let pageMax = 100

    private let dataKeys: DataKeys
    private let list = ListBookings()

    package init(dataKeys: DataKeys) { self.dataKeys = dataKeys }

    /// Guest bookings under an address that was just proved to be the account's become its own; sent in the
    /// transaction of the proof.
    package func join(_ account: UUID, emailIndex: [UInt8]) -> SQL {
        BookingStore.join(account, emailIndex: emailIndex)
    }

    /// Each booking of the account as JSON, people included.
    package func export(_ account: UUID, _ scope: TenantScope) async throws -> [[UInt8]] {
        let key = try await dataKeys.key(of: scope.tenant)
        var documents: [[UInt8]] = []
        var before: BookingID?
        repeat {
            let page = try await list.list(of: account, before: before, limit: Self.pageMax, in: scope)
            for dated in page.bookings {
                let found = try await FindBooking().find(dated.booking.id, .account(account), key: key, in: scope)
                documents.append(JSONWriter.bytes(BookingAnswer(dated: found.dated, party: found.party)))
            }
            before = page.next
        } while before != nil
        return documents
    }
}
