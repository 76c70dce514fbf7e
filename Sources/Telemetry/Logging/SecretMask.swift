/// Takes secrets out of what is about to be written down.
///
/// Two nets: by the name of a field, and by shapes that secrets have wherever they appear. Too much is
/// masked rather than too little.
package enum SecretMask {
    package static let replacement = "***"

    private static let words = [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "authorization", "cookie", "apikey", "privatekey",
        "credential", "signingkey", "pgpass",
    ]

    /// Whether a field of this name holds a secret: `X-Api-Key`, `refresh_token`, `clientSecret` …
    package static func isSecret(_ name: String) -> Bool {
        let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
        return words.contains { plain.contains($0) }
    }

    /// The text with every secret in it replaced.
    package static func mask(_ text: String) -> String {
        var scanner = SecretScanner(text)
        return scanner.masked()
    }
}
