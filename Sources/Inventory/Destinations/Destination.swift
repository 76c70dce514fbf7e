/// A place to travel to, named in the reader's language.
package struct Destination: Hashable, Sendable {
    /// Metropolitan area code of IATA.
    package let code: String
    /// ISO 3166-1 alpha-2.
    package let countryCode: String
    package let name: String
    package let latitude: Double
    package let longitude: Double

    /// `text` as a code, if it can be one.
    static func code(_ text: String) -> String? {
        let letters = text.utf8
        guard letters.count == 3, letters.allSatisfy({ $0 & 0xDF >= 0x41 && $0 & 0xDF <= 0x5A }) else { return nil }
        return text.uppercased()
    }
}
