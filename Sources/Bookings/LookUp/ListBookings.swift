package import Foundation
import Postgres
package import Tenancy

/// The bookings of an account, or of whoever holds their access tokens, newest first.
///
/// An e-mail written into a form proves no mailbox, so a guest's token never opens another booking that names the
/// same address; an account's address is proved, and its guest bookings became its own then.
package struct ListBookings: Sendable {
    package static let tokensMax = 20
    package static let pageDefault = 20
    package static let pageMax = 100

    package init() {}

    package struct Page: Sendable {
        package let bookings: [DatedBooking]
        /// What the next page begins after; nil on the last.
        package let next: BookingID?
    }

    /// Throws `PostgresError`. Tokens beyond `tokensMax` are not looked at.
    package func list(
        _ tokens: [AccessToken], before: BookingID?, limit: Int = Self.pageDefault, in scope: TenantScope
    ) async throws -> Page {
        guard !tokens.isEmpty else { return Page(bookings: [], next: nil) }
        let limit = min(max(1, limit), Self.pageMax)
        let digests = tokens.prefix(Self.tokensMax).map(\.digest)
        return try page(
            try await scope.run(BookingStore.list(tokenDigests: digests, before: before, limit: limit + 1)), limit)
    }

    /// Throws `PostgresError`.
    package func list(
        of account: UUID, before: BookingID?, limit: Int = Self.pageDefault, in scope: TenantScope
    ) async throws -> Page {
        let limit = min(max(1, limit), Self.pageMax)
        return try page(
            try await scope.run(BookingStore.list(account: account, before: before, limit: limit + 1)), limit)
    }

    /// The account's stays that are still to come, the next first: as many as a page shows.
    ///
    /// Throws `PostgresError`.
    package func upcoming(of account: UUID, in scope: TenantScope) async throws -> [DatedBooking] {
        try await scope.run(BookingStore.upcoming(account: account, limit: Self.pageMax)).map { try DatedBooking($0) }
    }

    /// The account's other bookings, the last made first.
    ///
    /// Throws `PostgresError`.
    package func past(
        of account: UUID, before: BookingID?, limit: Int = Self.pageDefault, in scope: TenantScope
    ) async throws -> Page {
        let limit = min(max(1, limit), Self.pageMax)
        return try page(
            try await scope.run(BookingStore.past(account: account, before: before, limit: limit + 1)), limit)
    }

    private func page(_ rows: Rows, _ limit: Int) throws -> Page {
        let bookings = try rows.prefix(limit).map { try DatedBooking($0) }
        return Page(bookings: bookings, next: rows.count > limit ? bookings.last?.booking.id : nil)
    }
}
