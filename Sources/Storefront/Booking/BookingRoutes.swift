import Bookings
import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// A booking of this browser's: the review of what is held, the press that books it, the proof, and
/// the page that it is managed on.
struct BookingRoutes: Sendable {
    struct Entry: TypedInput {
        let booking: String

        static let typed: [TypedField] = [.carried("booking", .text(max: 36))]

        init(_ typed: TypedFields) { booking = typed["booking"] }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/bookings/{booking}", .bookingHolder, "A booking as it stands", gives: [.html()],
                refuses: [.init(409, "booking.hold_expired")], options: .page
            ) { (entry: Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try await visit.answering { try await show(entry, visit) }
            },
            Route(
                .get, "/{locale}/bookings/{booking}/confirmation", .bookingHolder, "The proof of a booking, to print",
                gives: [.html(), .redirect()], options: .page
            ) { (entry: Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try await visit.answering { try await confirmation(entry, visit) }
            },
            Route(
                .post, "/{locale}/bookings/{booking}/confirm", .bookingHolder, "Book what is held",
                gives: [.redirect()], options: .page
            ) { (entry: Entry, keyed: Keyed<VisitorContext>) in
                let visit = Visit(keyed.stage, parts)
                return try await visit.answering { try await confirm(entry, keyed, visit) }
            },
        ]
    }

    private func show(_ entry: Entry, _ visit: Visit) async throws -> Answer {
        let found = try await visit.booking(entry.booking)
        let sight = BookingSight(found: found, stay: try await visit.sight(of: found.booking))
        switch found.dated.state {
        case .held: return try sight.review()
        case .expired: return try sight.expired()
        default: return try sight.page(paid: try await visit.paid(found.booking))
        }
    }

    private func confirmation(_ entry: Entry, _ visit: Visit) async throws -> Answer {
        let found = try await visit.booking(entry.booking)
        guard found.dated.state == .confirmed || found.dated.state == .completed else {
            return .redirect(to: visit.paths.booking(found.booking.id.uuid))
        }
        return try BookingSight(found: found, stay: try await visit.sight(of: found.booking))
            .confirmation(paid: try await visit.paid(found.booking))
    }

    private func confirm(_ entry: Entry, _ keyed: Keyed<VisitorContext>, _ visit: Visit) async throws -> Answer {
        let (id, proof) = try visit.proof(of: entry.booking)
        let key = try await visit.dataKey()
        do {
            return try await keyed.onceForBrowser { tx in
                let effect = try await parts.bookings.confirm.confirm(id, proof, key: key, visit.cause, in: tx)
                _ = try await tx.run(effect.closing)
                return .redirect(to: visit.paths.confirmation(id.uuid))
            }
        } catch BookingError.notAllowed, BookingError.holdExpired, BookingError.priceExpired {
            // The booking's own page says what it is now, and what can be done.
            return .redirect(to: visit.paths.booking(id.uuid))
        }
    }
}
