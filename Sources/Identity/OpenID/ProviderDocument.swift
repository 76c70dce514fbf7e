import Foundation
import Outbound
import Web

/// What a provider says about itself at `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0 §3), as
/// far as it is used here.
struct ProviderDocument: Sendable {
    /// How the client shows its secret (RFC 6749 §2.3.1).
    enum ClientProof: Sendable {
        case basic
        case inBody
    }

    static let path = "/.well-known/openid-configuration"

    let authorization: OutboundURL
    let token: OutboundURL
    let keys: OutboundURL
    let proof: ClientProof
    /// It names itself in what it sends browsers back with (RFC 9207 §3).
    let sendsIssuer: Bool
    /// It sends browsers back by a form, as a POST (OAuth 2.0 Form Post Response Mode).
    let sendsForms: Bool

    /// Refuses every other way once it is asked for an address or a name, and does not say so in its document.
    static let formIssuers: Set = ["https://appleid.apple.com"]

    /// Where the document of an issuer is.
    static func place(_ issuer: OutboundURL) -> OutboundURL? {
        OutboundURL(issuer.description.dropSlash + path)
    }

    /// Throws `oidc.provider_malformed` for what is no such document, `oidc.issuer_wrong` for somebody else's.
    init(_ body: [UInt8], of issuer: OutboundURL, _ reach: OpenIDReach) throws {
        guard let json = try? JSONParser.parse(body), case .text(let named)? = json["issuer"] else {
            throw OpenIDError.providerMalformed
        }
        guard named == issuer.description else { throw OpenIDError.issuerWrong }
        func place(_ name: String) throws -> OutboundURL {
            guard let url = json[name].flatMap({ $0.plainText.flatMap(OutboundURL.init) }), reach.allows(url) else {
                throw OpenIDError.providerMalformed
            }
            return url
        }
        authorization = try place("authorization_endpoint")
        token = try place("token_endpoint")
        keys = try place("jwks_uri")
        guard json.words("response_types_supported")?.contains("code") != false,
            json.words("code_challenge_methods_supported")?.contains("S256") != false
        else { throw OpenIDError.providerMalformed }
        // Left out, the method is `client_secret_basic`.
        let proofs = json.words("token_endpoint_auth_methods_supported") ?? ["client_secret_basic"]
        proof = proofs.contains("client_secret_basic") || !proofs.contains("client_secret_post") ? .basic : .inBody
        // Left out, it is the query (Discovery 1.0 §3). Where both would do, an address is what needs one step less.
        let modes = json.words("response_modes_supported") ?? ["query"]
        sendsForms = modes.contains("form_post") && (!modes.contains("query") || Self.formIssuers.contains(named))
        sendsIssuer = json["authorization_response_iss_parameter_supported"] == .bool(true)
    }
}

extension InputValue {
    var plainText: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The words of a list; nil where it is left out or is none.
    func words(_ name: String) -> [String]? {
        guard case .list(let items)? = self[name] else { return nil }
        return items.compactMap(\.plainText)
    }
}

extension String {
    fileprivate var dropSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
