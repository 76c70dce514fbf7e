import HTTPTypes
import Tenancy
package import Web

extension BookingsFeature {
    /// What a traveller's program can do. Whatever moves inventory asks for an `Idempotency-Key`.
    package func routes() -> RouteGroup {
        let options = RouteOptions(tag: "bookings")
        return RouteGroup(
            "bookings",
            [
                Route(
                    .post, "/api/quotes", .anyone, "Price an offer anew", gives: [.json(Self.quoteSchema)],
                    refuses: Self.offerRefusals + [Self.repeated], options: options
                ) { (input: QuoteInput, context: Dampened<TenantContext>) in try await quote(input, context) },
                Route(
                    .post, "/api/bookings", .anyone, "Hold rooms from a quote or an offer",
                    gives: [.json(BookingSchema.booking, .created, "Held. `X-Booking-Access` has its token.")],
                    refuses: Self.holdRefusals, options: options
                ) { (input: HoldInput, context: Keyed<TenantContext>) in try await hold(input, context) },
                Route(
                    .get, "/api/bookings", .bookingHolder, "The bookings of the tokens shown, or one by reference",
                    gives: [.json(BookingSchema.page)], refuses: [Self.unknown], options: options
                ) { (input: ListBookingsInput, context: TenantContext) in try await list(input, context) },
                Route(
                    .get, "/api/bookings/{id}", .bookingHolder, "One booking", gives: [.json(BookingSchema.booking)],
                    refuses: [Self.unknown], options: options
                ) { (input: FindBookingInput, context: TenantContext) in try await find(input, context) },
                Route(
                    .get, "/api/bookings/{id}/explain", .bookingHolder,
                    "How each cent came to be, worked out from what was agreed",
                    gives: [.json(BookingExplanation.schema(.traveller))],
                    refuses: [Self.unknown, .init(409, "booking.not_explained")], options: options
                ) { (input: BookingPath, context: TenantContext) in
                    let proof = try BookingProof.shown(context.arrival, email: input.email)
                    return try await explain.explain(
                        input.id, proof, key: try await dataKeys.key(of: context.tenant), in: context.scope
                    ).answer(.traveller)
                },
                Route(
                    .post, "/api/bookings/{id}/confirm", .bookingHolder, "Confirm a hold, to be paid at the property",
                    gives: [.json(BookingSchema.booking)], refuses: Self.confirmRefusals, options: options
                ) { (input: BookingPath, context: Keyed<TenantContext>) in try await confirm(input, context) },
                Route(
                    .post, "/api/bookings/{id}/cancellation-quotes", .bookingHolder, "What cancelling costs",
                    gives: [.json(Self.cancellationQuoteSchema)],
                    refuses: [Self.unknown, Self.notAllowed, Self.repeated],
                    options: RouteOptions(tag: "bookings", limit: .bookingAsks)
                ) { (input: BookingPath, context: Dampened<TenantContext>) in
                    try await quoteCancellation(input, context)
                },
                Route(
                    .post, "/api/bookings/{id}/cancel", .bookingHolder, "Cancel at the price that was promised",
                    gives: [.json(BookingSchema.booking)], refuses: Self.cancelRefusals, options: options
                ) { (input: CancelInput, context: Keyed<TenantContext>) in try await cancel(input, context) },
            ] + changeRoutes(options))
    }

    /// A booking as JSON, for the other rooms that tell of one; with its people only where they may be told.
    package static func document(_ dated: DatedBooking, _ party: Party?) -> [UInt8] {
        JSONWriter.bytes(BookingAnswer(dated: dated, party: party))
    }

    package static var bookingSchema: Schema { BookingSchema.booking }

    static let unknown = Route.Refusal(404, "booking.not_found")
    static let repeated = Route.Refusal(409, "request.repeated")
    static let notAllowed = Route.Refusal(409, "booking.not_allowed")
    private static let offerRefusals: [Route.Refusal] = [.init(404, "offer.not_found"), .init(409, "offer.expired")]
    private static let holdRefusals: [Route.Refusal] =
        offerRefusals + [
            .init(404, "quote.not_found"), .init(409, "quote.expired"), .init(409, "offer.sold_out"),
            .init(409, "offer.price_changed"),
        ]
    private static let confirmRefusals: [Route.Refusal] = [
        unknown, notAllowed, .init(409, "booking.hold_expired"), .init(409, "booking.price_expired"),
    ]
    private static let cancelRefusals: [Route.Refusal] = [
        unknown, notAllowed, .init(404, "cancellation.not_found"), .init(409, "cancellation.quote_expired"),
        .init(409, "payment.in_progress"),
    ]
}
