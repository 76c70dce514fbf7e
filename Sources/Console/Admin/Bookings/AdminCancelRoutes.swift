import Bookings
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// Cancelling in a guest's stead for programs of the staff: what it costs is promised first, and why it is done is kept
/// with it, as on the console's page.
struct AdminCancelRoutes: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let refusals = [Route.Refusal(404, "booking.not_found"), .init(409, "booking.not_allowed")]
        let options = RouteOptions(tag: "bookings")
        return [
            Route(
                .get, "/api/admin/bookings/{id}/explain", .staff(.bookings, .read),
                "How each cent came to be, worked out from what was agreed",
                gives: [
                    .json(
                        .oneOf([BookingExplanation.schema(.staff), BookingExplanation.schema(.traveller)]), .ok,
                        "With what the site buys at and who gets which part for whoever may read `finance`; for others as "
                            + "the traveller is told.")
                ],
                refuses: [.init(404, "booking.not_found"), .init(409, "booking.not_explained")], options: options
            ) { (input: DomainIDInput, context: StaffContext) in
                try await parts.bookings.explain.explain(
                    BookingID(input.id), .identifier, key: try await parts.bookings.dataKeys.key(of: context.tenant),
                    in: context.scope
                ).answer(context.caller.rights.allow(StaffRight(.finance, .read)) ? .staff : .traveller)
            },
            Route(
                .post, "/api/admin/bookings/{id}/cancellation-quotes", .staff(.bookings, .write),
                "What cancelling costs the guest", gives: [.json(BookingsFeature.cancellationQuoteSchema)],
                refuses: refusals, options: options
            ) { (input: DomainIDInput, context: Dampened<StaffContext>) in
                let stage = context.stage
                return BookingsFeature.answer(
                    try await parts.bookings.quoteCancellation.quote(
                        BookingID(input.id), .identifier, key: try await parts.bookings.dataKeys.key(of: stage.tenant),
                        in: stage.scope))
            },
            Route(
                .post, "/api/admin/bookings/{id}/cancel", .staff(.bookings, .write),
                "Cancel in the guest's stead, at the cost that was promised and for a reason",
                gives: [.json(BookingsFeature.bookingSchema)],
                refuses: refusals + [.init(404, "cancellation.not_found"), .init(409, "cancellation.quote_expired")],
                options: options
            ) { (input: StaffCancellation, context: Keyed<StaffContext>) in try await cancel(input, context) },
        ]
    }

    private func cancel(_ input: StaffCancellation, _ context: Keyed<StaffContext>) async throws -> Answer {
        let stage = context.stage
        let key = try await parts.bookings.dataKeys.key(of: stage.tenant)
        let cause = Cause(actor: stage.auditActor, reason: ChangeReason(input.reason))
        return try await context.onceClosing { [verb = parts.bookings.cancel] tx in
            let effect = try await verb.cancel(
                BookingID(input.id), .identifier, promise: .kept(input.promise), key: key, cause, in: tx)
            let body = BookingsFeature.document(effect.value.dated, nil)
            return (.bytes(body, type: "application/json", cache: .never), effect.closing)
        }
    }
}
