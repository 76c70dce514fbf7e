package import Vocabulary

/// What a plan makes of the nightly rates that it follows: a rate without its nights.
package struct RateTerms: Hashable, Sendable {
    package let derivation: RoomRate.Derivation
    package let adultsIncluded: Int
    /// Minor units a night for each adult above `adultsIncluded`.
    package let extraAdultMinor: Int
    package let payable: Payable

    package init(derivation: RoomRate.Derivation, adultsIncluded: Int, extraAdultMinor: Int, payable: Payable) {
        self.derivation = derivation
        self.adultsIncluded = adultsIncluded
        self.extraAdultMinor = extraAdultMinor
        self.payable = payable
    }

    package func rate(
        _ currency: CurrencyCode, nightlyMinor: [Int], childBands: [RoomRate.ChildBand], markupBasisPoints: Int
    ) -> RoomRate {
        RoomRate(
            currency: currency, nightlyMinor: nightlyMinor, derivation: derivation, adultsIncluded: adultsIncluded,
            extraAdultMinor: extraAdultMinor, childBands: childBands, markupBasisPoints: markupBasisPoints,
            payable: payable)
    }

    /// Whether these terms on whatever nights come to no more than `other` on the same ones, for any guests, children's
    /// prices, markup and charges: each step from a nightly rate to a total only ever grows with what goes into it, and
    /// what is paid at another time is rounded in another way. It says so of fewer pairs than it is true of.
    package func areNeverDearer(than other: RateTerms) -> Bool {
        payable == other.payable && derivation.basisPoints <= other.derivation.basisPoints
            && derivation.minor <= other.derivation.minor && adultsIncluded >= other.adultsIncluded
            && extraAdultMinor <= other.extraAdultMinor
    }
}

extension [RateTerms] {
    /// Those among which the cheapest is, whoever comes and whenever: of terms that are alike, one.
    package var undominated: [RateTerms] {
        reduce(into: []) { kept, terms in
            guard !kept.contains(where: { $0.areNeverDearer(than: terms) }) else { return }
            kept.removeAll { terms.areNeverDearer(than: $0) }
            kept.append(terms)
        }
    }
}
