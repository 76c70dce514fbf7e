/// What a search asks for, checked.
package struct SearchQuery: Hashable, Sendable {
    package static let limitDefault = 20
    package static let limitMax = 100

    package enum Sort: String, Hashable, Sendable, CaseIterable {
        case recommended
        case price
        case stars
        case rating
    }

    /// A metropolitan code of IATA, or a name in any language of the site, whole or its beginning.
    package let destination: String
    package let request: StayRequest
    /// Empty for all.
    package let stars: Set<Int>
    /// Minor units of the whole stay's total.
    package let totalMinor: ClosedRange<Int>?
    package let refundableOnly: Bool
    package let sort: Sort
    package let cursor: SearchCursor?
    package let limit: Int

    package init(
        destination: String, request: StayRequest, stars: Set<Int> = [], totalMinor: ClosedRange<Int>? = nil,
        refundableOnly: Bool = false, sort: Sort = .recommended, cursor: SearchCursor? = nil,
        limit: Int = Self.limitDefault
    ) {
        self.destination = destination
        self.request = request
        self.stars = stars
        self.totalMinor = totalMinor
        self.refundableOnly = refundableOnly
        self.sort = sort
        self.cursor = cursor
        self.limit = min(max(1, limit), Self.limitMax)
    }
}
