import Pricing
import Testing
import Vocabulary

@Suite("The price of a room")
struct RoomQuoteTests {
    private func stay(_ checkIn: String, _ checkOut: String) throws -> StayDates {
        try StayDates(
            checkIn: #require(CalendarDate(checkIn)), checkOut: #require(CalendarDate(checkOut)))
    }

    private func rate(
        _ nightly: [Int], _ currency: CurrencyCode = .eur, markup: Int = 0, payable: Payable = .atProperty
    ) -> RoomRate {
        RoomRate(
            currency: currency, nightlyMinor: nightly, adultsIncluded: 2, extraAdultMinor: 3000,
            childBands: [.init(ages: 0...5, nightlyMinor: 0), .init(ages: 6...12, nightlyMinor: 1500)],
            markupBasisPoints: markup, payable: payable)
    }

    private func charge(
        _ basis: StayCharge.Basis, _ value: Int, kind: StayCharge.Kind = .tax, nightsMax: Int? = nil,
        fromAge: Int = 0, included: Bool = false, payable: Payable = .atProperty
    ) -> StayCharge {
        StayCharge(
            code: "\(basis.rawValue)_\(value)", kind: kind, basis: basis, value: value, nightsMax: nightsMax,
            fromAge: fromAge, isIncluded: included, payable: payable)
    }

    @Test("guests beyond those included pay by their age, and an older child pays as an adult")
    func guests() throws {
        let nights = try stay("2028-02-28", "2028-03-01")
        let cases: [(String, Int)] = [
            ("1", 20_000), ("2", 20_000), ("3", 26_000), ("2,5", 20_000), ("2,6", 23_000), ("2,12", 23_000),
            ("2,13", 26_000), ("1,13", 20_000), ("2,5,6,13", 29_000),
        ]
        for (text, expected) in cases {
            let occupancy = try #require(Occupancy(text))
            let quote = RoomQuote(stay: nights, occupancy: occupancy, rate: rate([10_000, 10_000]), charges: [])
            #expect(quote.price.total == Money(minor: expected, .eur), "\(text)")
        }
    }

    @Test("a derived plan follows the rates of another, then the markup is added")
    func derivation() throws {
        let rate = RoomRate(
            currency: .eur, nightlyMinor: [10_005, 9000], derivation: .init(basisPoints: -1000, minor: 1800),
            adultsIncluded: 2, extraAdultMinor: 0, childBands: [], markupBasisPoints: 500, payable: .now)
        let quote = RoomQuote(
            stay: try stay("2027-05-01", "2027-05-03"), occupancy: try Occupancy(adults: 2), rate: rate, charges: [])
        // 100.05 less 10.01 (10.005 rounded away from zero) is 90.04, with 18.00 is 108.04, with 5 % is 113.44.
        #expect(quote.nightly.map(\.amount.minor) == [11_344, 10_395])
    }

    @Test("the night of 29 February is one of the nights")
    func leapDay() throws {
        let quote = RoomQuote(
            stay: try stay("2028-02-28", "2028-03-01"), occupancy: try Occupancy(adults: 2),
            rate: rate([9000, 11_000]),
            charges: [])
        #expect(quote.nightly.map(\.date.description) == ["2028-02-28", "2028-02-29"])
        #expect(quote.price.total.minor == 20_000)
    }

    @Test("a charge on top counts the nights, persons and ages that it says")
    func chargesOnTop() throws {
        let nights = try stay("2027-05-01", "2027-05-04")
        let family = try Occupancy(adults: 2, childAges: [4, 15])
        let room = rate([10_000, 10_000, 10_000])
        let roomPrice = 39_000
        let cases: [(StayCharge, Int)] = [
            (charge(.percent, 500), 1950),
            (charge(.percent, 500, nightsMax: 1), 650),
            (charge(.perStay, 2500), 2500),
            (charge(.perRoomNight, 300), 900),
            (charge(.perRoomNight, 300, nightsMax: 2), 600),
            (charge(.perPersonNight, 288), 3456),
            (charge(.perPersonNight, 288, fromAge: 12), 2592),
            (charge(.perPersonNight, 288, fromAge: 18), 1728),
            (charge(.perPersonNight, 288, nightsMax: 7, fromAge: 18), 1728),
        ]
        for (tax, expected) in cases {
            let price = RoomQuote(stay: nights, occupancy: family, rate: room, charges: [tax]).price
            #expect(price.base.minor == roomPrice)
            #expect(price.taxes.minor == expected, "\(tax)")
            #expect(price.total.minor == roomPrice + expected)
        }
    }

    @Test("a tax that the price includes changes its parts and not its sum")
    func includedTax() throws {
        let nights = try stay("2027-05-01", "2027-05-02")
        let couple = try Occupancy(adults: 2)
        let vat = charge(.percent, 700, included: true)
        let fee = charge(.perStay, 500, kind: .fee, included: true)
        let price = RoomQuote(stay: nights, occupancy: couple, rate: rate([10_700]), charges: [vat]).price
        #expect([price.base.minor, price.taxes.minor, price.total.minor] == [10_000, 700, 10_700])
        let both = RoomQuote(stay: nights, occupancy: couple, rate: rate([11_200]), charges: [vat, fee]).price
        #expect([both.base.minor, both.taxes.minor, both.fees.minor, both.total.minor] == [10_000, 700, 500, 11_200])
    }

    @Test("what is due now and what at the property follow rate and charge")
    func dueTimes() throws {
        let nights = try stay("2027-05-01", "2027-05-02")
        let couple = try Occupancy(adults: 2)
        let charges = [
            charge(.perPersonNight, 200, payable: .atProperty), charge(.perStay, 900, kind: .fee, payable: .now),
        ]
        let later = RoomQuote(stay: nights, occupancy: couple, rate: rate([10_000]), charges: charges).price
        #expect([later.dueNow.minor, later.dueAtProperty.minor] == [900, 10_400])
        let now = RoomQuote(
            stay: nights, occupancy: couple, rate: rate([10_000], payable: .now), charges: charges
        ).price
        #expect([now.dueNow.minor, now.dueAtProperty.minor] == [10_900, 400])
    }

    @Test(
        "percentages are rounded in the currency's own minor unit",
        arguments: [(CurrencyCode.jpy, 12_345, 1235), (.eur, 12_345, 1235), (.kwd, 12_344, 1234), (.rub, 5, 1)])
    func rounding(currency: CurrencyCode, room: Int, tax: Int) throws {
        let quote = RoomQuote(
            stay: try stay("2027-05-01", "2027-05-02"), occupancy: try Occupancy(adults: 1),
            rate: rate([room], currency), charges: [charge(.percent, 1000)])
        #expect(quote.price.taxes == Money(minor: tax, currency))
    }

    @Test("for any rate and charges the parts sum to the total, and no part is negative")
    func sums() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<3000 {
            let first = CalendarDate(daysSinceEpoch: Int.random(in: 20_000...25_000, using: &random))
            let count = Int.random(in: 1...14, using: &random)
            let nights = try StayDates(checkIn: first, checkOut: first.adding(days: count))
            let currency: CurrencyCode = [.eur, .jpy, .kwd, .rub].randomElement(using: &random) ?? .gbp
            let occupancy = try Occupancy(
                adults: Int.random(in: 1...5, using: &random),
                childAges: (0..<Int.random(in: 0...4, using: &random)).map { _ in Int.random(in: 0...17, using: &random)
                })
            let charges = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                charge(
                    StayCharge.Basis.allCases.randomElement(using: &random) ?? .percent,
                    Int.random(in: 1...2500, using: &random), kind: Bool.random(using: &random) ? .tax : .fee,
                    nightsMax: Bool.random(using: &random) ? Int.random(in: 1...9, using: &random) : nil,
                    fromAge: Int.random(in: 0...18, using: &random), included: Bool.random(using: &random),
                    payable: Bool.random(using: &random) ? .now : .atProperty)
            }
            let room = rate(
                (0..<count).map { _ in Int.random(in: 1...200_000, using: &random) }, currency,
                markup: Int.random(in: 0...3000, using: &random),
                payable: Bool.random(using: &random) ? .now : .atProperty)
            let quote = RoomQuote(stay: nights, occupancy: occupancy, rate: room, charges: charges)
            let price = quote.price
            #expect(price.total == price.dueNow + price.dueAtProperty)
            let onTop: Money = quote.charges.filter { !$0.isIncluded }.map(\.amount).reduce(.zero(currency), +)
            #expect(price.total == quote.roomAmount + onTop)
            let parts: [Money] = [price.base, price.taxes, price.fees, price.dueNow, price.dueAtProperty]
            #expect(parts.allSatisfy { $0.minor >= 0 })
            let basket = StayQuote(stay: nights, rooms: [quote, quote])
            #expect(basket.price.total == price.total * 2)
            let nightly: Money = basket.nightly.map(\.amount).reduce(.zero(currency), +)
            #expect(nightly == quote.roomAmount * 2)
            let charged: Money = quote.charges.map(\.amount).reduce(.zero(currency), +)
            let chargedTwice: Money = basket.charges.map(\.amount).reduce(.zero(currency), +)
            #expect(chargedTwice == charged * 2)
        }
    }
}

