import Bookings
import Foundation
import HTTPTypes
import Inventory
import Localization
import Payments
import Tenancy
import Vocabulary
import Web

/// Changing a booking in two steps: first what it comes to, then the deed; what it costs more is paid before it counts.
struct ChangeRoutes: Sendable {
    struct Entry: TypedInput {
        let booking: String
        let quote: String

        static let typed: [TypedField] = [
            .carried("booking", .text(max: 36)), .carried("change_quote_id", .text(max: 36)),
        ]

        init(_ typed: TypedFields) {
            booking = typed["booking"]
            quote = typed["change_quote_id"]
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/bookings/{booking}/change", .bookingHolder, "Other days, other guests, a room less",
                gives: [.html(), .redirect(.seeOther, "The booking, where it cannot be changed.")], options: .page
            ) { (entry: BookingRoutes.Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try await visit.answering { try await show(entry.booking, visit) }
            },
            Route(
                .post, "/{locale}/bookings/{booking}/change-quote", .bookingHolder, "Ask what a change comes to",
                gives: [.html(), .redirect(.seeOther, "The booking, where it cannot be changed.")],
                options: RouteOptions(tag: "pages", limit: .bookingAsks)
            ) { (entry: ChangeEntry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try await visit.answering { try await quote(entry, visit) }
            },
            Route(
                .post, "/{locale}/bookings/{booking}/change", .bookingHolder, "Change at the price that was told",
                gives: [.redirect(), .html()], refuses: [.init(409, "payment.not_available")], options: .page
            ) { (entry: Entry, keyed: Keyed<VisitorContext>) in
                let visit = Visit(keyed.stage, parts)
                return try await visit.answering { try await change(entry, keyed, visit) }
            },
        ]
    }

    private func show(_ booking: String, _ visit: Visit, notices: [Notice] = []) async throws -> Answer {
        let found = try await visit.booking(booking)
        guard found.dated.availableActions.contains(.change) else {
            return .redirect(to: visit.paths.booking(found.booking.id.uuid))
        }
        return try ChangeSight(booking: try await visit.bookingSight(found)).page(notices: notices)
    }

    private func quote(_ entry: ChangeEntry, _ visit: Visit) async throws -> Answer {
        let found = try await visit.booking(entry.booking)
        guard found.dated.availableActions.contains(.change) else {
            return .redirect(to: visit.paths.booking(found.booking.id.uuid))
        }
        let sight = ChangeSight(booking: try await visit.bookingSight(found))
        let wanted: WantedChange
        if let drop = entry.drop {
            wanted = .dropping([drop - 1])
        } else {
            let check = SearchCheck(entry.search, firstDay: visit.earliestDay, needsDestination: false)
            guard let request = check.request else {
                return try sight.page(entry.search, faults: check, status: .unprocessableContent)
            }
            wanted = .stay(request.dates, request.rooms)
        }
        let (id, proof) = try visit.proof(of: entry.booking)
        do {
            let told = try await parts.bookings.quoteChange.quote(
                wanted, of: id, proof, SiteTerms(of: visit.profile, read: visit.locale), visit.locale,
                key: try await visit.dataKey(), in: visit.scope)
            return try sight.page(entry.drop == nil ? entry.search : nil, quote: told.amendment)
        } catch let error as BookingError {
            guard let told = visit.told(error) else { throw error }
            return try sight.page(entry.drop == nil ? entry.search : nil, notices: [told])
        }
    }

    private func change(_ entry: Entry, _ keyed: Keyed<VisitorContext>, _ visit: Visit) async throws -> Answer {
        let (id, proof) = try visit.proof(of: entry.booking)
        let key = try await visit.dataKey()
        guard let promise = UUID(uuidString: entry.quote) else { return try await show(entry.booking, visit) }
        do {
            return try await keyed.onceForBrowser { tx in
                let effect = try await parts.bookings.change.change(
                    id, proof, promise: AmendmentID(promise), holdSeconds: visit.profile.definition.holdMinutes * 60,
                    key: key, visit.cause, in: tx)
                _ = try await tx.run(effect.closing)
                guard effect.value.payBy != nil else {
                    return .redirect(to: PaperNews.changed.on(visit.paths.booking(id.uuid)))
                }
                let started = try await parts.payments.start.start(id, proof, key: key, visit.cause, in: tx)
                _ = try await tx.run(started.closing)
                return .redirect(to: visit.paths.payment(id.uuid))
            }
        } catch let error as BookingError {
            guard let told = visit.told(error) else { throw error }
            return try await show(entry.booking, visit, notices: [told])
        }
    }
}

extension Visit {
    /// What stands in the way of a change, for the page that asks for it; nil for what is no business of that page's.
    fileprivate func told(_ error: BookingError) -> Notice? {
        switch error {
        case .changeQuoteExpired, .changeQuoteNotFound: warning("change.quote_expired")
        case .changeTooLate: warning("change.too_late")
        case .changeBelowPenalty(let penalty):
            Notice(.warning, words("problem.change.below_penalty.detail", ["penalty": .text(formats.money(penalty))]))
        case .nothingChanges: warning("change.nothing")
        case .lastRoom: warning("change.last_room")
        case .changeTooFewGuests(let named):
            Notice(.warning, words("problem.change.too_few_guests.detail", ["count": .number(named)]))
        case .soldOut: Notice(.warning, words("change.sold_out"))
        case .paymentInProgress: warning("payment.in_progress")
        default: nil
        }
    }

    private func warning(_ code: String) -> Notice { Notice(.warning, words("problem.\(code).detail")) }
}
