import Bookings
import Foundation
import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// Giving a booking back in two steps: first what it costs, then the deed.
struct CancelRoutes: Sendable {
    struct Entry: TypedInput {
        let booking: String
        let quote: String

        static let typed: [TypedField] = [
            .carried("booking", .text(max: 36)), .carried("cancellation_quote_id", .text(max: 36)),
        ]

        init(_ typed: TypedFields) {
            booking = typed["booking"]
            quote = typed["cancellation_quote_id"]
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .post, "/{locale}/bookings/{booking}/cancellation", .bookingHolder, "Ask what cancelling costs",
                gives: [.html(), .redirect(.seeOther, "The booking, where it cannot be cancelled.")],
                options: RouteOptions(tag: "pages", limit: .bookingAsks)
            ) { (entry: BookingRoutes.Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try await visit.answering { try await quote(entry.booking, visit) }
            },
            Route(
                .post, "/{locale}/bookings/{booking}/cancel", .bookingHolder, "Cancel at the cost that was told",
                gives: [.redirect(), .html()], options: .page
            ) { (entry: Entry, keyed: Keyed<VisitorContext>) in
                let visit = Visit(keyed.stage, parts)
                return try await visit.answering { try await cancel(entry, keyed, visit) }
            },
        ]
    }

    private func quote(_ booking: String, _ visit: Visit, notices: [Notice] = []) async throws -> Answer {
        let (id, proof) = try visit.proof(of: booking)
        do {
            let quote = try await parts.bookings.quoteCancellation.quote(
                id, proof, key: try await visit.dataKey(), in: visit.scope)
            let found = try await visit.booking(booking)
            return try await visit.bookingSight(found).page(
                quote: quote, notices: notices, paid: try await visit.paid(found.booking))
        } catch BookingError.notAllowed {
            return .redirect(to: visit.paths.booking(id.uuid))
        }
    }

    private func cancel(_ entry: Entry, _ keyed: Keyed<VisitorContext>, _ visit: Visit) async throws -> Answer {
        let (id, proof) = try visit.proof(of: entry.booking)
        let key = try await visit.dataKey()
        guard let promise = UUID(uuidString: entry.quote) else { return try await quote(entry.booking, visit) }
        do {
            return try await keyed.onceForBrowser { tx in
                let effect = try await parts.bookings.cancel.cancel(
                    id, proof, promise: .kept(promise), key: key, visit.cause, in: tx)
                _ = try await tx.run(effect.closing)
                return .redirect(to: visit.paths.booking(id.uuid))
            }
        } catch BookingError.notAllowed {
            return .redirect(to: visit.paths.booking(id.uuid))
        } catch BookingError.paymentInProgress {
            let told = visit.words("problem.payment.in_progress.detail")
            return try await quote(entry.booking, visit, notices: [Notice(.warning, told)])
        } catch BookingError.cancellationQuoteExpired, BookingError.cancellationQuoteNotFound {
            let told = visit.words("problem.cancellation.quote_expired.detail")
            return try await quote(entry.booking, visit, notices: [Notice(.warning, told)])
        }
    }
}
