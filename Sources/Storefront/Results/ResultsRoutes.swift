import Bookings
import HTTPTypes
import Inventory
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// What there is for a search, or the form again with all that is wrong with it.
struct ResultsRoutes: Sendable {
    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(.get, "/{locale}/hotels", .anyone, "Search hotels", gives: [.html()], options: .page) {
                (entry: SearchEntry, context: VisitorContext) in
                try await answer(entry, Visit(context, parts))
            }
        ]
    }

    private func answer(_ entry: SearchEntry, _ visit: Visit) async throws -> Answer {
        if entry.edit != nil { return try await visit.home(entry.edited, isAnswer: true) }
        guard entry.isSent || entry.hasDates else { return try await visit.home(entry, isAnswer: true) }
        let check = SearchCheck(entry, firstDay: visit.earliestDay, needsDestination: true)
        guard check.isFine, let request = check.request else {
            return try await visit.home(entry, faults: check, isAnswer: true)
        }
        let results = Results(visit: visit, entry: entry, request: request)
        do {
            let found = try await parts.search.run(
                results.query, seller: visit.seller, locale: visit.locale, in: visit.scope)
            parts.funnel.note(
                FunnelEvent(.search, visit.locale, visit.profile.defaultCurrency), visit.context.entry)
            return try results.page(found)
        } catch SearchError.unknownDestination {
            return try results.unknownPlace()
        } catch SearchError.badCursor {
            return .redirect(to: SitePaths.with(visit.paths.hotels, entry.query))
        }
    }
}
