import Inventory
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// One search and its page.
struct Results {
    let visit: Visit
    let entry: SearchEntry
    let request: StayRequest

    var words: Translator { visit.words }

    var query: SearchQuery {
        SearchQuery(
            destination: entry.destination, request: request,
            stars: Set(entry.stars.compactMap { Int($0) }.filter((1...5).contains)), totalMinor: priceRange,
            refundableOnly: entry.isRefundableOnly, sort: SearchQuery.Sort(rawValue: entry.sort) ?? .recommended,
            cursor: SearchCursor(entry.cursor))
    }

    /// Typed in whole units of what the site charges in, with any script's digits and separators.
    private var priceRange: ClosedRange<Int>? {
        let digits = Digits.ascii(entry.priceMaximum).filter { $0.isASCII && $0.isNumber }
        guard digits.count <= 9, let amount = Int(digits), amount > 0 else { return nil }
        return 0...(amount * visit.profile.defaultCurrency.minorPerMajor)
    }

    func page(_ found: SearchPage) throws -> Answer {
        let base = visit.paths.hotels
        let place = found.destination.name
        let page = ResultsPage(
            heading: words("results.heading", ["place": .text(place)]), stay: stay,
            count: words("results.count", ["count": .number(found.matchCount)]), search: visit.searchForm(entry),
            filters: filters,
            offers: found.results.map { OfferCard($0, of: found.destination, self) },
            nextURL: found.next.map { SitePaths.with(base, entry.query + [("cursor", $0.description)]) },
            firstURL: entry.cursor.isEmpty ? nil : SitePaths.with(base, entry.query),
            notices: [visit.frame.currencyNotice].compactMap(\.self), empty: found.results.isEmpty ? nothing : nil)
        return try visit.page(.results, page, sheet(words("results.title", ["place": .text(place)])))
    }

    /// The place was not found; the form keeps it, and says so beside it.
    func unknownPlace() throws -> Answer {
        let place = entry.destination
        let page = ResultsPage(
            heading: words("results.heading", ["place": .text(place)]), stay: stay,
            count: words("results.count", ["count": .number(0)]),
            search: visit.searchForm(entry, unknownPlace: true), filters: filters, offers: [],
            empty: EmptyState(
                title: words("results.unknown_place_title", ["place": .text(place)]),
                text: words("results.unknown_place_text"),
                actions: [Link(words("results.other_place"), visit.paths.home)]))
        return try visit.page(.results, page, sheet(words("results.title", ["place": .text(place)])))
    }

    private var stay: String { "\(words.stay(request.dates)) · \(words.people(request.rooms))" }

    private func sheet(_ title: String) -> PageSheet {
        PageSheet(title, here: SitePaths.with("/hotels", entry.query), isHidden: true)
    }

    private var nothing: EmptyState {
        let place = Link(words("results.other_place"), visit.paths.home)
        if entry.isFiltered {
            return EmptyState(
                title: words("results.empty_filtered_title"), text: words("results.empty_filtered_text"),
                actions: [Link(words("results.clear"), SitePaths.with(visit.paths.hotels, entry.placeQuery)), place])
        }
        return EmptyState(
            title: words("results.empty_title"), text: words("results.empty_text"),
            actions: [
                Link(words("results.other_dates"), SitePaths.with(visit.paths.hotels, entry.aWeekLater.query)), place,
            ])
    }
}

extension SearchEntry {
    var aWeekLater: SearchEntry {
        with { copy in
            copy.dates = dates.flatMap {
                try? StayDates(checkIn: $0.checkIn.adding(days: 7), checkOut: $0.checkOut.adding(days: 7))
            }
        }
    }
}
