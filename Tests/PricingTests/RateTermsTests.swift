import Pricing
import Testing
import Vocabulary

@Suite("Terms on the same nights")
struct RateTermsTests {
    private func terms(using random: inout SeededGenerator) -> RateTerms {
        RateTerms(
            derivation: .init(
                basisPoints: [-2000, -500, 0, 700].randomElement(using: &random) ?? 0,
                minor: [-300, 0, 0, 1_200].randomElement(using: &random) ?? 0),
            adultsIncluded: Int.random(in: 1...3, using: &random),
            extraAdultMinor: [0, 999, 2_500].randomElement(using: &random) ?? 0,
            payable: Bool.random(using: &random) ? .now : .atProperty)
    }

    private func charges(using random: inout SeededGenerator) -> [StayCharge] {
        StayCharge.Basis.allCases.filter { _ in Bool.random(using: &random) }.map { basis in
            StayCharge(
                code: basis.rawValue, kind: Bool.random(using: &random) ? .tax : .fee, basis: basis,
                value: Int.random(in: 1...1_900, using: &random),
                nightsMax: Bool.random(using: &random) ? 2 : nil, fromAge: 12, isIncluded: Bool.random(using: &random),
                payable: Bool.random(using: &random) ? .now : .atProperty)
        }
    }

    @Test(
        "those left after the dominated are gone hold the cheapest, for whatever guests, charges, markup and currency")
    func cheapestStays() throws {
        var random = SeededGenerator(seed: 27)
        let guests = try ["1", "2", "3", "4", "2,5", "2,9,14", "1,17"].map { try #require(Occupancy($0)) }
        let checkIn = try #require(CalendarDate("2028-02-27"))
        var dropped = 0
        for _ in 0..<3_000 {
            let all = (0..<Int.random(in: 1...6, using: &random)).map { _ in terms(using: &random) }
            let kept = all.undominated
            dropped += all.count - kept.count
            let nights = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                [0, 1, 9_999, 10_005, 123_457].randomElement(using: &random) ?? 0
            }
            let stay = try StayDates(checkIn: checkIn, checkOut: checkIn.adding(days: nights.count))
            let currency =
                [CurrencyCode.eur, .jpy, .kwd, CurrencyCode("ISK"), CurrencyCode("HUF")].compactMap(\.self)
                .randomElement(using: &random) ?? .eur
            let charges = charges(using: &random)
            let markup = [0, 333, 1_500].randomElement(using: &random) ?? 0
            let occupancy = try #require(guests.randomElement(using: &random))
            func cheapest(_ terms: [RateTerms], _ isCounted: (RoomQuote) -> Bool) -> Int? {
                terms.map { terms in
                    RoomQuote(
                        stay: stay, occupancy: occupancy,
                        rate: terms.rate(
                            currency, nightlyMinor: nights, childBands: [.init(ages: 0...12, nightlyMinor: 1_501)],
                            markupBasisPoints: markup), charges: charges)
                }.filter(isCounted).map(\.price.total.minor).min()
            }
            #expect(cheapest(all) { _ in true } == cheapest(kept) { _ in true })
            // And where nothing may be paid in advance.
            #expect(cheapest(all) { $0.price.dueNow.minor == 0 } == cheapest(kept) { $0.price.dueNow.minor == 0 })
        }
        #expect(dropped > 1_000)
    }
}
