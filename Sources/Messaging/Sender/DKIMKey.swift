import Crypto
import CryptoExtras
import Foundation
import Tenancy

/// A partner's key for signing its mail, or the platform's own (RFC 6376; RFC 8463 for Ed25519), and the record that publishes it.
package struct DKIMKey: Sendable {
    package enum Algorithm: String, Sendable, CaseIterable {
        /// What every receiver checks.
        case rsa = "rsa-sha256"
        /// Short records; some receivers do not know it yet.
        case ed25519 = "ed25519-sha256"
    }

    /// Of an RSA key, in bits: larger ones do not fit the TXT strings of some DNS providers.
    static let rsaBits = 2_048
    private static let sealField = "mail_senders.dkim_private"

    package let algorithm: Algorithm
    /// Names the key below the domain: `<selector>._domainkey.<domain>`.
    package let selector: String
    let secret: [UInt8]

    package static func make(_ algorithm: Algorithm, selector: String) throws -> DKIMKey {
        try make(algorithm) { _ in selector }
    }

    /// - Parameter selector: made of the public half's text.
    static func make(_ algorithm: Algorithm, _ selector: (String) -> String) throws -> DKIMKey {
        let secret =
            switch algorithm {
            case .rsa: Array(try _RSA.Signing.PrivateKey(keySize: .init(bitCount: rsaBits)).derRepresentation)
            case .ed25519: Array(Curve25519.Signing.PrivateKey().rawRepresentation)
            }
        let nameless = DKIMKey(algorithm: algorithm, selector: "", secret: secret)
        return DKIMKey(algorithm: algorithm, selector: selector(try nameless.publicText()), secret: secret)
    }

    init(algorithm: Algorithm, selector: String, secret: [UInt8]) {
        self.algorithm = algorithm
        self.selector = selector
        self.secret = secret
    }

    /// Throws what AES-GCM throws for a value that was sealed elsewhere.
    init(algorithm: Algorithm, selector: String, sealed: [UInt8], key: TenantDataKey) throws {
        self.init(algorithm: algorithm, selector: selector, secret: try key.open(bytes: sealed, field: Self.sealField))
    }

    func sealed(with key: TenantDataKey) throws -> [UInt8] { try key.seal(secret, field: Self.sealField) }

    /// The value of the `p=` tag.
    package func publicText() throws -> String {
        switch algorithm {
        case .rsa:
            try _RSA.Signing.PrivateKey(derRepresentation: secret).publicKey.derRepresentation.base64EncodedString()
        case .ed25519:
            try Curve25519.Signing.PrivateKey(rawRepresentation: secret).publicKey.rawRepresentation
                .base64EncodedString()
        }
    }

    func signature(over text: String) throws -> String {
        let digest = SHA256.hash(data: Data(text.utf8))
        switch algorithm {
        case .rsa:
            return try _RSA.Signing.PrivateKey(derRepresentation: secret)
                .signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation.base64EncodedString()
        case .ed25519:
            return try Curve25519.Signing.PrivateKey(rawRepresentation: secret).signature(for: Data(digest))
                .base64EncodedString()
        }
    }
}
