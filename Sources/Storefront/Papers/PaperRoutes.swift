import Bookings
import Foundation
import HTTPTypes
import Messaging
import Papers
import Tenancy
import Vocabulary
import Web

/// What a booking's own browser takes away from it: papers and a calendar file, fetched or mailed once more.
struct PaperRoutes: Sendable {
    /// A paper with a number; without one told, the one issued last.
    struct IssuedEntry: TypedInput {
        let booking: String
        let number: String

        static let typed: [TypedField] = [.carried("booking", .text(max: 36)), .carried("number", PaperNumber.input)]

        init(_ typed: TypedFields) {
            booking = typed["booking"]
            number = typed["number"]
        }

        /// Throws `PaperError.notIssued` for what is no number of a paper.
        func wanted() throws(PaperError) -> PaperNumber? {
            guard !number.isEmpty else { return nil }
            guard let read = PaperNumber(number) else { throw .notIssued }
            return read
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/bookings/{booking}/receipt.pdf", .bookingHolder, "What was paid for a booking",
                gives: [.pdf], refuses: Self.refusals + [.init(409, "paper.not_allowed")], options: .paper
            ) { (entry: BookingRoutes.Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try await visit.answering {
                    try await parts.papers.receipt(try await visit.booking(entry.booking), in: visit.locale, context)
                }
            },
            issued(.invoice, "invoice.pdf", "The invoice of a booking"),
            issued(.creditNote, "credit-note.pdf", "What takes the invoice of a booking back"),
            Route(
                .get, "/{locale}/bookings/{booking}/stay.ics", .bookingHolder, "A stay for a calendar",
                gives: [
                    .other("text/calendar", "RFC 5545, with the names that mailed ones have."),
                    .redirect(.seeOther, "The booking, where nothing is agreed."),
                ], options: .page
            ) { (entry: BookingRoutes.Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try await visit.answering { visit.calendar(try await visit.booking(entry.booking)) }
            },
            Route(
                .post, "/{locale}/bookings/{booking}/resend", .bookingHolder,
                "Mail the confirmation with its papers once more", gives: [.redirect()],
                refuses: Self.refusals + [.init(409, "paper.not_allowed")],
                options: RouteOptions(tag: "pages", limit: Self.resends)
            ) { (entry: BookingRoutes.Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try await visit.answering { try await resend(entry.booking, visit) }
            },
        ]
    }

    private static let refusals = [Route.Refusal(404, "booking.not_found"), .init(503, "paper.busy")]
    /// Letters that one visitor asks for in an hour; of one booking there is one in ten minutes, whoever asks.
    private static let resends = RouteLimit("resends", quota: 20)

    private func issued(_ kind: PaperKind, _ file: String, _ summary: String) -> Route {
        Route(
            .get, PathTemplate("/{locale}/bookings/{booking}/\(file)"), .bookingHolder, summary, gives: [.pdf],
            refuses: Self.refusals + [.init(404, "paper.not_issued")], options: .paper
        ) { (entry: IssuedEntry, context: VisitorContext) in
            let visit = Visit(context, parts)
            return try await visit.answering {
                let found = try await visit.booking(entry.booking)
                return try await parts.papers.issued(
                    kind, try entry.wanted(), of: found.booking.id, in: visit.locale, context)
            }
        }
    }

    private func resend(_ booking: String, _ visit: Visit) async throws -> Answer {
        let found = try await visit.booking(booking)
        try await parts.papers.resend.send(
            found, of: visit.profile, key: try await visit.dataKey(), by: visit.context.auditActor, in: visit.scope)
        return .leading(to: PaperNews.resent.on(visit.paths.booking(found.booking.id.uuid)))
    }
}

extension RouteOptions {
    fileprivate static let paper = RouteOptions(tag: "pages", limit: .papers)
}

/// What has just been done, told once on the booking's page.
enum PaperNews: String, CaseIterable, Sendable {
    case resent
    case issued
    case changed

    static let field = TypedField.carried("told", Kind<PaperNews>.choice)

    func on(_ path: String) -> String { SitePaths.with(path, [("told", rawValue)]) }
}
