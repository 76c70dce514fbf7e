import Bookings
import Foundation
import HTTPTypes
import Inventory
import Pricing
import Tenancy
import Vocabulary
import Web

/// One hotel, with its rooms once the days are known.
struct HotelRoutes: Sendable {
    struct Entry: TypedInput {
        let hotel: String
        let search: SearchEntry

        static let typed: [TypedField] = [.carried("hotel", .text(max: 36))] + SearchEntry.typed

        init(_ typed: TypedFields) {
            hotel = typed["hotel"]
            search = SearchEntry(typed)
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/hotels/{hotel}", .anyone, "A hotel with its rooms and prices",
                gives: [.html(), .redirect()],
                refuses: [.init(404, "route.unknown")], options: .page
            ) { (entry: Entry, context: VisitorContext) in
                try await answer(entry, Visit(context, parts))
            }
        ]
    }

    private func answer(_ entry: Entry, _ visit: Visit) async throws -> Answer {
        guard let uuid = UUID(uuidString: entry.hotel), uuid.text == entry.hotel, let usual = visit.usualDates else {
            throw Problem.routeUnknown
        }
        let search = entry.search.edited
        let isAsked = entry.search.edit == nil && entry.search.hasDates
        let check = isAsked ? SearchCheck(search, firstDay: visit.earliestDay, needsDestination: false) : nil
        let request = try check?.request ?? StayRequest(dates: usual, rooms: [Occupancy(adults: 2)])
        let found: Inventory.HotelPage
        do {
            found = try await parts.search.hotel(
                HotelID(uuid), request: request, seller: visit.seller, locale: visit.locale, in: visit.scope)
        } catch SearchError.unknownHotel {
            throw Problem.routeUnknown
        }
        let city = try await DestinationFinder().suggestions(
            for: found.hotel.cityCode, locale: visit.locale, limit: 1, in: visit.scope
        ).first
        if let city, search.leads(away: city) {
            return .redirect(to: SitePaths.with(visit.paths.hotels, search.query))
        }
        parts.funnel.note(FunnelEvent(.view, visit.locale, visit.profile.defaultCurrency), visit.context.entry)
        return try HotelSight(
            visit: visit, entry: search, check: check, found: found, request: request, city: city
        ).page()
    }
}

extension SearchEntry {
    /// The form on a hotel's page names its city; another place typed there is another search.
    fileprivate func leads(away city: Destination) -> Bool {
        !destination.isEmpty && destination != city.name && destination != city.code
    }
}
