import Crypto
import Foundation
import Outbound
import Tenancy
import Vocabulary
package import Web

/// A browser on its way to a provider and back: what was asked and has to be answered. It travels in the browser's
/// own cookie, sealed under the tenant's data key, so that it opens in no other browser and for no other tenant.
package struct LogInAttempt: Codable, Sendable {
    package static let cookieName = CookieName.oidc
    package static let seconds = 600
    static let field = "cookies.oidc"
    private static let secretBytes = 32

    let provider: UUID
    let issuer: String
    let state: String
    let nonce: String
    let verifier: String
    let redirect: String
    let next: String?
    let locale: String
    /// Whose account is to be linked, and the session that asked; nil for a log-in.
    let account: UUID?
    let session: UUID?
    let endsAt: Int

    init(
        _ provider: IdentityProvider, redirect: String, next: LocalPath?, locale: LocaleTag, caller: Caller?,
        now: Date, from secrets: SecretSource
    ) {
        func secret() -> String { Data(secrets.bytes(Self.secretBytes)).base64URL }
        self.provider = provider.id
        issuer = provider.terms.issuer.description
        (state, nonce, verifier) = (secret(), secret(), secret())
        self.redirect = redirect
        self.next = next?.text
        self.locale = locale.description
        account = caller?.account
        session = caller?.session
        endsAt = Int(now.timeIntervalSince1970) + Self.seconds
    }

    /// RFC 7636 §4.2.
    var challenge: String { Data(SHA256.hash(data: Data(verifier.utf8))).base64URL }

    var stateHash: [UInt8] { Array(SHA256.hash(data: Data(state.utf8))) }

    func cookie(_ key: TenantDataKey) throws -> String {
        Data(try key.seal([UInt8](try JSONEncoder().encode(self)), field: Self.field)).base64URL
    }

    /// Nil for what this tenant did not seal.
    init?(cookie: String, _ key: TenantDataKey) {
        guard let sealed = Data(base64URL: cookie),
            let bytes = try? key.open(bytes: [UInt8](sealed), field: Self.field),
            let read = try? JSONDecoder().decode(LogInAttempt.self, from: Data(bytes))
        else { return nil }
        self = read
    }
}

/// Where somebody wants to be afterwards: a page of this host and nothing that could lead away from it.
package struct LocalPath: Hashable, Sendable {
    package static let bytesMax = 512

    package let text: String

    /// Nil for anything that does not begin with exactly one slash, or holds what a browser reads as one.
    package init?(_ text: String) {
        guard text.hasPrefix("/"), !text.hasPrefix("//"), text.utf8.count <= Self.bytesMax,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return nil }
        self.text = text
    }
}
