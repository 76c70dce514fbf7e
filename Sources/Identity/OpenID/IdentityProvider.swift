package import Foundation
package import Outbound
import Postgres
import Tenancy
package import Vocabulary
import Web

/// Somebody whom a tenant believes about who a person is: an OpenID provider as the tenant configured it.
package struct IdentityProvider: Sendable {
    package let id: UUID
    package let terms: ProviderTerms
    package let hasSecret: Bool
    package let createdAt: Date
    package let changedAt: Date
    /// Opened only where it is shown to the provider.
    let sealedSecret: [UInt8]?

    /// A tenant has few: people choose among them on one page.
    package static let providersMax = 20
    static let secretField = "identity_providers.client_secret"

    init(_ row: Row) throws {
        guard let issuer = OutboundURL(try row.get("issuer")),
            let labels = ProviderLabels(json: try row.get("labels", as: String.self))
        else { throw UnreadableProvider() }
        id = try row.get("provider_id")
        sealedSecret = try row.get("secret_sealed")
        hasSecret = sealedSecret != nil
        createdAt = try row.get("created_at")
        changedAt = try row.get("changed_at")
        terms = ProviderTerms(
            slug: try row.get("slug"), name: try row.get("name"), labels: labels, issuer: issuer,
            clientID: try row.get("client_id"), scopes: try row.get("scopes"),
            algorithms: try row.get("algorithms", as: [String].self).compactMap(TokenAlgorithm.init),
            trustsEmail: try row.get("trusts_email"), isEnabled: try row.get("is_enabled"))
    }

    /// Nil for a client without one.
    func secret(_ key: TenantDataKey) throws -> String? {
        try sealedSecret.map { try key.open($0, field: Self.secretField) }
    }
}

/// What the staff says about a provider.
package struct ProviderTerms: Sendable {
    package let slug: String
    package let name: String
    package let labels: ProviderLabels
    package let issuer: OutboundURL
    package let clientID: String
    package let scopes: [String]
    package let algorithms: [TokenAlgorithm]
    /// An address that the provider calls verified counts as proved.
    package let trustsEmail: Bool
    package let isEnabled: Bool

    package init(
        slug: String, name: String, labels: ProviderLabels, issuer: OutboundURL, clientID: String, scopes: [String],
        algorithms: [TokenAlgorithm], trustsEmail: Bool, isEnabled: Bool
    ) {
        self.slug = slug
        self.name = name
        self.labels = labels
        self.issuer = issuer
        self.clientID = clientID
        self.scopes = scopes
        self.algorithms = algorithms
        self.trustsEmail = trustsEmail
        self.isEnabled = isEnabled
    }

    /// As the reader's language calls it.
    package func label(_ locale: LocaleTag) -> String { labels.label(locale, else: name) }
}

/// A provider's name where a language has one of its own.
package struct ProviderLabels: Hashable, Sendable {
    package let byLocale: [String: String]

    package init(_ byLocale: [String: String] = [:]) { self.byLocale = byLocale }

    init?(json: String) {
        guard let read = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8)) else { return nil }
        byLocale = read
    }

    func label(_ locale: LocaleTag, else name: String) -> String { byLocale[locale.description] ?? name }

    /// In the order of the languages, so that the same labels are the same text.
    package var inOrder: [(locale: String, label: String)] {
        byLocale.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    var json: JSONText {
        var json = JSONWriter()
        json.object { json in for (locale, label) in inOrder { json.member(locale, label) } }
        return JSONText(String(decoding: json.bytes, as: UTF8.self))
    }
}

/// What stands in the table is not what we write there.
struct UnreadableProvider: Error {}
