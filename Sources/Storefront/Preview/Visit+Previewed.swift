import Bookings
import Inventory
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// The site's pages as their visitors meet them, with nothing asked and nothing written: for the frame in which a look
/// is judged. What is on sale is the site's own; nobody's booking is shown, but one that nobody made, and says so.
extension Visit {
    func previewed(_ page: PreviewedPage) async throws -> Answer {
        switch page {
        case .front: return try await home(SearchEntry(TypedFields([])))
        case .signIn:
            return try await SignInRoutes(parts: parts).show(SignInEntry(TypedFields([])), self)
        case .results, .hotel, .confirmation: break
        }
        guard let usual = try await usualSearch() else {
            return try await noting(words("preview.no_hotels")).home(SearchEntry(TypedFields([])))
        }
        let found = try await parts.search.run(usual.query, seller: seller, locale: locale, in: scope)
        guard page != .results, let offered = found.results.first else { return try usual.page(found) }
        return page == .hotel
            ? try await hotel(offered.stay.hotel.id, in: found.destination, usual)
            : try noting(words("preview.sample")).sampleConfirmation(offered.stay, in: found.destination)
    }

    /// Two people in the city with the most hotels; nil where nothing is sold.
    private func usualSearch() async throws -> Results? {
        guard let dates = usualDates,
            let city = try await Showcase().destinations(locale: locale, limit: 1, in: scope).first
        else { return nil }
        return Results(
            visit: self, entry: SearchEntry(destination: city.code, dates: dates),
            request: try StayRequest(dates: dates, rooms: [Occupancy(adults: 2)]))
    }

    private func hotel(_ id: HotelID, in city: Destination, _ search: Results) async throws -> Answer {
        let found = try await parts.search.hotel(
            id, request: search.request, seller: seller, locale: locale, in: scope)
        return try HotelSight(
            visit: self, entry: search.entry,
            check: SearchCheck(search.entry, firstDay: earliestDay, needsDestination: false), found: found,
            request: search.request, city: city
        ).page()
    }

    /// The proof of a stay that is on sale, in the name of nobody.
    private func sampleConfirmation(_ stay: PricedStay, in city: Destination) throws -> Answer {
        let sight = StaySight(
            visit: self, stay: FrozenStay(stay), hotel: stay.hotel,
            roomNames: Dictionary(stay.rooms.map { ($0.roomType.id, $0.roomType.name) }) { first, _ in first },
            cityName: city.name)
        let page = ConfirmationPage(
            reference: Self.sampleReference,
            keepText: words("confirmation.keep", ["email": .text(Self.sampleAddress)]), stay: sight.summary,
            travellers: [words("preview.sample_traveller")],
            contact: [Fact(words("stay.email"), Self.sampleAddress)],
            paymentText: words("confirmation.pay_at_property", ["amount": .text(formats.money(stay.price.total))]),
            actions: [Link(words("confirmation.to_home"), paths.home)])
        return try self.page(
            .confirmation, page, PageSheet(words("confirmation.title"), here: "", isHidden: true))
    }

    /// No booking has it: a reference has eight signs, and no vowels.
    private static let sampleReference = "SAMPLE"
    /// Of a name that nobody can own (RFC 2606).
    private static let sampleAddress = "name@example.com"
}
