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

    package let currency: CurrencyCode
    /// Minor units a night, for `adultsIncluded` adults, before markup; one entry for each night.
    package let nightlyMinor: [Int]
    package let adultsIncluded: Int
    /// Minor units a night for each adult above `adultsIncluded`.
    package let extraAdultMinor: Int
    package let childBands: [ChildBand]
    /// The seller's addition to every amount above, in hundredths of a percent.
    package let markupBasisPoints: Int
    /// When the room price is paid.
    package let payable: Payable

    package init(
        currency: CurrencyCode, nightlyMinor: [Int], adultsIncluded: Int, extraAdultMinor: Int,
        childBands: [ChildBand], markupBasisPoints: Int, payable: Payable
    ) {
        self.currency = currency
        self.nightlyMinor = nightlyMinor
        self.adultsIncluded = adultsIncluded
        self.extraAdultMinor = extraAdultMinor
        self.childBands = childBands
        self.markupBasisPoints = markupBasisPoints
        self.payable = payable
    }

    /// The price of each night for these guests with markup, half a minor unit rounded away from zero.
    func nightly(for occupancy: Occupancy) -> [Money] {
        let supplement = supplementMinor(for: occupancy)
        return nightlyMinor.map { minor in
            let net = Money(minor: minor + supplement, currency)
            return net + net.share(basisPoints: markupBasisPoints)
        }
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
