import Foundation
import Outbound
import Vocabulary
import Web

/// What the staff says about a provider, as a request carries it.
struct ProviderInput: Input {
    let terms: ProviderTerms
    let secret: String?

    static let form = Form<ProviderInput>(
        "IdentityProviderRequest", fields.slug, fields.name, fields.labels, fields.issuer, fields.client,
        fields.secret, fields.scopes, fields.algorithms, fields.trusts, fields.enabled
    ) { ProviderInput($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) }

    static let fields = ProviderFields()

    init(
        _ slug: String, _ name: String, _ labels: [ProviderLabel], _ issuer: OutboundURL, _ client: String,
        _ secret: String?, _ scopes: [String], _ algorithms: [TokenAlgorithm], _ trusts: Bool, _ enabled: Bool
    ) {
        terms = ProviderTerms(
            slug: slug, name: name,
            labels: ProviderLabels(Dictionary(labels.map { ($0.locale.description, $0.label) }) { $1 }), issuer: issuer,
            clientID: client, scopes: scopes, algorithms: algorithms, trustsEmail: trusts, isEnabled: enabled)
        self.secret = secret
    }
}

/// The same for a provider that is there.
struct ProviderChangeInput: Input {
    let id: UUID
    let told: ProviderInput

    static let form = Form<ProviderChangeInput>(
        "IdentityProviderChange", Field("id", .uuid), ProviderInput.fields.slug, ProviderInput.fields.name,
        ProviderInput.fields.labels, ProviderInput.fields.issuer, ProviderInput.fields.client,
        ProviderInput.fields.secret, ProviderInput.fields.scopes, ProviderInput.fields.algorithms,
        ProviderInput.fields.trusts, ProviderInput.fields.enabled
    ) { ProviderChangeInput(id: $0, told: ProviderInput($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)) }
}

/// A provider's name in one language.
struct ProviderLabel: Sendable {
    let locale: LocaleTag
    let label: String

    static let kind = Kind<ProviderLabel>.object(
        Form("IdentityProviderLabel", Field("locale", .locale), Field("label", .text(max: ProviderFields.nameMax))) {
            ProviderLabel(locale: $0, label: $1)
        })
}

struct ProviderFields: Sendable {
    static let nameMax = 60
    private static let labelsMax = 20
    static let slugPattern = CodePattern("a-z0-9-", 1...40)

    let slug = Field("slug", Self.slug, "Part of the address that the provider sends browsers back to.")
    let name = Field("name", .text(max: nameMax), "On the button of the sign-in page.")
    let labels = Field("labels", .list(ProviderLabel.kind, 0...labelsMax), "The name in single languages.").or([])
    let issuer = Field("issuer", Self.issuer, "As the provider names itself, letter by letter.")
    let client = Field("client_id", .text(max: 255, []))
    let secret = Field(
        "client_secret", .text(max: ManageProviders.secretLengthMax, []),
        "Never told again. Left out, the old one stays; a new provider has none and is shown PKCE alone."
    ).optional
    let scopes = Field("scopes", .list(Self.scope, 1...ManageProviders.scopesMax)).or(["openid", "email", "profile"])
    let algorithms = Field(
        "algorithms", .list(Kind<TokenAlgorithm>.choice, 1...TokenAlgorithm.allCases.count),
        "Signatures that are taken; no others ever are."
    ).or([.rs256])
    let trusts = Field(
        "trusts_email", .boolean,
        "Whether an address that the provider calls verified counts as proved: it then brings to the account of "
            + "that address."
    ).or(false)
    let enabled = Field("is_enabled", .boolean).or(true)

    static let slug = Kind<String>.code(slugPattern).map("format") { slug in
        slug.utf8.first.map { (0x61...0x7A).contains($0) } == true ? slug : nil
    }
    private static let issuer = Kind<String>.text(min: 8, max: 500).map("format") { OutboundURL($0) }
    /// RFC 6749 §3.3.
    private static let scope = Kind<String>.text(max: 100, []).map("format") { text in
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C } ? text : nil
    }
}

struct ProviderPath: Input {
    let id: UUID

    static let form = Form<ProviderPath>("IdentityProviderPath", Field("id", .uuid)) { ProviderPath(id: $0) }
}
