import Bookings
import Foundation
import HTTPTypes
import Localization
import Papers
import Tenancy
import Vocabulary
import Web

/// A booking's papers as its guest gets them, in the booking's own language, and sending them to the guest once more.
struct PaperPages: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        [
            Route(
                .get, "/admin/bookings/{id}/receipt.pdf", .staff(.bookings, .read), "What a guest has paid",
                gives: [.pdf], refuses: Self.refusals + [.init(409, "paper.not_allowed")], options: .paper
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let found = try await parts.opened(input.id, seat)
                seat.noteRead("paper", input.id.text)
                return try await parts.papers.receipt(
                    found, in: context.profile.speaks(found.booking.locale), context)
            },
            issued(.invoice, "invoice.pdf", "A guest's invoice"),
            issued(.creditNote, "credit-note.pdf", "What takes a guest's invoice back"),
            Route(
                .get, "/admin/bookings/{id}/resend", .staff(.bookings, .write),
                "Asks whether to mail a guest the papers", gives: [.html()],
                refuses: [.init(404, "booking.not_found")], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try seat.ask(question(try await parts.opened(input.id, seat).booking, seat))
            },
            Route(
                .post, "/admin/bookings/{id}/resend", .staff(.bookings, .write), "Mail a guest the papers once more",
                gives: [.redirect()], refuses: Self.refusals + [.init(409, "paper.not_allowed")], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let found = try await parts.opened(input.id, seat)
                try await parts.papers.resend.send(
                    found, of: context.profile, key: try await parts.bookings.dataKeys.key(of: context.tenant),
                    by: context.auditActor, in: context.scope)
                return seat.then("/admin/bookings/\(input.id.text)", done: "papers_sent")
            },
        ]
    }

    private static let refusals = [Route.Refusal(404, "booking.not_found"), .init(503, "paper.busy")]

    private func issued(_ kind: PaperKind, _ file: String, _ summary: String) -> Route {
        Route(
            .get, PathTemplate("/admin/bookings/{id}/\(file)"), .staff(.bookings, .read), summary, gives: [.pdf],
            refuses: Self.refusals + [.init(404, "paper.not_issued")], options: .paper
        ) { (input: IssuedInput, context: StaffPageContext) in
            let seat = Seat(context, parts)
            let booking = try await parts.opened(input.id, seat).booking
            seat.noteRead("paper", input.id.text)
            return try await parts.papers.issued(
                kind, input.number, of: booking.id, in: context.profile.speaks(booking.locale), context)
        }
    }

    private func question(_ booking: Booking, _ seat: Seat) -> Question {
        let back = "/admin/bookings/\(booking.id.uuid.text)"
        let title = seat.t("console.bookings.title", ["reference": .text(booking.reference.description)])
        return Question(
            title: seat.t("papers.send"), consequences: [seat.t("papers.send_effect")], action: "\(back)/resend",
            submit: seat.t("papers.send"), back: back, isGrave: false,
            trail: [Link(seat.t("console.way.bookings"), "/admin/bookings"), Link(title, back)],
            facts: [Fact(seat.t("console.bookings.hotel"), Cell(booking.stay.hotelName))])
    }
}

/// A paper with a number; without one told, the one issued last.
private struct IssuedInput: Input {
    let id: UUID
    let number: PaperNumber?

    static let form = Form<IssuedInput>(Field("id", .uuid), PaperNumber.field) { IssuedInput(id: $0, number: $1) }
}

extension AdminParts {
    /// With its people.
    ///
    /// Throws `BookingError.notFound`, or `PostgresError`.
    fileprivate func opened(_ id: UUID, _ seat: Seat) async throws -> FindBooking.Found {
        let key = try await bookings.dataKeys.key(of: seat.context.tenant)
        return try await bookings.find.opened(BookingID(id), key: key, in: seat.scope).found
    }
}

extension RouteOptions {
    /// A file with personal data: whoever acts as somebody looks, and keeps nothing.
    fileprivate static let paper = RouteOptions.console.refusingImpersonation
}
