import HTTPTypes
import Tenancy

/// CORS (Fetch §3.2): what other sites' scripts may ask of a partner's API. Only those that the partner names,
/// each exactly; anyone else is answered as if there were no such thing, and the browser keeps it from them.
enum CrossOrigin {
    /// How long a browser keeps the answer to its question before the request.
    static let preflightSeconds = 600

    /// What a script may send beyond what any form could.
    private static let requestFields = [
        "Accept", "Accept-Language", "Authorization", "Content-Type", "Idempotency-Key", "If-None-Match",
        "X-API-Version",
        "X-Booking-Access", "X-Request-Id", "traceparent", "tracestate",
    ].joined(separator: ", ")

    /// What it may read of an answer beyond what it always may.
    private static let exposedFields = [
        "Deprecation", "ETag", "Idempotent-Replayed", "Link", "Location", "RateLimit", "RateLimit-Policy",
        "Retry-After",
        "Sunset", "X-API-Version", "X-Booking-Access", "X-Request-Id",
    ].joined(separator: ", ")

    /// Pages are for people; scripts get the API. What staff do is not for another site's scripts, whatever cookie
    /// a browser would send along.
    static func covers(_ path: Substring) -> Bool {
        if path.hasPrefix("/api/admin/") { return false }
        return path.hasPrefix("/api/") || path.hasPrefix("/ofrep/") || path == "/openapi.json"
    }

    /// Never `*`: an answer may depend on who asks.
    static func fields(for origin: String) -> [HTTPField] {
        [
            HTTPField(name: .accessControlAllowOrigin, value: origin),
            HTTPField(name: .accessControlAllowCredentials, value: "true"),
            HTTPField(name: .accessControlExposeHeaders, value: exposedFields),
        ]
    }

    static func isPreflight(_ head: HTTPRequest) -> Bool {
        head.method == .options && head.headerFields[.accessControlRequestMethod] != nil
    }

    /// `methods` are those of the path.
    static func preflight(_ methods: [String]) -> Answer {
        var answer = Answer(.noContent, cache: .never, vary: .origin)
        answer.headers[.accessControlAllowMethods] = methods.joined(separator: ", ")
        answer.headers[.accessControlAllowHeaders] = requestFields
        answer.headers[.accessControlMaxAge] = String(preflightSeconds)
        return answer
    }
}
