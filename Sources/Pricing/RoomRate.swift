package import Vocabulary

/// What one room of a rate plan costs on each night of a stay, for whom.
package struct RoomRate: Hashable, Sendable {
    /// What a child pays a night. A child older than every band is charged as an adult.
    package struct ChildBand: Hashable, Sendable {
        package let ages: ClosedRange<Int>
        package let nightlyMinor: Int

        package init(ages: ClosedRange<Int>, nightlyMinor: Int) {
            self.ages = ages
            self.nightlyMinor = nightlyMinor
        }
    }

    /// How a plan's price follows from the nightly rates of the plan that it derives from.
    package struct Derivation: Hashable, Sendable {
        /// Hundredths of a percent of the nightly rate, added.
        package let basisPoints: Int
        /// Minor units a night, added after that.
        package let minor: Int

        package init(basisPoints: Int, minor: Int) {
            self.basisPoints = basisPoints
            self.minor = minor
        }

        package static let none = Derivation(basisPoints: 0, minor: 0)
    }

    package let currency: CurrencyCode
    /// Minor units a night, for `adultsIncluded` adults, before derivation and markup; one entry for
    /// each night.
    package let nightlyMinor: [Int]
    package let derivation: Derivation
    package let adultsIncluded: Int
    /// Minor units a night for each adult above `adultsIncluded`.
    package let extraAdultMinor: Int
    package let childBands: [ChildBand]
    /// The seller's addition to every amount above, in hundredths of a percent.
    package let markupBasisPoints: Int
    /// When the room price is paid.
    package let payable: Payable
    /// What a property asks for is not rounded for cards: only what a traveller pays is.
    var roundsForCards = true

    package init(
        currency: CurrencyCode, nightlyMinor: [Int], derivation: Derivation = .none, adultsIncluded: Int,
        extraAdultMinor: Int,
        childBands: [ChildBand], markupBasisPoints: Int, payable: Payable
    ) {
        self.currency = currency
        self.nightlyMinor = nightlyMinor
        self.derivation = derivation
        self.adultsIncluded = adultsIncluded
        self.extraAdultMinor = extraAdultMinor
        self.childBands = childBands
        self.markupBasisPoints = markupBasisPoints
        self.payable = payable
    }

    /// The price of each night for these guests with markup; each step rounds half a minor unit away
    /// from zero, what is paid by card to what cards can be charged, and a derivation never makes a night cheaper than nothing.
    func nightly(for occupancy: Occupancy) -> [Money] {
        steps(for: occupancy).map { Money(minor: $0.amountMinor, currency) }
    }

    /// The same with how it comes about.
    func steps(for occupancy: Occupancy) -> [NightSteps] {
        let supplement = supplementMinor(for: occupancy)
        return nightlyMinor.map { minor in
            let rate = Money(minor: minor, currency)
            let derived = rate.share(basisPoints: derivation.basisPoints).minor + derivation.minor
            let step = max(-minor, derived)
            let net = Money(minor: minor + step + supplement, currency)
            let amount = rounded(net + net.share(basisPoints: markupBasisPoints))
            return NightSteps(
                rateMinor: minor, derivedMinor: step, supplementMinor: supplement,
                markupMinor: amount.minor - net.minor)
        }
    }

    /// What is paid by card has to be an amount that cards are charged with; what that adds or takes is the seller's.
    private func rounded(_ amount: Money) -> Money {
        payable == .now && roundsForCards ? amount.rounded(toMinor: currency.cardStepMinor) : amount
    }

    private func supplementMinor(for occupancy: Occupancy) -> Int {
        var adults = occupancy.adults
        var minor = 0
        for age in occupancy.childAges {
            if let band = childBands.first(where: { $0.ages.contains(age) }) {
                minor += band.nightlyMinor
            } else {
                adults += 1
            }
        }
        return minor + max(0, adults - adultsIncluded) * extraAdultMinor
    }
}

/// When an amount is to be paid.
package enum Payable: String, Hashable, Sendable, CaseIterable {
    case now
    case atProperty = "at_property"
}
