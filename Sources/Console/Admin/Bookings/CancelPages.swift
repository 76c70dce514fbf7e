import Bookings
import Foundation
import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// Cancelling in a guest's stead: what it costs them is said first and promised by the page itself, and why it is done
/// is kept with it. To look at the page leaves nothing behind.
struct CancelPages: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let refusals = [Route.Refusal(404, "booking.not_found"), .init(409, "booking.not_allowed")]
        return [
            Route(
                .get, "/admin/bookings/{id}/cancel", .staff(.bookings, .write), "Asks whether to cancel a booking",
                gives: [.html()], refuses: refusals, options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try seat.ask(try await question(BookingID(input.id), seat))
            },
            Route(
                .post, "/admin/bookings/{id}/cancel", .staff(.bookings, .write), "Cancel a booking for a reason",
                gives: [.redirect()], refuses: refusals, options: .console
            ) { (entry: Submission<StaffCancelInput>, context: StaffPageContext) in
                try await cancel(entry, Seat(context, parts))
            },
        ]
    }

    private func cancel(_ entry: Submission<StaffCancelInput>, _ seat: Seat) async throws -> Answer {
        guard case .success(let input) = entry.result else {
            guard let id = seat.context.arrival.parameter("id").flatMap(UUID.init) else { throw BookingError.notFound }
            let question = seat.again(try await question(BookingID(id), seat), entry)
            return try seat.ask(question, status: .unprocessableContent)
        }
        let (id, cause) = (
            BookingID(input.id), Cause(actor: seat.context.auditActor, reason: ChangeReason(input.reason))
        )
        let key = try await parts.bookings.dataKeys.key(of: seat.context.tenant)
        do {
            _ = try await seat.scope.settle { [verb = parts.bookings.cancel] tx in
                try await verb.cancel(id, .identifier, promise: input.promise, key: key, cause, in: tx)
            }
        } catch BookingError.cancellationQuoteExpired {
            // It costs something else by now, or the guest was here meanwhile: asked again with what holds now.
            let told = ProblemWords(seat.words).title(of: BookingError.cancellationQuoteExpired.problem)
            let question = seat.again(try await question(id, seat), entry)
            return try seat.ask(question, fault: told, status: .conflict)
        }
        return seat.then("/admin/bookings/\(id.uuid.text)", done: "booking_cancelled")
    }

    /// With a promise of what it costs, good for as long as a guest's is.
    private func question(_ id: BookingID, _ seat: Seat) async throws -> Question {
        let key = try await parts.bookings.dataKeys.key(of: seat.context.tenant)
        let booking = try await parts.bookings.find.find(id, .identifier, key: key, in: seat.scope).booking
        let cost = try await parts.bookings.quoteCancellation.cost(id, .identifier, key: key, in: seat.scope)
        let t = { (key: String) in seat.t("console.bookings.\(key)") }
        let reference: [String: MessageArgument] = ["reference": .text(booking.reference.description)]
        let back = "/admin/bookings/\(id.uuid.text)"
        return Question(
            title: seat.t("console.bookings.cancel_title", reference),
            consequences: [
                seat.t("console.bookings.cancel_penalty", ["penalty": .text(seat.words.formats.money(cost.penalty))]),
                t("cancel_effect"),
            ],
            action: "\(back)/cancel", submit: t("cancel"), back: back,
            fields: [
                FormField(
                    name: "reason", label: t("why"), kind: .lines(3), hint: t("cancel_hint"),
                    max: ChangeReason.lengthMax)
            ],
            hidden: [
                .init("shown_sequence", String(cost.sequence)), .init("shown_penalty", String(cost.penalty.minor)),
                .init("shown_until", cost.expiresAt.rfc3339),
            ],
            trail: [
                Link(seat.t("console.way.bookings"), "/admin/bookings"),
                Link(seat.t("console.bookings.title", reference), back),
            ], facts: [Fact(t("hotel"), Cell(booking.stay.hotelName))])
    }
}

struct StaffCancelInput: Input {
    let id: UUID
    let promise: CancellationPromise
    let reason: String

    static let form = Form<StaffCancelInput>(
        Field("id", .uuid), Field("shown_sequence", .integer(0...Int(Int32.max)), "Of the booking that was shown."),
        Field("shown_penalty", .integer(0...Int.max), "What was said that it costs."),
        Field("shown_until", .instant, "How long that holds."), reasonField
    ) {
        StaffCancelInput(id: $0, promise: .shown(sequence: $1, penaltyMinor: $2, until: $3), reason: $4)
    }

    static let reasonField = Field(
        "reason", .text(max: ChangeReason.lengthMax, [.trimmed, .lines]), "Why it is done.")
}

/// The same for a program, which was promised the cost before.
struct StaffCancellation: Input {
    let id: UUID
    let promise: UUID
    let reason: String

    static let form = Form<StaffCancellation>(
        "StaffCancellationRequest", Field("id", .uuid), Field("cancellation_quote_id", .uuid, "What was promised."),
        StaffCancelInput.reasonField
    ) { StaffCancellation(id: $0, promise: $1, reason: $2) }
}
