package import Foundation
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// What the staff looks for among a site's bookings; what is nil does not matter.
package struct BookingFilter: Hashable, Sendable {
    /// As the world sees it: a hold whose time is over counts as expired.
    package var state: BookingState?
    package var reference: BookingReference?
    /// Compared by the blind index; no row is opened for it.
    package var email: EmailAddress?

    package init(state: BookingState? = nil, reference: BookingReference? = nil, email: EmailAddress? = nil) {
        self.state = state
        self.reference = reference
        self.email = email
    }
}

package enum BookingOrder: String, CaseIterable, Sendable {
    case newest
    case oldest
    /// The day of arrival, the next one first.
    case checkIn = "check_in"
    /// The same, the last one first.
    case lastCheckIn = "last_check_in"
}

/// Where a booking stands in an order; as text, the cursor of a page.
package struct BookingPlace: Hashable, Sendable, LosslessStringConvertible {
    let checkIn: CalendarDate
    let id: UUID

    package init(_ booking: Booking) {
        checkIn = booking.stay.dates.checkIn
        id = booking.id.uuid
    }

    /// `2026-06-12.0190…`
    package init?(_ text: String) {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2, let checkIn = CalendarDate(String(halves[0])),
            let id = UUID(uuidString: String(halves[1]))
        else { return nil }
        self.checkIn = checkIn
        self.id = id
    }

    package var description: String { "\(checkIn).\(id.text)" }
}

/// A site's bookings as its staff looks through them: without the people, who are opened one booking at a time.
package struct BrowseBookings: Sendable {
    package static let pageMax = 500

    package init() {}

    package struct Page: Sendable {
        package let bookings: [DatedBooking]
        /// What the next page begins after; nil on the last.
        package let next: BookingPlace?

        package static let none = Page(bookings: [], next: nil)
    }

    package struct Step: Sendable {
        package let sequence: Int
        package let action: String
        package let from: BookingState?
        package let to: BookingState?
        package let actor: String
        package let requestID: String?
        package let recordedAt: Date
        /// What was given for it.
        package let reason: String?
    }

    /// Throws `PostgresError`.
    package func page(
        _ filter: BookingFilter, _ order: BookingOrder = .newest, after place: BookingPlace? = nil, limit: Int,
        key: TenantDataKey, in scope: TenantScope
    ) async throws -> Page {
        let limit = min(max(1, limit), Self.pageMax)
        let rows = try await scope.run(
            BrowseStore.page(filter.conditions(key), order, after: place, limit: limit + 1))
        let bookings = try rows.prefix(limit).map { try DatedBooking($0) }
        return Page(
            bookings: bookings, next: rows.count > limit ? bookings.last.map { BookingPlace($0.booking) } : nil)
    }

    /// How a booking came to be where it is, from its first step.
    ///
    /// Throws `PostgresError`, or what AES-GCM throws for a reason that was sealed elsewhere.
    package func timeline(_ id: BookingID, key: TenantDataKey, in scope: TenantScope) async throws -> [Step] {
        try await scope.run(BrowseStore.steps(id)).map { row in
            Step(
                sequence: try row.get("sequence"), action: try row.get("action"),
                from: try row.get("from_state", as: String?.self).flatMap(BookingState.init),
                to: BookingState(rawValue: try row.get("to_state")), actor: try row.get("actor"),
                requestID: try row.get("request_id"), recordedAt: try row.get("recorded_at"),
                reason: try ChangeReason(row, key)?.text)
        }
    }

    /// Throws `PostgresError`.
    package func hasAny(in scope: TenantScope) async throws -> Bool {
        try await !scope.run(BrowseStore.any).isEmpty
    }
}

extension BookingFilter {
    fileprivate func conditions(_ key: TenantDataKey) -> [SQL] {
        var conditions: [SQL] = state.map { [BrowseStore.seen(as: $0)] } ?? []
        if let reference { conditions.append("b.reference = \(reference.description)") }
        if let email { conditions.append("b.email_index = \(key.blindIndex(email.normal))") }
        return conditions
    }
}
