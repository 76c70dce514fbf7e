import Bookings
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// The site's bookings for programs of its staff.
struct AdminBookingRoutes: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let options = RouteOptions(tag: "bookings")
        return [
            Route(
                .get, "/api/admin/bookings", .staff(.bookings, .read), "The site's bookings, without their people",
                gives: [.json(.page(of: BookingsFeature.bookingSchema))], options: options
            ) { (input: BookingSearchInput, context: StaffContext) in
                var page = BrowseBookings.Page.none
                if let filter = input.filter {
                    page = try await parts.bookings.browse.page(
                        filter, input.order, after: input.cursor, limit: input.limit,
                        key: try await parts.bookings.dataKeys.key(of: context.tenant), in: context.scope)
                }
                return .json(cache: .never) { json in
                    json.object { json in
                        json.member(
                            "data",
                            array: { json in
                                for one in page.bookings { json.raw(BookingsFeature.document(one, nil)) }
                            })
                        json.member("next_cursor", page.next?.description)
                    }
                }
            },
            Route(
                .get, "/api/admin/bookings/{id}", .staff(.bookings, .read), "One booking with its people",
                gives: [.json(BookingsFeature.bookingSchema)], refuses: [.init(404, "booking.not_found")],
                options: options
            ) { (input: DomainIDInput, context: StaffContext) in
                let found = try await parts.bookings.find.opened(
                    BookingID(input.id), key: try await parts.bookings.dataKeys.key(of: context.tenant),
                    in: context.scope
                ).found
                parts.reads.note(
                    AuditEntry(
                        action: "booking.read", actor: context.auditActor, subjectKind: "booking",
                        subjectID: input.id.text), context.entry)
                return .bytes(
                    BookingsFeature.document(found.dated, found.party), type: "application/json", cache: .never)
            },
            Route(
                .get, "/api/admin/bookings/export", .staff(.bookings, .read), "All that fit the filter, as a table",
                gives: [Answer.csvOutput], options: .export(tag: "bookings").refusingImpersonation
            ) { (input: BookingSearchInput, context: StaffContext) in
                parts.reads.note(input.look("booking.export", by: context.auditActor), context.entry)
                return try await BookingExport(parts: parts, scope: context.scope, search: input).answer(
                    isForPeople: false)
            },
        ]
    }
}
