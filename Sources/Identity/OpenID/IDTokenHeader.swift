import Foundation
import Web

/// The protected header of an ID token, read strictly before jwt-kit sees the token: jwt-kit takes the algorithm
/// from the token and knows nothing of `crit`. Keys that a token brings along, and places to fetch them from, are
/// not read past but refused.
struct IDTokenHeader: Hashable, Sendable {
    static let tokenBytesMax = 16 * 1_024
    private static let idLengthMax = 255
    /// What may stand there: thumbprints say nothing that is used.
    private static let members: Set<String> = ["alg", "kid", "typ", "x5t", "x5t#S256"]

    let algorithm: TokenAlgorithm
    let key: String?

    /// Throws `oidc.token_malformed`, `oidc.algorithm_refused` for one that the provider is not configured for.
    init(of token: String, allowing algorithms: [TokenAlgorithm]) throws(OpenIDError) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= Self.tokenBytesMax, parts.count == 3, let data = Data(base64URL: parts[0]),
            let json = try? JSONParser.parse([UInt8](data)), case .object(let found) = json,
            case .text(let named)? = json["alg"]
        else { throw .tokenMalformed }
        // Before the rest: an unsigned token has no third part, and is told as what it is.
        guard let algorithm = TokenAlgorithm(rawValue: named), algorithms.contains(algorithm) else {
            throw .algorithmRefused
        }
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isBase64URL) }),
            Set(found.map(\.name)).isSubset(of: Self.members),
            json["typ"].map({ $0.plainText?.uppercased() == "JWT" }) != false,
            json["kid"].map({ $0.plainText.map { (1...Self.idLengthMax).contains($0.utf8.count) } == true }) != false
        else { throw .tokenMalformed }
        self.algorithm = algorithm
        key = json["kid"]?.plainText
    }

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
