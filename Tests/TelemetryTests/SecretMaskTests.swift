import Telemetry
import Testing

@Suite("The mask over secrets")
struct SecretMaskTests {
    @Test(
        "field names that promise a secret",
        arguments: [
            "password", "X-Api-Key", "api_key", "refresh_token", "clientSecret", "Authorization", "Set-Cookie",
            "PGPASSWORD",
            "stripe.webhook.secret", "private_key",
        ])
    func names(name: String) { #expect(SecretMask.isSecret(name)) }

    @Test(
        "field names that do not",
        arguments: ["user", "path", "key", "tenant", "sparse", "request_id", "author", "idempotency_key"])
    func harmless(name: String) { #expect(!SecretMask.isSecret(name)) }

    @Test(
        "secrets within a text are replaced and the rest stays",
        arguments: [
            ("key sk_live_0123abcDEF was used", "key sk_live_*** was used"),
            ("(sk_test_99)", "(sk_test_***)"),
            ("Authorization: Bearer abc.def-ghi", "Authorization: ***"),
            ("sent bearer abc.def== to", "sent bearer *** to"),
            ("redis://user:p%40ss@host:6379/1", "redis://user:***@host:6379/1"),
            ("at postgres://u:a:b@c@h/db?x=1 and http://h:80/p", "at postgres://u:***@h/db?x=1 and http://h:80/p"),
            ("host=/run user=me password=hun ter", "host=/run user=me password=*** ter"),
            ("conninfo password='it\\'s long' dbname=x", "conninfo password='***' dbname=x"),
            (
                "{\"user\":\"a\",\"refresh_token\":\"x\\\"y\",\"n\":1}",
                "{\"user\":\"a\",\"refresh_token\":\"***\",\"n\":1}"
            ),
            ("GET /a?api_key=123&page=2", "GET /a?api_key=***&page=2"),
            ("Cookie: a=b; c=d\nHost: x", "Cookie: ***\nHost: x"),
            ("jwt eyJhbGciOi.eyJzdWIi.sig-_x!", "jwt eyJ***!"),
            ("whsec_MfKQ9r8G+/=", "whsec_***"),
            ("пароль token=тайна конец", "пароль token=*** конец"),
        ])
    func texts(text: String, masked: String) { #expect(SecretMask.mask(text) == masked) }

    @Test(
        "ordinary texts pass unchanged",
        arguments: [
            "", "https://example.org/a?b=c#d", "eyJust a word", "risk_live_5", "time: 10:30", "a@b.example: hello",
            "sk_", "é\u{301}\u{1F469}\u{200D}\u{1F680}",
        ])
    func unchanged(text: String) { #expect(SecretMask.mask(text) == text) }

    @Test("a secret is found at every place of a text, and hostile lengths are read in one go")
    func places() {
        for length in 0..<40 {
            let masked = SecretMask.mask(
                String(repeating: ".", count: length) + "token=abc" + String(repeating: " x", count: length))
            #expect(!masked.contains("abc"))
        }
        for hostile in ["://a:", "a-", "eyJ-", "token", "token'"] {
            #expect(!SecretMask.mask(String(repeating: hostile, count: 10_000)).isEmpty)
        }
    }
}
