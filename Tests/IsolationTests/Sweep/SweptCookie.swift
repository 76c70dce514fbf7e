import Foundation
import Identity
import Tenancy
import TestSupport
import Vocabulary
import Web

@testable import TravelHub

/// What the sweep does with a cookie of each name. A new name does not compile before it is said here what the cookie
/// is, and whence the sweep has a genuine one.
enum SweptCookie {
    /// Says who somebody is, or what they may see, on the site that gave it.
    case held(Holdings.Kind)
    /// A wish of the browser's as the other site would keep it: it speaks of nothing that is anybody's.
    case wish(String)
    /// A session of the platform's host, which no site knows.
    case operators

    init(_ name: CookieName) {
        switch name {
        case .visit: self = .held(.visitCookie)
        case .bookings: self = .held(.bookingsCookie)
        case .preview: self = .held(.previewCookie)
        case .account: self = .held(.accountCookie)
        case .oidc: self = .held(.oidcCookie)
        case .locale: self = .wish("ja")
        case .currency: self = .wish("JPY")
        case .consent: self = .wish("v1.measurement")
        case .operator: self = .operators
        }
    }

    static func pair(_ name: CookieName, _ value: String) -> String { "\(Cookie.prefix)\(name.rawValue)=\(value)" }

    /// The other's, and nobody's where the two must be worth the same.
    func pairs(
        _ name: CookieName, _ theirs: Holdings, _ nobodys: Holdings, _ operators: String
    ) -> (theirs: String, nobodys: String?) {
        switch self {
        case .held(let kind): (theirs[kind], nobodys[kind])
        case .wish(let value): (Self.pair(name, value), nil)
        case .operators: (operators, Self.pair(name, "nobody"))
        }
    }

    /// As a site seals it when somebody sets out for a provider; it would bring its reader back in Japanese.
    static func logInAttempt(of partner: SweptPartner, _ sites: SweptSites) async throws -> String {
        let key = try await sites.fleet.dataKeys.key(of: partner.entry.id)
        let text = """
            {"provider":"\(UUID().text)","issuer":"https://\(partner.word).example","state":"\(partner.word)state",
             "nonce":"\(partner.word)nonce","verifier":"\(partner.word)verifier","redirect":"https://\(partner.host)/",
             "next":"/ja/\(partner.word)","locale":"ja","endsAt":\(Int(Date().timeIntervalSince1970) + 600)}
            """
        let sealed = Data(try key.seal(text, field: "cookies.oidc")).base64EncodedString()
        return pair(
            .oidc,
            sealed.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
                .replacingOccurrences(of: "=", with: ""))
    }

    /// Of an operator who has signed in.
    static func operatorSession(_ sites: SweptSites) async throws -> String {
        let name = "sweeper-\(UUID().text.prefix(8))"
        guard let email = EmailAddress("\(name)@platform.example") else { throw Wire.Reply.Missing(description: name) }
        let made = try await sites.hub.identity.operators.make(
            name, email: email, password: SweptPeople.password, actor: "operator:cli")
        let entered = try await sites.wire(SweptSites.platformHost).form(
            "/sign-in", [("accept", "text/html")],
            [
                ("email", email.description), ("password", SweptPeople.password),
                ("code", made.factor.code(at: sites.hub.base.clock.now())),
            ])
        guard let cookie = entered.cookie(CookieName.operator.rawValue) else {
            throw Wire.Reply.Missing(description: "no operator: \(entered.status)")
        }
        return cookie
    }
}
