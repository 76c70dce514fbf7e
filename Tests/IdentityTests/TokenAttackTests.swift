import Crypto
import Foundation
import Identity
import JWTKit
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@Suite("Access tokens that are none of ours")
struct TokenAttackTests {
    @Test("Whatever is wrong with a token, it is refused, by its own tenant and by the other")
    func forged() async throws {
        try await TwoHouses.with { houses in
            for (house, other) in houses.both {
                let ada = try await house.member("ada@example.com")
                let spoilt = try await Spoilt(ada.access, house, houses.fleet)
                #expect(try await house.bearer(ada.access).account == ada.account)
                for (name, token) in try await spoilt.all() {
                    for place in [house, other] {
                        await #expect(throws: Problem.authRequired, "\(name)") { try await place.bearer(token) }
                    }
                }
                await #expect(throws: Problem.authRequired, "another tenant's") { try await other.bearer(ada.access) }
                #expect(try await house.bearer(ada.access).account == ada.account)
            }
        }
    }

    @Test("What the house's own key signs is refused for any one word that the house would not say")
    func wellSigned() async throws {
        try await TwoHouses.with { houses in
            for (house, other) in houses.both {
                let ada = try await house.member("ada@example.com")
                let bob = try await house.member("bob@example.com")
                let own = try await OwnTokens(like: ada.access, of: house, houses.fleet)
                // The same word for word is good: the signature refuses none of those that follow.
                #expect(try await house.bearer(try own.signed()).account == ada.account)
                var tokens = try own.headers() + own.claims(at: houses.clock.now, other: other.entry.id)
                tokens += try own.spellings()
                tokens.append(("another's account", try own.signed(payload: ["sub": try bob.account.text])))
                tokens.append(("another's session", try own.signed(payload: ["sid": bob.caller.session?.text ?? ""])))
                for (name, token) in tokens {
                    await #expect(throws: Problem.authRequired, "\(name)") { try await house.bearer(token) }
                }
                let theirs = try await OwnTokens(
                    like: try await other.member("eve@example.com").access, of: other, houses.fleet)
                let carried = try theirs.signed(payload: own.addressed)
                await #expect(throws: Problem.authRequired, "another tenant's key") { try await house.bearer(carried) }
                #expect(try await house.bearer(try own.signed()).account == ada.account)
            }
        }
    }

    @Test("A key that checks no more checks nothing, while its row still stands")
    func endedKey() async throws {
        try await TwoHouses.with { houses in
            let house = houses.pooled
            let ada = try await house.member("ada@example.com")
            let own = try await OwnTokens(like: ada.access, of: house, houses.fleet)
            let key = try #require(try await house.feature.signing.published(house.scope).first { $0.id == own.keyID })
            houses.clock.set(key.verifiesUntil - 60)
            #expect(try await house.bearer(try own.signed(payload: Self.now(houses))).account == ada.account)
            houses.clock.set(key.verifiesUntil + 1)
            let late = try own.signed(payload: Self.now(houses))
            await #expect(throws: Problem.authRequired) { try await house.bearer(late) }
        }
    }

    private static func now(_ houses: TwoHouses) -> [String: Any] {
        let now = Int(houses.clock.now.timeIntervalSince1970)
        return ["iat": now, "nbf": now, "exp": now + 600]
    }

    @Test("A token ends after fifteen minutes, and is not good before its time")
    func time() async throws {
        try await TwoHouses.with { houses in
            let house = houses.pooled
            let ada = try await house.member("ada@example.com")
            houses.clock.advance(bySeconds: Double(AccessTokens.seconds) - 1)
            _ = try await house.bearer(ada.access)
            houses.clock.advance(bySeconds: 2)
            await #expect(throws: Problem.authRequired) { try await house.bearer(ada.access) }
            houses.clock.advance(bySeconds: -Double(AccessTokens.seconds) - 120)
            await #expect(throws: Problem.authRequired, "of the future") { try await house.bearer(ada.access) }
        }
    }

    @Test("Keys change over without a gap: the next is published before it signs, the last checks after it signed")
    func rotation() async throws {
        try await TwoHouses.with { houses in
            for (house, _) in houses.both {
                let ada = try await house.member("ada@example.com")
                let first = try await house.feature.signing.published(house.scope)
                #expect(first.count == 1)
                #expect(try await house.feature.signing.renew(house.scope) == false)
                houses.clock.advance(bySeconds: 28.5 * 86_400)
                #expect(try await house.feature.signing.renew(house.scope))
                let both = try await house.feature.signing.published(house.scope)
                #expect(both.map(\.id).contains(first[0].id) && both.count == 2)
                #expect(both[1].signsFrom == first[0].signsUntil)
                houses.clock.set(first[0].signsUntil - 60)
                let late = try await SignedIn(
                    try await house.feature.refresh.run(ada.refresh, House.guest, in: house.scope), house)
                houses.clock.advance(bySeconds: 120)
                _ = try await house.bearer(late.access)
                let next = try await SignedIn(
                    try await house.feature.refresh.run(late.refresh, House.guest, in: house.scope), house)
                #expect(Spoilt.header(of: next.access)["kid"] == both[1].id)
                #expect(Spoilt.header(of: late.access)["kid"] == first[0].id)
                houses.clock.set(Date())
                house.feature.signing.forget(house.entry.id)
            }
        }
    }
}

