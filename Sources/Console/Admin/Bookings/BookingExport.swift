import Bookings
import HTTPTypes
import HummingbirdCore
import NIOCore
import Pricing
import Tenancy
import Vocabulary
import Web

/// Bookings as a table, read page by page while it is being taken. Without the people: a file is copied on, and
/// who they are is opened one booking at a time.
struct BookingExport: Sendable {
    static let output = RouteOutput.other(
        "text/csv", "A table with a heading; cells that a spreadsheet would compute are led by an apostrophe.")

    let parts: AdminParts
    let scope: TenantScope
    let search: BookingSearchInput

    /// The first page is read before the answer begins, so that what fails at once is told as a problem.
    var answer: Answer {
        get async throws {
            let first = try await page(after: nil)
            return Answer(
                .ok,
                headers: [
                    .contentType: "text/csv; charset=utf-8",
                    .contentDisposition: "attachment; filename=\"bookings.csv\"",
                ],
                body: .stream { writer in
                    try await writer.write(CSVWriter.records([Self.heading]))
                    var page = first
                    while true {
                        if !page.bookings.isEmpty {
                            try await writer.write(CSVWriter.records(page.bookings.map(Self.row)))
                        }
                        guard let next = page.next else { break }
                        page = try await self.page(after: next)
                    }
                    try await writer.finish(nil)
                }, cache: .never)
        }
    }

    private func page(after place: BookingPlace?) async throws -> BrowseBookings.Page {
        guard let filter = search.filter else { return BrowseBookings.Page.none }
        let key = try await parts.bookings.dataKeys.key(of: scope.tenant)
        return try await parts.bookings.browse.page(
            filter, search.order, after: place, limit: BrowseBookings.pageMax, key: key, in: scope)
    }

    private static let heading: [CSVWriter.Cell] = [
        "id", "reference", "state", "hotel", "check_in", "check_out", "guests", "total_minor", "paid_minor",
        "penalty_minor", "currency", "locale", "created_at",
    ].map { .text($0) }

    private static func row(_ dated: DatedBooking) -> [CSVWriter.Cell] {
        let booking = dated.booking
        return [
            .text(booking.id.uuid.text), .text(booking.reference.description), .text(dated.state.rawValue),
            .text(booking.stay.hotelName), .text(booking.stay.dates.checkIn.description),
            .text(booking.stay.dates.checkOut.description), .number("\(booking.stay.guests)"),
            .number("\(booking.price.total.minor)"), .number("\(booking.paid.minor)"),
            .number("\(booking.penalty.minor)"), .text(booking.stay.currency.code),
            .text(booking.locale.description), .text(booking.createdAt.rfc3339),
        ]
    }
}
