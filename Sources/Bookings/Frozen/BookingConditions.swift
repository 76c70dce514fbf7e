import Foundation
package import Postgres
package import Pricing
package import Tenancy
package import Vocabulary

/// What held between partner and platform when the booking was made, and which texts the traveller
/// accepted: frozen with it, so that an invoice or a dispute of later is settled by it.
package struct BookingConditions: Hashable, Sendable {
    package let definitionVersion: Int
    package let billing: BillingDefinition
    /// Legal pages by kind, each with the SHA-256 of the words that stood there.
    package let texts: [String: String]
    /// By what the traveller saw the price in another currency; nil where they did not.
    package let display: DisplayRate?

    package init(
        definitionVersion: Int, billing: BillingDefinition, texts: [String: String], display: DisplayRate? = nil
    ) {
        self.definitionVersion = definitionVersion
        self.billing = billing
        self.texts = texts
        self.display = display
    }

    /// Those in force on a site now, in the language in which its pages were read.
    package init(of profile: TenantProfile, read locale: LocaleTag, showing display: DisplayRate? = nil) {
        var texts: [String: String] = [:]
        for kind in [PageKind.terms, .privacy] {
            let words = profile.definition.pages[kind]
            if let text = words?[locale] ?? words?[profile.defaultLocale] { texts[kind.rawValue] = TextDigest.of(text) }
        }
        self.init(
            definitionVersion: profile.definitionVersion, billing: profile.definition.billing, texts: texts,
            display: display)
    }

    /// The same conditions always give the same bytes.
    package func json() throws -> JSONText {
        let document = Document(billing: billing, texts: texts, display: display.map(DisplayDocument.init))
        return JSONText(String(decoding: try CanonicalJSON.encode(document), as: UTF8.self))
    }

    private struct Document: Encodable {
        let billing: BillingDefinition
        let texts: [String: String]
        /// Left out where there is none.
        let display: DisplayDocument?
    }
}