@Suite("What cards can be charged")
struct CardStepTests {
    /// docs.stripe.com/currencies: three-decimal currencies in steps of ten.
    @Test(
        "What is paid now comes to whole steps, night by night and charge by charge; what is paid at the property does not",
        arguments: [CurrencyCode.kwd, .eur, .jpy])
    func steps(currency: CurrencyCode) throws {
        let day = try #require(CalendarDate("2027-03-01"))
        let stay = try StayDates(checkIn: day, checkOut: day.adding(days: 3))
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            for payable in [Payable.now, .atProperty] {
                let rate = RoomRate(
                    currency: currency, nightlyMinor: (0..<3).map { _ in Int.random(in: 1...99_999, using: &random) },
                    derivation: .init(basisPoints: -1_234, minor: 7), adultsIncluded: 2, extraAdultMinor: 333,
                    childBands: [], markupBasisPoints: 777, payable: payable)
                let tax = StayCharge(
                    code: "tax", kind: .tax, basis: .percent, value: 777, nightsMax: nil, fromAge: 0,
                    isIncluded: false, payable: .now)
                let quote = RoomQuote(
                    stay: stay, occupancy: try Occupancy(adults: 2), rate: rate, charges: [tax])
                #expect(quote.price.dueNow.minor % currency.cardStepMinor == 0)
                #expect(quote.price.dueNow + quote.price.dueAtProperty == quote.price.total)
                let basis = RoomBasis(rate: rate, charges: [tax])
                let explained = basis.explanation(stay, try Occupancy(adults: 2))
                #expect(explained.quote == quote)
                #expect(explained.nights.map(\.steps.amountMinor) == quote.nightly.map(\.amount.minor))
            }
        }
    }
}
