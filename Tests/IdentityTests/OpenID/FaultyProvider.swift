import Foundation
import Hummingbird
import Synchronization
import TestSupport

/// An OpenID provider that does its work as the specification says, and on request does it wrongly. It remembers
/// what it was asked: codes are good once and for their verifier only.
final class FaultyProvider: Sendable {
    struct Grant: Sendable {
        let client: String
        let redirect: String
        let nonce: String
        let challenge: String
    }

    struct State: Sendable {
        var fault: TokenFault?
        var trouble: Trouble?
        var person = Person()
        var keys = ProviderKeyRing()
        var algorithm = "RS256"
        var sendsIssuer = false
        /// What its document says of how it sends browsers back; nil says nothing.
        var modes: [String]?
        var grants: [String: Grant] = [:]
        var asked: [String: Int] = [:]
        var lastBasic: String?
    }

    struct Person: Sendable {
        var subject = "person-1"
        var email: String? = "ada@example.com"
        var isVerified = true
    }

    /// What a server can do instead of answering.
    enum Trouble: Hashable, Sendable {
        case redirects(String)
        case floods(String)
        case hangs(String)
        case fails(String)
        case babbles(String)
        case namesAnother
        case denies
        case claims(String)
    }

    let state = Mutex(State())
    let clock: ManualClock
    private let place = Mutex(0)

    init(clock: ManualClock) { self.clock = clock }

    var issuer: String { "http://127.0.0.1:\(place.withLock { $0 })" }

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    func asked(_ path: String) -> Int { state.withLock { $0.asked[path] ?? 0 } }

    /// Serves on loopback while `body` runs.
    func serve(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let (ports, told) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in told.yield(channel.localAddress?.port ?? 0) }, logger: TestFleet.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runService(gracefulShutdownSignals: []) }
            for await port in ports {
                place.withLock { $0 = port }
                try await body()
                break
            }
            group.cancelAll()
        }
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/.well-known/openid-configuration") { _, _ in try await self.answer("document") { self.document() }
        }
        router.get("/jwks") { _, _ in try await self.answer("jwks") { self.state.withLock { $0.keys.published } } }
        router.get("/authorize") { request, _ in self.authorize(request.uri.queryParameters) }
        router.post("/token") { request, _ in
            let body = try await request.body.collect(upTo: 16_384)
            let form = Self.fields(String(buffer: body))
            let basic = request.headers[.authorization]
            return try await self.answer("token") { try self.exchange(form, basic) }
        }
        return router
    }

    /// The answer, or the trouble that was asked for at this place.
    private func answer(_ place: String, _ json: () throws -> Reply) async throws -> Response {
        let trouble = state.withLock { state -> Trouble? in
            state.asked[place, default: 0] += 1
            return state.trouble
        }
        switch trouble {
        case .redirects(place): return Response(status: .found, headers: [.location: "\(issuer)/elsewhere"])
        case .fails(place): return Response(status: .internalServerError)
        case .babbles(place): return Response(status: .ok, body: .init(byteBuffer: .init(string: "<html>")))
        case .floods(place):
            return Response(status: .ok, body: .init(byteBuffer: .init(repeating: UInt8(ascii: " "), count: 4_000_000)))
        case .hangs(place):
            try await Task.sleep(for: .seconds(3_600))
            return Response(status: .ok)
        default:
            let reply = try json()
            return Response(
                status: reply.isRefusal ? .badRequest : .ok, headers: [.contentType: "application/json"],
                body: .init(byteBuffer: .init(bytes: reply.json)))
        }
    }

    struct Reply: Sendable {
        let json: Data
        var isRefusal = false

        init(_ members: [String: Any], isRefusal: Bool = false) throws {
            json = try JSONSerialization.data(withJSONObject: members)
            self.isRefusal = isRefusal
        }
    }

    private func document() -> Reply {
        let (trouble, sends, modes) = state.withLock { ($0.trouble, $0.sendsIssuer, $0.modes) }
        var members: [String: Any] = [
            "issuer": trouble == .namesAnother ? "https://other.example" : issuer,
            "authorization_endpoint": "\(issuer)/authorize", "token_endpoint": "\(issuer)/token",
            "jwks_uri": "\(issuer)/jwks", "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": sends,
        ]
        if let modes { members["response_modes_supported"] = modes }
        guard let reply = try? Reply(members) else { preconditionFailure("a document of texts is JSON") }
        return reply
    }

    private func authorize(_ query: Parameters) -> Response {
        func text(_ name: String) -> String { query[Substring(name)].map(String.init) ?? "" }
        let code = UUID().uuidString
        let (trouble, sends) = state.withLock { state -> (Trouble?, Bool) in
            guard text("code_challenge_method") == "S256", text("response_type") == "code" else {
                return (.denies, false)
            }
            state.grants[code] = Grant(
                client: text("client_id"), redirect: text("redirect_uri"), nonce: text("nonce"),
                challenge: text("code_challenge"))
            return (state.trouble, state.sendsIssuer)
        }
        var fields = "state=\(text("state"))"
        fields += trouble == .denies ? "&error=access_denied" : "&code=\(code)"
        if case .claims(let other) = trouble { fields += "&iss=\(other)" } else if sends { fields += "&iss=\(issuer)" }
        guard text("response_mode") == "form_post" else {
            return Response(status: .found, headers: [.location: "\(text("redirect_uri"))?\(fields)"])
        }
        // A page whose form sends itself off; of it only where it goes, and what with, is of interest here.
        return Response(
            status: .ok, headers: [.contentLocation: text("redirect_uri")],
            body: .init(byteBuffer: .init(string: fields + "&session_state=its-own&user=%7B%22name%22%3A%22Ada%22%7D")))
    }

    private func exchange(_ form: [String: String], _ basic: String?) throws -> Reply {
        try state.withLock { state in
            state.lastBasic = basic
            let verifier = form["code_verifier"] ?? ""
            guard form["grant_type"] == "authorization_code",
                let grant = state.grants.removeValue(forKey: form["code"] ?? ""),
                grant.redirect == form["redirect_uri"],
                grant.challenge == TokenForge.challenge(verifier)
            else { return try Reply(["error": "invalid_grant"], isRefusal: true) }
            let forge = TokenForge(
                state: state, issuer: issuer, grant: grant, now: clock.now.timeIntervalSince1970.rounded(.down))
            return try Reply([
                "token_type": "Bearer", "access_token": TokenForge.accessToken, "id_token": try forge.token(),
            ])
        }
    }

    private static func fields(_ body: String) -> [String: String] {
        Dictionary(
            body.split(separator: "&").map { pair in
                let halves = pair.split(separator: "=", maxSplits: 1).map {
                    String($0).removingPercentEncoding ?? ""
                }
                return (halves.first ?? "", halves.count > 1 ? halves[1] : "")
            }, uniquingKeysWith: { $1 })
    }
}