/// One good token, spoilt in every way that is known to have fooled somebody.
struct Spoilt {
    private let token: String
    private let header: [String: String]
    private let payload: [String: Any]
    private let publicKey: SigningKey

    init(_ token: String, _ house: House, _ fleet: TestFleet) async throws {
        self.token = token
        header = Self.header(of: token)
        let parts = token.split(separator: ".")
        payload =
            try JSONSerialization.jsonObject(with: try #require(Data(url: parts[1]))) as? [String: Any] ?? [:]
        publicKey = try #require(try await house.feature.signing.published(house.scope).last)
    }

    static func header(of token: String) -> [String: String] {
        Data(url: token.split(separator: ".")[0]).flatMap { try? JSONDecoder().decode([String: String].self, from: $0) }
            ?? [:]
    }

    func all() async throws -> [(String, String)] {
        let parts = token.split(separator: ".").map(String.init)
        let stranger = P256.Signing.PrivateKey()
        var all: [(String, String)] = []
        for none in ["none", "None", "NONE", "nOnE"] {
            all.append(("alg \(none), no signature", "\(encoded(header.merging(["alg": none]) { $1 })).\(parts[1])."))
            all.append(("alg \(none)", "\(encoded(header.merging(["alg": none]) { $1 })).\(parts[1]).\(parts[2])"))
        }
        all.append(("HMAC with the public key", hmac()))
        all.append(("signed by a stranger", signed(header, payload, stranger)))
        all.append(("unknown kid", signed(header.merging(["kid": "nobodyskey"]) { $1 }, payload, stranger)))
        all.append(("no kid", signed(header.filter { $0.key != "kid" }, payload, stranger)))
        all.append(("another curve", try p384()))
        all.append(
            ("alg of another curve", "\(encoded(header.merging(["alg": "ES384"]) { $1 })).\(parts[1]).\(parts[2])"))
        all.append(("truncated", String(token.dropLast(4))))
        all.append(("signature cut off", "\(parts[0]).\(parts[1])."))
        all.append(("two parts", "\(parts[0]).\(parts[1])"))
        all.append(("four parts", token + ".x"))
        all.append(("zero signature", "\(parts[0]).\(parts[1]).\(Data(count: 64).url)"))
        for (name, value) in [
            ("sub", UUID().text), ("exp", 9_999_999_999), ("iss", "urn:travelhub:tenant:\(UUID().text)"),
        ] as [(String, Any)] {
            // Under the old signature; under a good one they are `OwnTokens`.
            let changed = payload.merging([name: value]) { $1 }
            all.append(("\(name) changed", "\(parts[0]).\(try Self.json(changed).url).\(parts[2])"))
        }
        all += [("empty", ""), ("dots", ".."), ("blank", " "), ("long", String(repeating: "a", count: 100_000))]
        return all
    }

    private func encoded(_ header: [String: String]) -> String {
        ((try? JSONEncoder().encode(header)) ?? Data()).url
    }

    private func signed(_ header: [String: String], _ payload: [String: Any], _ key: P256.Signing.PrivateKey) -> String
    {
        let text = "\(encoded(header)).\(((try? Self.json(payload)) ?? Data()).url)"
        let signature = (try? key.signature(for: Data(text.utf8)).rawRepresentation) ?? Data()
        return "\(text).\(signature.url)"
    }

    private func hmac() -> String {
        let text = "\(encoded(header.merging(["alg": "HS256"]) { $1 })).\(token.split(separator: ".")[1])"
        let key = SymmetricKey(data: Data(publicKey.publicJWK.utf8))
        return "\(text).\(Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)).url)"
    }

    private func p384() throws -> String {
        let text = "\(encoded(header.merging(["alg": "ES384"]) { $1 })).\(token.split(separator: ".")[1])"
        let signature = try P384.Signing.PrivateKey().signature(for: Data(text.utf8)).rawRepresentation
        return "\(text).\(signature.url)"
    }

    private static func json(_ payload: [String: Any]) throws -> Data {
        try JSONSerialization.data(withJSONObject: payload)
    }
}

extension Data {
    var url: String {
        base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    init?(url text: Substring) {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        self.init(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
    }
}
