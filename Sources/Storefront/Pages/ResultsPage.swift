import Web

/// What there is for the question asked.
package struct ResultsPage: PageModel {
    /// The narrowing of a list: one form sent by GET, so that a result can be bookmarked.
    package struct Filters: PageModel {
        package let form: FormTarget
        package let stars: [Choice]
        package let priceMaximum: Field
        package let refundableOnly: Bool
        package let sorting: [Choice]
        /// What is set now, each a link that takes it away.
        package let applied: [Link]
        package let clearURL: String

        package init(
            form: FormTarget, stars: [Choice], priceMaximum: Field, refundableOnly: Bool, sorting: [Choice],
            applied: [Link], clearURL: String
        ) {
            self.form = form
            self.stars = stars
            self.priceMaximum = priceMaximum
            self.refundableOnly = refundableOnly
            self.sorting = sorting
            self.applied = applied
            self.clearURL = clearURL
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "form": form
            case "stars": stars
            case "price_maximum": priceMaximum
            case "refundable_only": refundableOnly
            case "sorting": sorting
            case "applied": applied
            case "has_applied": !applied.isEmpty
            case "clear_url": clearURL
            default: nil
            }
        }
    }

    package let heading: String
    /// The stay in words: `Fri 12 – Mon 15 December 2026 · 3 nights · 2 guests`.
    package let stay: String
    package let count: String
    package let search: SearchForm
    package let filters: Filters
    package let offers: [OfferCard]
    package let nextURL: String?
    package let firstURL: String?
    package let notices: [Notice]
    package let empty: EmptyState?

    package init(
        heading: String, stay: String, count: String, search: SearchForm, filters: Filters, offers: [OfferCard],
        nextURL: String? = nil, firstURL: String? = nil, notices: [Notice] = [], empty: EmptyState? = nil
    ) {
        self.heading = heading
        self.stay = stay
        self.count = count
        self.search = search
        self.filters = filters
        self.offers = offers
        self.nextURL = nextURL
        self.firstURL = firstURL
        self.notices = notices
        self.empty = empty
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "heading": heading
        case "stay": stay
        case "count": count
        case "search": search
        case "filters": filters
        case "offers": offers
        case "next_url": present(nextURL)
        case "first_url": present(firstURL)
        case "notices": notices
        case "empty": present(empty)
        default: nil
        }
    }
}
