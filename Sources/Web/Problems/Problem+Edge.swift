package import Vocabulary

/// The problems that any route can answer; features bring their own.
extension Problem {
    package static let hostInvalid = Problem(400, "host.invalid")
    package static let tenantUnknown = Problem(404, "tenant.unknown")
    package static let routeUnknown = Problem(404, "route.unknown")
    package static let pathMalformed = Problem(400, "path.malformed")
    package static let queryMalformed = Problem(400, "query.malformed")
    package static let bodyMissing = Problem(400, "body.missing")
    package static let bodyTypeUnsupported = Problem(415, "body.type_unsupported")
    package static let csrfRefused = Problem(403, "csrf.refused")
    package static let credentialRefused = Problem(401, "credential.refused")
    package static let overloaded = Problem(503, "server.overloaded", retryAfterSeconds: 1)
    package static let timedOut = Problem(503, "server.timed_out", retryAfterSeconds: 1)
    package static let databaseUnavailable = Problem(503, "database.unavailable", retryAfterSeconds: 2)
    package static let unexpected = Problem(500, "server.error")
    package static let idempotencyKeyMissing = Problem(400, "idempotency.key_missing")
    package static let idempotencyKeyInvalid = Problem(400, "idempotency.key_invalid")
    package static let idempotencyInFlight = Problem(409, "idempotency.in_flight", retryAfterSeconds: 1)
    package static let idempotencyKeyReused = Problem(422, "idempotency.key_reused")
    package static let repeatedTooSoon = Problem(409, "request.repeated", retryAfterSeconds: 3)

    package static func methodNotAllowed(_ allowed: [String]) -> Problem {
        Problem(405, "method.not_allowed", ["allowed": .list(allowed)])
    }

    package static func bodyTooLarge(bytesMax: Int) -> Problem {
        Problem(413, "body.too_large", ["max": .number(bytesMax)])
    }
}

extension JSONFault {
    var problem: Problem {
        switch self {
        case .malformed(let offset): Problem(400, "body.malformed", ["offset": .number(offset)])
        case .notUTF8(let offset): Problem(400, "body.not_utf8", ["offset": .number(offset)])
        case .tooDeep: Problem(400, "body.too_deep", ["max": .number(JSONParser.depthMax)])
        case .repeatedName(let pointer):
            Problem(400, "body.repeated_name", faults: [.init(pointer, "input.repeated_name")])
        }
    }
}
