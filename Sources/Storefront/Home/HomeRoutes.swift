import HTTPTypes
import Inventory
import Localization
import Tenancy
import Vocabulary
import Web

/// The front page: a search, and cities to begin with.
struct HomeRoutes: Sendable {
    static let destinationsMax = 8

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(.get, "/{locale}", .anyone, "The front page", gives: [.html()], options: .page) {
                (_: NoInput, context: VisitorContext) in
                let visit = Visit(context, parts)
                let entry = SearchEntry(TypedFields([]))
                return try await visit.home(entry)
            }
        ]
    }
}

extension Visit {
    /// The front page with its form as typed; hidden from search engines once something was.
    func home(_ entry: SearchEntry, faults: SearchCheck? = nil, isAnswer: Bool = false) async throws -> Answer {
        let destinations = try await Showcase().destinations(
            locale: locale, limit: HomeRoutes.destinationsMax, in: scope)
        let page = HomePage(
            heading: words("home.heading"), lead: words("home.lead"),
            search: searchForm(entry, faults: faults, suggestions: destinations),
            destinations: destinations.map(card))
        return try self.page(
            .home, page,
            PageSheet(
                words("home.title"), description: words("home.description", ["brand": .text(profile.name(in: locale))]),
                here: "", isHidden: isAnswer),
            status: faults == nil ? .ok : .unprocessableContent)
    }

    private func card(_ destination: Destination) -> HomePage.Destination {
        let query = usualDates.map { SearchEntry(destination: destination.code, dates: $0).placeQuery }
        return HomePage.Destination(
            name: destination.name, country: words.country(destination.countryCode),
            url: SitePaths.with(paths.hotels, query ?? [("destination", destination.code)]),
            plate: Plate(for: destination.code))
    }
}
