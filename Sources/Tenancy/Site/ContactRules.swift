internal import Foundation

/// What support and company particulars may say, for a folder and for whoever types them into the console.
package enum ContactRules {
    /// Of a line that people read: a name, opening hours, a line of an address.
    package static let lineCharactersMax = 200
    /// No character takes more than four bytes of UTF-8.
    static let lineBytesMax = 4 * lineCharactersMax
    package static let addressLinesMax = 6
    package static let mailCharactersMax = 254

    package static func isMail(_ text: String) -> Bool {
        text.utf8.count <= mailCharactersMax
            && text.wholeMatch(of: /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+/) != nil
    }

    /// E.164: `+4315550100`.
    package static func isPhone(_ text: String) -> Bool { text.wholeMatch(of: /\+[1-9][0-9]{6,14}/) != nil }

    /// An area and a place (`Europe/Vienna`) or `UTC`: abbreviations and offsets name no rules.
    package static func isTimeZone(_ text: String) -> Bool {
        (text == "UTC" || text.contains("/")) && TimeZone(identifier: text) != nil
    }

    package static var timeZones: [String] { TimeZone.knownTimeZoneIdentifiers.filter(isTimeZone).sorted() }

    /// ISO 3166-1 alpha-2.
    package static func isCountry(_ text: String) -> Bool { allCountries.contains(text) }

    package static var countries: [String] { allCountries.sorted() }

    private static let allCountries = Set(
        Locale.Region.isoRegions.map(\.identifier).filter { code in
            code.utf8.count == 2 && code.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        })
}
