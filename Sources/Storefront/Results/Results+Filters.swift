import Inventory
import Localization
import Tenancy
import Vocabulary

extension Results {
    /// The narrowing as it is set, each part with the link that takes it away.
    var filters: ResultsPage.Filters {
        ResultsPage.Filters(
            form: FormTarget(visit.paths.hotels, hidden: entry.placeQuery),
            stars: (1...5).reversed().map {
                Choice(String($0), words.stars($0), selected: entry.stars.contains(String($0)))
            },
            priceMaximum: Field(
                id: "price-max", name: "price_max",
                label: words("results.price_maximum", ["currency": .text(visit.profile.defaultCurrency.code)]),
                value: entry.priceMaximum, inputMode: "numeric", required: false,
                maxLength: SearchEntry.priceField.lengthMax),
            refundableOnly: entry.isRefundableOnly,
            sorting: SearchQuery.Sort.allCases.map { sort in
                Choice(sort.rawValue, words("results.sort_\(sort.rawValue)"), selected: sort == query.sort)
            },
            applied: applied, clearURL: SitePaths.with(visit.paths.hotels, entry.placeQuery))
    }

    private var applied: [Link] {
        var links = entry.stars.compactMap { star in
            Int(star).map { link(words.stars($0)) { $0.stars.removeAll { $0 == star } } }
        }
        if let most = query.totalMinor?.upperBound {
            let price = visit.formats.money(Money(minor: most, visit.profile.defaultCurrency))
            links.append(link(words("results.applied_price", ["price": .text(price)])) { $0.priceMaximum = "" })
        }
        if entry.isRefundableOnly { links.append(link(words("results.refundable")) { $0.isRefundableOnly = false }) }
        return links
    }

    private func link(_ label: String, _ change: (inout SearchEntry) -> Void) -> Link {
        Link(label, SitePaths.with(visit.paths.hotels, entry.with(change).query))
    }
}
