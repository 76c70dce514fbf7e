import Foundation
import Pricing
import Vocabulary

/// Composes a tenant's hotels from the seed's words. Pure: the same name, currency and size always
/// give the same hotels, and a larger size gives more without changing the others.
struct SeedComposer {
    let data: SeedData
    /// Names the tenant, so that each has hotels and prices of its own.
    let name: String
    let currency: CurrencyCode
    let size: SeedSize

    func hotels() throws(SeedFault) -> [SeedHotel] {
        let money = try money()
        return data.cities.flatMap { city in
            let names = hotelNames(in: city, count: size.hotels(in: city))
            return names.enumerated().map { index, words in
                hotel(words, in: city, index: index, money: money)
            }
        }
    }

    /// How amounts in euros become amounts of the tenant's currency.
    func money() throws(SeedFault) -> SeedMoney {
        guard let euro = data.rates.convert(Money(minor: 100, .eur), to: currency)?.minor, euro > 0 else {
            throw SeedFault(file: "exchange-rates.csv", line: 1, reason: "no rate for \(currency)")
        }
        return SeedMoney(euroMinor: euro)
    }

    /// Pairs of kind and noun; within a city a noun comes again only when all have been used.
    private func hotelNames(in city: SeedData.City, count: Int) -> [(kind: String, noun: String)] {
        var random = SeedRandom("\(name)/\(city.code)/names")
        let kinds = data.words.keys("kind").shuffled(using: &random)
        let nouns = data.words.keys("noun").shuffled(using: &random)
        return (0..<min(count, kinds.count * nouns.count)).map { index in
            let round = index / nouns.count
            return (kinds[(index + round) % kinds.count], nouns[index % nouns.count])
        }
    }

    private func hotel(
        _ words: (kind: String, noun: String), in city: SeedData.City, index: Int, money: SeedMoney
    ) -> SeedHotel {
        var random = SeedRandom("\(name)/\(city.code)/\(index)")
        let id = random.identifier()
        let stars = Self.stars(words.kind, &random)
        let rating = random.number(70...88) + stars
        let base = Self.euros(stars: stars) * city.pricePercent * random.number(85...125)
        let double = money.rounded(euroCents: base / 100)
        return SeedHotel(
            id: id, city: city, stars: stars, ratingTenths: min(rating, 97), reviewCount: random.number(24...2400),
            recommendedScore: rating * 10 + stars * 20 + random.number(0...60),
            latitude: city.latitude + Double(random.number(-280...280)) / 10_000,
            longitude: city.longitude + Double(random.number(-280...280)) / 10_000,
            checkInHour: random.number(14...16), checkOutHour: random.number(10...12),
            amenityCodes: amenities(stars: stars, &random), texts: texts(words, city, &random),
            rooms: rooms(stars: stars, doubleMinor: double, money: money, &random),
            childMinor: money.rounded(minor: double * 18 / 100),
            resortFeeMinor: stars == 5 ? money.rounded(euroCents: city.country.resortFeeEuros * 100) : 0,
            // Summer is half a year later in the south.
            peakDay: (city.latitude < 0 ? 15 : 197) + random.number(-25...25),
            weekendPercent: random.one(of: [90, 96, 108, 115, 120]))
    }

    private static func stars(_ kind: String, _ random: inout SeedRandom) -> Int {
        switch kind {
        case "kind.palace": 5
        case "kind.house": random.number(2...3)
        case "kind.boutique", "kind.suites": random.number(4...5)
        default: random.number(3...4)
        }
    }

    private static func euros(stars: Int) -> Int {
        switch stars {
        case 5: 255
        case 4: 138
        case 3: 92
        default: 64
        }
    }

    private func amenities(stars: Int, _ random: inout SeedRandom) -> [String] {
        let always = ["wifi", "breakfast_room"] + (stars >= 4 ? ["all_day_reception", "restaurant"] : [])
        let sometimes = ["parking", "pool", "sauna", "fitness", "family_friendly", "step_free"]
        return always + sometimes.filter { _ in random.chance(percent: 15 + stars * 10) }
    }

    private func texts(
        _ words: (kind: String, noun: String), _ city: SeedData.City, _ random: inout SeedRandom
    ) -> [ContentLocale: SeedHotel.Texts] {
        let sentences = ["place", "character", "comfort"].map { random.one(of: data.words.keys($0)) }
        let street = random.one(of: data.words.keys("street"))
        let number = String(random.number(1...98))
        var texts: [ContentLocale: SeedHotel.Texts] = [:]
        for locale in ContentLocale.allCases {
            let noun = data.words.text(words.noun, locale)
            texts[locale] = SeedHotel.Texts(
                name: data.words.text(words.kind, locale, ["noun": noun]),
                description: sentences.map { data.words.text($0, locale) }.joined(separator: locale == .ja ? "" : " "),
                address: data.words.text(
                    "address", locale,
                    [
                        "street": data.words.text(street, locale, ["n": number]),
                        "city": city.names[locale] ?? city.code,
                    ]))
        }
        return texts
    }

    private func rooms(
        stars: Int, doubleMinor: Int, money: SeedMoney, _ random: inout SeedRandom
    ) -> [SeedHotel.Room] {
        let second: RoomKind = random.one(of: stars <= 3 ? [.single, .twin, .family] : [.twin, .family])
        let kinds: [RoomKind] =
            [.double, second] + (stars >= 5 || (stars == 4 && random.chance(percent: 35)) ? [.suite] : [])
        let refundable = random.one(of: [SeedPolicy.flexible, .flexible, .week, .day])
        return kinds.map { kind in
            let base = money.rounded(minor: doubleMinor * kind.pricePercent / 100)
            return SeedHotel.Room(
                id: random.identifier(), kind: kind,
                plans: plans(kind, refundable: refundable, stars: stars, money: money, &random), baseMinor: base,
                extraAdultMinor: money.rounded(minor: base * 32 / 100),
                capacity: kind == .suite ? random.number(1...3) : random.number(3...12), salt: random.number(0...40))
        }
    }

    /// The first is the one that the others follow. The one with breakfast is paid when it is booked.
    private func plans(
        _ kind: RoomKind, refundable: SeedPolicy, stars: Int, money: SeedMoney, _ random: inout SeedRandom
    ) -> [SeedHotel.Plan] {
        let breakfast = money.rounded(euroCents: (8 + stars * 3) * 100) * (kind == .single ? 1 : 2)
        let flexible = SeedHotel.Plan(
            id: random.identifier(), policy: refundable, board: .roomOnly, deriveBasisPoints: 0, deriveMinor: 0,
            payable: .atProperty)
        let morning = SeedHotel.Plan(
            id: random.identifier(), policy: refundable, board: .breakfast, deriveBasisPoints: 0,
            deriveMinor: breakfast,
            payable: .now)
        let saver = SeedHotel.Plan(
            id: random.identifier(), policy: .strict, board: .roomOnly,
            deriveBasisPoints: -100 * random.number(8...15), deriveMinor: 0, payable: .atProperty)
        return [flexible, morning, saver]
    }
}

/// Amounts as hotels write them: whole steps of about a euro in the tenant's own currency.
struct SeedMoney {
    let euroMinor: Int

    /// The largest of 1, 5, 10, 50, 100, … minor units that is not more than a euro.
    var step: Int {
        var step = 1
        while step * 10 <= euroMinor { step *= 10 }
        return step * 5 <= euroMinor ? step * 5 : step
    }

    func rounded(minor: Int) -> Int { (minor + step / 2) / step * step }

    func rounded(euroCents: Int) -> Int { rounded(minor: euroCents * euroMinor / 100) }
}
