package import Foundation
package import Pricing
import Vocabulary

/// What every catalogue is composed from: real cities, their countries' taxes, words in five
/// languages, and the day's exchange rates.
package struct SeedData: Sendable {
    struct City: Sendable {
        let code: String
        let country: Country
        let latitude: Double
        let longitude: Double
        let zone: String
        /// 1 for the cities most looked for.
        let tier: Int
        /// Of a European average.
        let pricePercent: Int
        let names: [ContentLocale: String]
    }

    struct Country: Sendable {
        let code: String
        let taxCode: String
        let taxBasisPoints: Int
        let isTaxIncluded: Bool
        let resortFeeEuros: Int
    }

    let cities: [City]
    let words: SeedWords
    package let rates: ExchangeRates

    /// Reads the files of `directory`.
    ///
    /// Throws `SeedFault`, `ExchangeRates.Fault`, or what reading a file throws.
    package init(directory: URL) throws {
        var countries: [String: Country] = [:]
        for line in try SeedTable(directory.appendingPathComponent("countries.csv"), separator: ",").lines {
            let country = try Country(line)
            countries[country.code] = country
        }
        cities = try SeedTable(directory.appendingPathComponent("cities.csv"), separator: ",").lines
            .map { try City($0, countries: countries) }
        words = try SeedWords(SeedTable(directory.appendingPathComponent("words.tsv"), separator: "\t"))
        rates = try ExchangeRates(
            file: String(contentsOf: directory.appendingPathComponent("exchange-rates.csv"), encoding: .utf8))
    }
}

extension SeedData.City {
    fileprivate init(_ line: SeedTable.Line, countries: [String: SeedData.Country]) throws(SeedFault) {
        code = try line.text("code")
        guard let country = try countries[line.text("country")] else { throw line.fault("country is not listed") }
        self.country = country
        latitude = try line.value("latitude")
        longitude = try line.value("longitude")
        zone = try line.text("zone")
        tier = try line.value("tier")
        pricePercent = try line.value("price_percent")
        names = try SeedWords.texts(line)
        guard TimeZone(identifier: zone) != nil else { throw line.fault("unknown zone \(zone)") }
    }
}

extension SeedData.Country {
    fileprivate init(_ line: SeedTable.Line) throws(SeedFault) {
        code = try line.text("country")
        taxCode = try line.text("tax_code")
        taxBasisPoints = try line.value("tax_basis_points")
        isTaxIncluded = try line.text("tax_included") == "yes"
        resortFeeEuros = try line.value("resort_fee_euros")
    }
}
