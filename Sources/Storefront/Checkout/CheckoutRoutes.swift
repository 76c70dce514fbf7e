import Bookings
import Foundation
import HTTPTypes
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// From an offer to rooms that are held: the form, and what is made of it.
struct CheckoutRoutes: Sendable {
    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .post, "/{locale}/checkout/start", .anyone, "Choose an offer, or agree to its new price",
                gives: [.redirect()], options: .page
            ) { (entry: CheckoutEntry, context: VisitorContext) in
                .redirect(to: Visit(context, parts).paths.home + entry.here)
            },
            Route(
                .get, "/{locale}/checkout", .anyone, "The form for names and contact",
                gives: [.html(), .redirect()],
                refuses: [
                    .init(409, "offer.expired"), .init(409, "offer.sold_out"), .init(409, "offer.price_changed"),
                ],
                options: .page
            ) { (entry: CheckoutEntry, context: VisitorContext) in
                let visit = Visit(context, parts)
                guard !entry.offer.isEmpty else { return .redirect(to: visit.paths.home) }
                return try await form(entry, visit)
            },
            Route(
                .post, "/{locale}/checkout", .anyone, "Hold the rooms", gives: [.redirect()],
                refuses: [.init(409, "idempotency.in_flight"), .init(422, "idempotency.mismatch")], options: .page
            ) { (entry: CheckoutEntry, keyed: Keyed<VisitorContext>) in
                try await hold(entry, keyed)
            },
        ]
    }

    /// The form over the offer as it is priced now, or the page that says why there is none.
    private func form(
        _ entry: CheckoutEntry, _ visit: Visit, faults: CheckoutFaults? = nil
    ) async throws -> Answer {
        let priced: PricedOffer
        do {
            priced = try await parts.bookings.quote.quote(
                entry.offer, SiteTerms(of: visit.profile, read: visit.locale), locale: visit.locale, in: visit.scope
            ).priced
        } catch let error as BookingError where error == .offerExpired || error == .offerUnknown {
            return try visit.interruption(.holdExpired, here: entry.here, lookAgain: entry.back(visit.paths))
        }
        guard let frozen = priced.stay else { return try soldOut(entry, visit) }
        let stay = try await visit.sight(of: frozen)
        guard frozen.price.total.minor == entry.total ?? priced.offeredTotal.minor else {
            return try changed(entry, stay, old: priced.offeredTotal, isTyped: faults != nil)
        }
        let known = faults == nil && entry.isUntouched ? try await visit.account() : nil
        return try CheckoutSight(stay: stay, entry: entry, known: known)
            .page(faults ?? CheckoutFaults([]), status: faults == nil ? .ok : .unprocessableContent)
    }

    private func hold(_ entry: CheckoutEntry, _ keyed: Keyed<VisitorContext>) async throws -> Answer {
        let visit = Visit(keyed.stage, parts)
        let party: Party
        do throws(PartyFaults) {
            party = try entry.party(homeRegion: visit.homeRegion)
        } catch {
            FaultLog.count(error.faults)
            return try await form(entry, visit, faults: CheckoutFaults(error.faults))
        }
        do {
            return try await take(entry, party, keyed, visit)
        } catch BookingError.soldOut {
            return try soldOut(entry, visit)
        } catch BookingError.offerExpired, BookingError.offerUnknown, BookingError.priceChanged {
            return try await refused(entry, visit)
        } catch BookingError.invalid(let faults) {
            return try await form(entry, visit, faults: CheckoutFaults(faults))
        }
    }

    /// The booking, once for the form's key. A form that comes again with the same key and the same
    /// words opens the same booking by the e-mail in it: the token is told only once.
    private func take(
        _ entry: CheckoutEntry, _ party: Party, _ keyed: Keyed<VisitorContext>, _ visit: Visit
    ) async throws -> Answer {
        let key = try await visit.dataKey()
        let terms = SiteTerms(
            of: visit.profile, read: visit.locale,
            showing: entry.shownBy.isEmpty ? nil : visit.frame.displayRate(seenAs: entry.shownBy))
        let command = HoldCommand(
            source: .offer(entry.offer),
            acceptedTotal: entry.total.map { Money(minor: $0, visit.profile.defaultCurrency) }, party: party,
            locale: visit.locale, account: visit.context.arrival.caller?.account)
        let answer = try await keyed.onceForBrowser { tx in
            let effect = try await parts.bookings.hold.hold(command, terms, key: key, visit.cause, in: tx)
            _ = try await tx.run(effect.closing)
            let id = effect.value.booking.id.uuid
            return .redirect(to: visit.paths.booking(id))
                .setting(try visit.opening(id, .token(effect.value.token)))
        }
        guard answer.headers[.idempotentReplayed] != nil, let location = answer.headers[.location],
            let id = UUID(uuidString: String(location.suffix(36)))
        else { return answer }
        return answer.setting(try visit.opening(id, .email(party.email)))
    }

    /// What the offer has become, told by asking again.
    private func refused(_ entry: CheckoutEntry, _ visit: Visit) async throws -> Answer {
        try await form(entry, visit, faults: CheckoutFaults([]))
    }

    private func soldOut(_ entry: CheckoutEntry, _ visit: Visit) throws -> Answer {
        try visit.interruption(.soldOut, here: entry.here, lookAgain: entry.back(visit.paths))
    }

    /// `isTyped`: names and all go on to the hold with one press; else to the form.
    private func changed(_ entry: CheckoutEntry, _ stay: StaySight, old: Money, isTyped: Bool) throws -> Answer {
        let visit = stay.visit
        let hidden = entry.hidden(total: stay.stay.price.total, shownBy: visit.frame.displayRate)
        return try visit.interruption(
            .priceChanged, here: entry.here, lookAgain: stay.hotelURL, others: stay.otherHotelsURL,
            oldPrice: visit.formats.money(entry.total.map { Money(minor: $0, old.currency) } ?? old),
            newPrice: stay.price,
            accept: isTyped
                ? FormTarget(visit.paths.checkout, hidden: visit.hiddenOnce(hidden))
                : FormTarget(visit.paths.checkoutStart, hidden: visit.hidden(hidden)))
    }
}
