import Foundation
package import Postgres
package import Tenancy
package import Vocabulary

/// What held between partner and platform when the booking was made, and which texts the traveller
/// accepted: frozen with it, so that an invoice or a dispute of later is settled by it.
package struct BookingConditions: Hashable, Sendable {
    package let definitionVersion: Int
    package let billing: BillingDefinition
    /// Legal pages by kind, each with the SHA-256 of the words that stood there.
    package let texts: [String: String]

    package init(definitionVersion: Int, billing: BillingDefinition, texts: [String: String]) {
        self.definitionVersion = definitionVersion
        self.billing = billing
        self.texts = texts
    }

    /// Those in force on a site now, in the language in which its pages were read.
    package init(of profile: TenantProfile, read locale: LocaleTag) {
        var texts: [String: String] = [:]
        for kind in [PageKind.terms, .privacy] {
            let words = profile.definition.pages[kind]
            if let text = words?[locale] ?? words?[profile.defaultLocale] { texts[kind.rawValue] = TextDigest.of(text) }
        }
        self.init(
            definitionVersion: profile.definitionVersion, billing: profile.definition.billing, texts: texts)
    }

    /// The same conditions always give the same bytes.
    package func json() throws -> JSONText {
        JSONText(String(decoding: try CanonicalJSON.encode(Document(billing: billing, texts: texts)), as: UTF8.self))
    }

    /// Of conditions as they were kept. Throws `DecodingError`.
    static func billing(json: JSONText) throws -> BillingDefinition {
        try JSONDecoder().decode(Document.self, from: Data(json.text.utf8)).billing
    }

    private struct Document: Codable {
        let billing: BillingDefinition
        let texts: [String: String]
    }
}
