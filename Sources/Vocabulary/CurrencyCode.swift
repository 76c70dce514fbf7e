/// An active currency of ISO 4217 with the number of decimals the standard gives it.
///
/// The table is ours because ICU's differs (IQD, LBP and others are 0 there).
package struct CurrencyCode: Hashable, Comparable, Sendable, Codable, CustomStringConvertible, LosslessStringConvertible
{
    package let code: String
    /// Decimals of the minor unit: 0 (JPY), 2 (EUR), 3 (KWD) or 4 (CLF).
    package let exponent: Int

    /// Nil unless `text` is an active ISO 4217 code in capitals.
    package init?(_ text: String) {
        guard let exponent = Self.exponents[text] else { return nil }
        self.init(known: text, exponent)
    }

    private init(known code: String, _ exponent: Int) {
        self.code = code
        self.exponent = exponent
    }

    package var description: String { code }

    /// Minor units in one major unit: 1, 100, 1 000 or 10 000.
    package var minorPerMajor: Int {
        switch exponent {
        case 0: 1
        case 3: 1000
        case 4: 10_000
        default: 100
        }
    }

    /// The least by which an amount that cards are charged with differs from another, in minor units: ten where there
    /// are three decimals, a whole unit where processors know no decimals (docs.stripe.com/currencies).
    package var cardStepMinor: Int {
        if code == "MGA" { return minorPerMajor }
        return exponent == 3 ? 10 : 1
    }

    package static func < (left: CurrencyCode, right: CurrencyCode) -> Bool { left.code < right.code }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let known = CurrencyCode(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "unknown currency \(text)"))
        }
        self = known
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }

    package static let eur = CurrencyCode(known: "EUR", 2)
    package static let gbp = CurrencyCode(known: "GBP", 2)
    package static let jpy = CurrencyCode(known: "JPY", 0)
    package static let kwd = CurrencyCode(known: "KWD", 3)
    package static let rub = CurrencyCode(known: "RUB", 2)
    package static let usd = CurrencyCode(known: "USD", 2)

    // ISO 4217 list one, amendment 177 (2025).
    private static let zero = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
        "XOF", "XPF",
    ]
    private static let three = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
    private static let four = ["CLF", "UYW"]
    private static let two = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF \
        CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG \
        HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR \
        MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD \
        SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD \
        XCG YER ZAR ZMW ZWG
        """.split(separator: " ").map(String.init)

    private static let exponents = [0: zero, 2: two, 3: three, 4: four]
        .reduce(into: [String: Int]()) { table, group in
            for code in group.value { table[code] = group.key }
        }
}
