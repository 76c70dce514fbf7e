import Bookings
import Foundation
import HTTPTypes
import Localization
import Postgres
import Tenancy
import Vocabulary
import Web

/// The site's bookings on the console: looked through, opened one at a time, taken away as a table.
struct BookingPages: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        [
            Route(
                .get, "/admin/bookings", .staff(.bookings, .read), "The site's bookings", gives: [.html()],
                options: .console
            ) { (input: BookingSearchInput, context: StaffPageContext) in try await list(input, Seat(context, parts)) },
            Route(
                .get, "/admin/bookings/export", .staff(.bookings, .read), "All that fit the filter, as a table",
                gives: [BookingExport.output], options: .console
            ) { (input: BookingSearchInput, context: StaffPageContext) in
                parts.reads.note(input.look("booking.export", by: context.auditActor), context.entry)
                return try await BookingExport(parts: parts, scope: context.scope, search: input).answer
            },
            Route(
                .get, "/admin/bookings/{id}", .staff(.bookings, .read), "One booking with its people and its course",
                gives: [.html()], refuses: [.init(404, "booking.not_found")], options: .console
            ) { (input: OneInput, context: StaffPageContext) in try await show(input.id, Seat(context, parts)) },
        ]
    }

    private func list(_ input: BookingSearchInput, _ seat: Seat) async throws -> Answer {
        let sight = BookingSight(seat)
        guard let filter = input.filter else {
            return try seat.page(
                seat.t("console.way.bookings"),
                [.form(sight.search(input)), .empty(seat.t("console.bookings.none_matching"), sight.reset)])
        }
        let key = try await parts.bookings.dataKeys.key(of: seat.context.tenant)
        let page = try await parts.bookings.browse.page(
            filter, input.order, after: input.cursor, limit: SharedFields.rowsMax, key: key, in: seat.scope)
        var blocks = [Block.form(sight.search(input))]
        if page.bookings.isEmpty {
            let isAny = filter == BookingFilter() && input.cursor == nil
            blocks.append(
                .empty(
                    seat.t(isAny ? "console.bookings.none" : "console.bookings.none_matching"),
                    isAny ? (seat.t("console.to_site"), "/") : sight.reset))
        } else {
            blocks.append(sight.table(page.bookings))
            var ways = [(seat.t("console.bookings.export"), "/admin/bookings/export" + input.query(after: nil))]
            if let next = page.next {
                ways.insert((seat.t("console.list.next"), "/admin/bookings" + input.query(after: next)), at: 0)
            }
            blocks.append(.links(ways))
        }
        return try seat.page(seat.t("console.way.bookings"), blocks)
    }

    /// Whoever opens the people of a booking stands in the audit trail.
    private func show(_ id: UUID, _ seat: Seat) async throws -> Answer {
        let key = try await parts.bookings.dataKeys.key(of: seat.context.tenant)
        let found = try await parts.bookings.find.opened(BookingID(id), key: key, in: seat.scope).found
        let steps = try await parts.bookings.browse.timeline(BookingID(id), in: seat.scope)
        parts.reads.note(
            AuditEntry(
                action: "booking.read", actor: seat.context.auditActor, subjectKind: "booking", subjectID: id.text),
            seat.context.entry)
        return try BookingSight(seat).page(found, steps)
    }
}

/// What a search for bookings takes; every part may be left out.
struct BookingSearchInput: Input {
    let state: BookingState?
    let reference: String?
    let email: String?
    let order: BookingOrder
    let cursor: BookingPlace?
    let limit: Int

    static let form = Form<BookingSearchInput>(
        "BookingSearch", Field("state", Kind<BookingState>.choice, "As travellers see it.").optional,
        Field("reference", .text(max: 24)).optional, Field("email", .text(max: EmailAddress.lengthMax)).optional,
        Field("order", Kind<BookingOrder>.choice).or(.newest),
        Field(
            "cursor", Kind<BookingPlace>.parsed(nil, "format", expected: "next_cursor", max: 60),
            "From the page before."
        )
        .optional, Field("limit", .integer(1...100)).or(20)
    ) {
        BookingSearchInput(state: $0, reference: $1, email: $2, order: $3, cursor: $4, limit: $5)
    }

    /// Nil where what was typed can be no reference, or no address: then nothing fits.
    var filter: BookingFilter? {
        let read = reference.flatMap(BookingReference.init)
        let address = email.flatMap { EmailAddress($0) }
        guard (read == nil) == (reference == nil), (address == nil) == (email == nil) else { return nil }
        return BookingFilter(state: state, reference: read, email: address)
    }

    func query(after place: BookingPlace?) -> String {
        let parts = [
            ("state", state?.rawValue), ("reference", reference), ("email", email),
            ("order", order == .newest ? nil : order.rawValue), ("cursor", place?.description),
        ].compactMap { name, value in value.map { "\(name)=\(PercentCoding.encode($0))" } }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    /// That somebody looked, and for what; an address that was looked for is left out.
    func look(_ action: String, by actor: AuditActor) -> AuditEntry {
        var json = JSONWriter()
        json.object {
            $0.member("state", state?.rawValue)
            $0.member("by_reference", reference != nil)
            $0.member("by_email", email != nil)
        }
        return AuditEntry(
            action: action, actor: actor, subjectKind: "booking", subjectID: "list",
            after: JSONText(String(decoding: json.bytes, as: UTF8.self)))
    }
}
