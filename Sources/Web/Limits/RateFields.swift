import HTTPTypes
import Vocabulary

/// How a caller stands, as draft-ietf-httpapi-ratelimit-headers-10 writes it: lists of RFC 9651, one
/// item a limit.
extension RateVerdict {
    /// `RateLimit-Policy: "plan";q=500;w=3600` and `RateLimit: "plan";r=499;t=3540`. The parameter `local`
    /// says that this process counts alone, to the share of the limit that `q` is.
    var fields: [HTTPField] {
        guard !standings.isEmpty else { return [] }
        let mark = isLocal ? ";local" : ""
        let policies = standings.map { "\"\($0.limit.name)\";q=\($0.limit.quota);w=\($0.limit.windowSeconds)\(mark)" }
        let states = standings.map { "\"\($0.limit.name)\";r=\($0.remaining);t=\($0.resetSeconds)" }
        return [
            HTTPField(name: .rateLimitPolicy, value: policies.joined(separator: ", ")),
            HTTPField(name: .rateLimit, value: states.joined(separator: ", ")),
        ]
    }
}

extension Problem {
    /// Names the limits that were met, and when the same request will fit all of them.
    static func rateLimitExceeded(_ verdict: RateVerdict) -> Problem {
        let met = verdict.standings.filter { $0.waitSeconds > 0 }
        let seconds = max(1, met.map(\.waitSeconds).max() ?? 1)
        return Problem(
            429, "rate_limit.exceeded", ["seconds": .number(seconds)],
            members: ["violated_policies": .list(met.map(\.limit.name))], retryAfterSeconds: seconds)
    }
}

extension HTTPField.Name {
    static let rateLimitPolicy = known("RateLimit-Policy")
    static let rateLimit = known("RateLimit")
}
