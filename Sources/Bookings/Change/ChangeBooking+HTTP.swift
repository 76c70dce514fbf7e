import Foundation
import HTTPTypes
import Inventory
import Pricing
import Tenancy
import Vocabulary
package import Web

/// `POST /api/bookings/{id}/change-quotes`: other days and guests, or rooms that are given back.
struct ChangeQuoteInput: Input {
    let id: BookingID
    let wanted: WantedChange
    let email: String?

    static let form = Form<ChangeQuoteInput>(
        "ChangeQuoteRequest", BookingPath.field,
        Field("check_in", .date, "With `check_out`.").optional.example(.text("2027-03-02")),
        Field("check_out", .date).optional.example(.text("2027-03-05")),
        Field(
            "rooms", .list(.occupancy, 1...StayRequest.roomsMax),
            "Who sleeps in each of the booking's rooms: adults, then each child's age. As before unless told."
        ).optional,
        Field(
            "cancel_rooms", .list(.integer(1...StayRequest.roomsMax), 1...StayRequest.roomsMax),
            "Instead of those: which of the booking's rooms are given back, from 1."
        ).optional, BookingPath.emailField
    ) { id, checkIn, checkOut, rooms, dropped, email in
        ChangeQuoteInput(
            id: id, wanted: try WantedChange.read(checkIn: checkIn, checkOut: checkOut, rooms: rooms, dropped: dropped),
            email: email)
    }
}

extension WantedChange {
    /// Throws `InputFaults` with every fault.
    fileprivate static func read(
        checkIn: CalendarDate?, checkOut: CalendarDate?, rooms: [Occupancy]?, dropped: [Int]?
    ) throws -> WantedChange {
        if let dropped {
            guard checkIn == nil, checkOut == nil, rooms == nil else { throw InputFaults("/cancel_rooms", "duplicate") }
            return .dropping(Set(dropped.map { $0 - 1 }))
        }
        guard let checkIn else { throw InputFaults("/check_in", "required") }
        guard let checkOut else { throw InputFaults("/check_out", "required") }
        return .stay(try dates(checkIn, checkOut), rooms)
    }

    private static func dates(_ checkIn: CalendarDate, _ checkOut: CalendarDate) throws -> StayDates {
        do throws(StayDates.Fault) {
            return try StayDates(checkIn: checkIn, checkOut: checkOut)
        } catch .checkOutNotAfterCheckIn {
            throw InputFaults("/check_out", "checkout_before_checkin")
        } catch .tooManyNights {
            throw InputFaults("/check_out", "too_many_nights", ["max": .number(StayDates.nightsMax)])
        }
    }
}

/// `POST /api/bookings/{id}/change`
struct ChangeInput: Input {
    let id: BookingID
    let promise: AmendmentID
    let email: String?

    static let form = Form<ChangeInput>(
        "ChangeRequest", BookingPath.field, Field("change_quote_id", .uuid, "What was promised."),
        BookingPath.emailField
    ) { ChangeInput(id: $0, promise: AmendmentID($1), email: $2) }
}

extension BookingsFeature {
    func changeRoutes(_ options: RouteOptions) -> [Route] {
        [
            Route(
                .post, "/api/bookings/{id}/change-quotes", .bookingHolder,
                "What other days, other guests or fewer rooms cost",
                gives: [.json(Self.changeQuoteSchema)], refuses: Self.changeQuoteRefusals,
                options: RouteOptions(tag: "bookings", limit: .bookingAsks)
            ) { (input: ChangeQuoteInput, context: Dampened<TenantContext>) in
                try await quoteChange(input, context)
            },
            Route(
                .post, "/api/bookings/{id}/change", .bookingHolder, "Change at the price that was promised",
                gives: [.json(Self.changedSchema)], refuses: Self.changeRefusals, options: options
            ) { (input: ChangeInput, context: Keyed<TenantContext>) in try await change(input, context) },
        ]
    }

