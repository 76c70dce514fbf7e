import Bookings
import Foundation
import HTTPTypes
import Identity
import Localization
import Papers
import Payments
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
                .get, "/admin/bookings", .staff(.bookings, .read), "The site's bookings, or all that fit as a table",
                gives: [.html(), Answer.csvOutput], options: .console.refusingImpersonatedFile
            ) { (input: BookingListInput, context: StaffPageContext) in try await list(input, Seat(context, parts)) },
            Route(
                .get, "/admin/bookings/{id}", .staff(.bookings, .read), "One booking with its people and its course",
                gives: [.html()], refuses: [.init(404, "booking.not_found")], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                try await show(input.id, done: input.done, Seat(context, parts))
            },
        ] + CancelPages(parts: parts).routes + PaperPages(parts: parts).routes
    }

    private func list(_ input: BookingListInput, _ seat: Seat) async throws -> Answer {
        let sight = BookingSight(seat)
        let list = sight.list
        if input.look.format == .csv {
            try seat.admitFile()
            let search = input.search(try list.settled(input.look) { text, _ in BookingPlace(text) }.order)
            parts.reads.note(search.look("booking.export", by: seat.context.auditActor), seat.context.entry)
            return try await BookingExport(parts: parts, scope: seat.scope, search: search).answer(isForPeople: true)
        }
        return try await seat.show(
            list, input.look, fields: sight.fields(input), place: { BookingPlace($0.booking) },
            read: { [bookings = parts.bookings, scope = seat.scope] order, place, limit in
                let search = input.search(order)
                guard let filter = search.filter else { return [] }
                return try await bookings.browse.page(
                    filter, search.order, after: place, limit: limit,
                    key: try await bookings.dataKeys.key(of: scope.tenant), in: scope
                ).bookings
            })
    }

    /// Whoever opens the people of a booking stands in the audit trail.
    private func show(_ id: UUID, done: String?, _ seat: Seat) async throws -> Answer {
        let key = try await parts.bookings.dataKeys.key(of: seat.context.tenant)
        let found = try await parts.bookings.find.opened(BookingID(id), key: key, in: seat.scope).found
        let steps = try await parts.bookings.browse.timeline(BookingID(id), key: key, in: seat.scope)
        let actors = try await ActorWords.read(
            steps.map(\.actor), seat.sight, parts.identity.actors, in: seat.scope)
        parts.reads.note(
            AuditEntry(
                action: "booking.read", actor: seat.context.auditActor, subjectKind: "booking", subjectID: id.text),
            seat.context.entry)
        let issued = try await parts.papers.desk.issued(BookingID(id), key: key, in: seat.scope)
        var money: [Block] = []
        if seat.may(.finance, .read) {
            let history = try await parts.payments.read.history(of: BookingID(id), in: seat.scope)
            money = BookedMoneySight(seat, found.booking).blocks(history)
        }
        return try BookingSight(seat).page(found, steps, actors, issued, money: money, done: done)
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

/// The same on the console, where a list is ordered by its columns.
struct BookingListInput: Input {
    let look: ListInput
    let state: BookingState?
    let reference: String?
    let email: String?

    static let form = Form<BookingListInput>(
        Field("state", Kind<BookingState>.choice).optional, Field("reference", .text(max: 24)).optional,
        Field("email", .text(max: EmailAddress.lengthMax)).optional, ListFields.sort, ListFields.order,
        ListFields.after, ListFields.format
    ) { state, reference, email, sort, order, after, format in
        BookingListInput(
            look: ListInput(
                state: state?.rawValue, sort: sort, order: order, after: after, format: format,
                others: [("reference", reference), ("email", email)]),
            state: state, reference: reference, email: email)
    }

    func search(_ order: ListOrder?) -> BookingSearchInput {
        let isUp = order?.direction == .up
        let known: BookingOrder =
            order?.key == "check_in" ? (isUp ? .checkIn : .lastCheckIn) : (isUp ? .oldest : .newest)
        return BookingSearchInput(
            state: state, reference: reference, email: email, order: known, cursor: nil,
            limit: ListInput.rowsPerPage)
    }
}
