import Breakers
import Foundation
import Outbound
import Tenancy
import Web

/// Requests to one provider's server, behind its breaker. What comes back is no answer unless it is whole, from
/// where it was asked, and says so by its status.
struct ProviderWire: Sendable {
    let reach: OpenIDReach
    let breaker: Breaker

    /// `kept` is what it said the last time: it stands in while the server is not there, and for nothing that the
    /// server says instead.
    ///
    /// Throws `oidc.provider_unreachable`, `oidc.provider_redirected`, `oidc.provider_too_large`,
    /// `oidc.provider_malformed`.
    func read(_ place: OutboundURL, orKept kept: [UInt8]?) async throws -> (bytes: [UInt8], isKept: Bool) {
        var request = OutboundCaller.Request(place)
        request.fields = [("Accept", "application/json")]
        let reply: OutboundCaller.Reply?
        do { reply = try await call(request, hasKept: kept != nil) } catch OpenIDError.providerUnreachable {
            reply = nil
        }
        guard let reply else {
            guard let kept else { throw OpenIDError.providerUnreachable }
            return (kept, true)
        }
        guard reply.status == 200 else { throw OpenIDError.providerMalformed }
        return (reply.body, false)
    }

    /// Tokens for a code.
    struct Tokens: Sendable {
        let idToken: String
        let accessToken: String?
    }

    /// What a code is exchanged with (RFC 6749 §4.1.3, RFC 7636 §4.5).
    struct Exchange: Sendable {
        let code: String
        let verifier: String
        let redirect: String
        let client: String
        let secret: String?
    }

    /// Throws what `read` throws, `oidc.code_refused`, `oidc.client_refused`.
    func tokens(_ exchange: Exchange, _ document: ProviderDocument) async throws -> Tokens {
        var form = [
            ("grant_type", "authorization_code"), ("code", exchange.code), ("redirect_uri", exchange.redirect),
            ("code_verifier", exchange.verifier),
        ]
        var request = OutboundCaller.Request(document.token)
        request.fields = [("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")]
        switch (exchange.secret, document.proof) {
        case (let secret?, .basic):
            let pair = "\(PercentCoding.encode(exchange.client)):\(PercentCoding.encode(secret))"
            request.fields.append(("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())"))
        case (let secret?, .inBody): form += [("client_id", exchange.client), ("client_secret", secret)]
        case (nil, _): form.append(("client_id", exchange.client))
        }
        request.body = Array(
            form.map { "\($0)=\(PercentCoding.encode($1))" }.joined(separator: "&").utf8)
        guard let reply = try await call(request, hasKept: false) else { throw OpenIDError.providerUnreachable }
        let json = try? JSONParser.parse(reply.body)
        guard reply.status == 200 else {
            throw Self.refusal(json?["error"]?.plainText)
        }
        guard let json, let idToken = json["id_token"]?.plainText else { throw OpenIDError.providerMalformed }
        return Tokens(idToken: idToken, accessToken: json["access_token"]?.plainText)
    }

    /// RFC 6749 §5.2.
    private static func refusal(_ error: String?) -> OpenIDError {
        switch error {
        case "invalid_grant": .codeRefused
        case "invalid_client", "unauthorized_client": .clientRefused
        case nil: .providerMalformed
        default: .providerRefused
        }
    }

    /// A server that is away, or in trouble by its own word, speaks against itself; one that says no does not. Nil
    /// while the breaker is open and something kept stands in.
    private func call(_ request: OutboundCaller.Request, hasKept: Bool) async throws -> OutboundCaller.Reply? {
        guard reach.allows(request.url) else { throw OpenIDError.providerMalformed }
        let reply: OutboundCaller.Reply?
        do {
            reply = try await breaker.call(
                isFailure: { $0 as? OpenIDError == .providerUnreachable },
                { [reach] in
                    let reply: OutboundCaller.Reply
                    do throws(OutboundFault) { reply = try await reach.caller.call(request) } catch {
                        throw Self.fault(error)
                    }
                    if reply.status >= 500 || reply.status == 429 { throw OpenIDError.providerUnreachable }
                    return reply
                }, fallback: hasKept ? { @Sendable _ in nil } : nil)
        } catch is BreakerOpen {
            throw OpenIDError.providerUnreachable
        }
        guard let reply else { return nil }
        guard !(300..<400).contains(reply.status) else { throw OpenIDError.providerRedirected }
        guard reply.isWhole else { throw OpenIDError.providerTooLarge }
        return reply
    }

    private static func fault(_ fault: OutboundFault) -> OpenIDError {
        switch fault {
        case .malformed: .providerMalformed
        default: .providerUnreachable
        }
    }
}