    private static let changeQuoteRefusals: [Route.Refusal] = [
        unknown, notAllowed, repeated, .init(409, "change.too_late"), .init(409, "change.below_penalty"),
        .init(409, "change.nothing"), .init(409, "change.last_room"),
        .init(409, "change.too_few_guests"), .init(409, "offer.sold_out"),
    ]
    private static let changeRefusals: [Route.Refusal] = [
        unknown, notAllowed, .init(404, "change.not_found"), .init(409, "change.quote_expired"),
        .init(409, "change.too_late"), .init(409, "offer.sold_out"), .init(409, "payment.in_progress"),
    ]
    func quoteChange(_ input: ChangeQuoteInput, _ dampened: Dampened<TenantContext>) async throws -> Answer {
        let context = dampened.stage
        let told = try await quoteChange.quote(
            input.wanted, of: input.id, try BookingProof.shown(context.arrival, email: input.email),
            SiteTerms(of: context.profile, read: context.locale), context.locale,
            key: try await dataKeys.key(of: context.tenant), in: context.scope)
        return .json(ChangeAnswer(amendment: told.amendment))
    }

    /// Once for its key.
    func change(_ input: ChangeInput, _ context: Keyed<TenantContext>) async throws -> Answer {
        let stage = context.stage
        let proof = try BookingProof.shown(stage.arrival, email: input.email)
        let key = try await dataKeys.key(of: stage.tenant)
        let seconds = stage.profile.definition.holdMinutes * 60
        return try await context.onceClosing { tx in
            let effect = try await change.change(
                input.id, proof, promise: input.promise, holdSeconds: seconds, key: key, stage.cause, in: tx)
            return (.json(ChangedAnswer(changed: effect.value)), effect.closing)
        }
    }
}

/// What a change comes to, before anybody agrees to it.
private struct ChangeAnswer: JSONWritable {
    let amendment: Amendment

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("change_quote_id", amendment.id.uuid)
            json.member("check_in", amendment.stay.dates.checkIn)
            json.member("check_out", amendment.stay.dates.checkOut)
            json.member("nights", amendment.stay.dates.nightCount)
            json.member("old_total", amendment.was.price.total)
            json.member("price", price: amendment.stay.price)
            json.members(of: amendment.stay)
            json.member("due_now", amendment.due)
            json.member("returned", amendment.returned)
            json.member("expires_at", amendment.expiresAt)
        }
    }
}

private struct ChangedAnswer: JSONWritable {
    let changed: ChangeBooking.Changed

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("outcome", changed.payBy == nil ? "changed" : "payment_needed")
            json.member("due_now", changed.amendment.due)
            json.member("returned", changed.amendment.returned)
            json.member("pay_by", changed.payBy)
            json.member("booking", BookingAnswer(dated: changed.dated))
        }
    }
}

extension BookingsFeature {
    static let changeQuoteSchema = Schema.object(
        "ChangeQuote",
        [
            .init("change_quote_id", .uuid), .init("check_in", .date), .init("check_out", .date),
            .init("nights", .count), .init("old_total", .money), .init("price", PriceSchema.price),
        ] + PriceSchema.stay + [
            .init("due_now", .money.annotated("To be paid through the site before it counts.")),
            .init("returned", .money.annotated("By how much less is paid through the site.")),
            .init("expires_at", .instant),
        ], closed: true)

    static let changedSchema = Schema.object(
        "ChangedBooking",
        [
            .init(
                "outcome",
                .choice(["changed", "payment_needed"]).annotated(
                    "`payment_needed`: go to pay (`/api/bookings/{id}/payments`) until `pay_by`.")),
            .init("due_now", .money), .init("returned", .money), .init("pay_by", .nullable(.instant)),
            .init("booking", BookingSchema.booking),
        ], closed: true)
}

extension RouteLimit {
    /// Of one caller, by page or by program, one a second: each keeps a promise that nobody may come back for.
    package static let bookingAsks = RouteLimit("booking-asks", quota: 3_600)
}
