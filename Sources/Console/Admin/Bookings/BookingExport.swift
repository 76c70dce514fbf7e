import Bookings
import HTTPTypes
import Pricing
import Tenancy
import Vocabulary
import Web

/// Bookings as a table, read page by page while it is being taken. Without the people: a file is copied on, and
/// who they are is opened one booking at a time.
struct BookingExport: Sendable {
    private typealias Row = (booking: DatedBooking, next: BookingPlace?)

    let parts: AdminParts
    let scope: TenantScope
    let search: BookingSearchInput

    func answer(isForPeople: Bool) async throws -> Answer {
        try await .file("bookings", Self.columns, isForPeople: isForPeople) { last, _ in
            try await rows(after: last)
        } cells: {
            Self.cells($0.booking)
        }
    }

    /// Those behind `last`; the last row of all is behind nothing.
    private func rows(after last: Row?) async throws -> [Row] {
        guard let filter = search.filter, last == nil || last?.next != nil else { return [] }
        let key = try await parts.bookings.dataKeys.key(of: scope.tenant)
        let page = try await parts.bookings.browse.page(
            filter, search.order, after: last?.next, limit: BrowseBookings.pageMax, key: key, in: scope)
        return page.bookings.map { ($0, page.next) }
    }

    private static let columns = [
        "id", "reference", "state", "hotel", "check_in", "check_out", "guests", "total_minor", "paid_minor",
        "penalty_minor", "currency", "locale", "created_at",
    ]

    private static func cells(_ dated: DatedBooking) -> [CSVWriter.Cell] {
        let booking = dated.booking
        let stay = booking.stay
        return [
            .text(booking.id.uuid.text), .text(booking.reference.description), .text(dated.state.rawValue),
            .text(stay.hotelName), .text(stay.dates.checkIn.description), .text(stay.dates.checkOut.description),
            .number("\(stay.guests)"), .number("\(booking.price.total.minor)"), .number("\(booking.paid.minor)"),
            .number("\(booking.penalty.minor)"), .text(stay.currency.code), .text(booking.locale.description),
            .text(booking.createdAt.rfc3339),
        ]
    }
}
