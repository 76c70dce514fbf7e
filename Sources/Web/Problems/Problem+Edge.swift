package import Vocabulary

/// The problems that any route can answer; features bring their own.
extension Problem {
    package static let hostInvalid = Problem(400, "host.invalid")
    package static let tenantUnknown = Problem(404, "tenant.unknown")
    package static let routeUnknown = Problem(404, "route.unknown")
    package static let pathMalformed = Problem(400, "path.malformed")
    package static let queryMalformed = Problem(400, "query.malformed")
    package static let csrfInvalid = Problem(403, "csrf.invalid")
    package static let authRequired = Problem(401, "auth.required")
    package static let overload = Problem(503, "overload", retryAfterSeconds: 1)
    package static let timedOut = Problem(503, "server.timed_out", retryAfterSeconds: 1)
    package static let databaseUnavailable = Problem(503, "database.unavailable", retryAfterSeconds: 2)
    package static let unexpected = Problem(500, "server.error")
    package static let idempotencyKeyMissing = Problem(400, "idempotency.missing")
    package static let idempotencyKeyTooLong = Problem(
        400, "idempotency.too_long", ["max": .number(IdempotencyKey.lengthMax)])
    package static let idempotencyInFlight = Problem(409, "idempotency.in_flight", retryAfterSeconds: 1)
    package static let idempotencyMismatch = Problem(422, "idempotency.mismatch")
    package static let repeatedTooSoon = Problem(409, "request.repeated", retryAfterSeconds: 3)

    package static func pathTooLong(bytesMax: Int) -> Problem {
        Problem(414, "path.too_long", ["max": .number(bytesMax)])
    }

    /// The document names the permission, so that whoever gives rights knows which.
    package static func permissionDenied(_ rule: PermissionRule) -> Problem {
        Problem(403, "permission.denied", members: ["permission": .text(rule.description)])
    }

    package static func methodNotAllowed(_ allowed: [String]) -> Problem {
        Problem(405, "method.not_allowed", ["allowed": .list(allowed)])
    }

    package static func mediaUnsupported(expected: String) -> Problem {
        Problem(415, "media.unsupported", ["expected": .text(expected)])
    }

    package static func bodyTooLarge(bytesMax: Int) -> Problem {
        Problem(413, "body.too_large", ["max": .number(bytesMax)])
    }
}

extension JSONFault {
    /// Of every case.
    static let codes = [
        "body.malformed", "body.not_utf8", "body.too_many", "body.too_wide", "body.name_too_long", "body.too_deep",
        "body.repeated_name",
    ]

    var problem: Problem {
        switch self {
        case .malformed(let offset): Problem(400, "body.malformed", ["offset": .number(offset)])
        case .notUTF8(let offset): Problem(400, "body.not_utf8", ["offset": .number(offset)])
        case .tooMany: Problem(400, "body.too_many", ["max": .number(JSONParser.valuesMax)])
        case .tooWide: Problem(400, "body.too_wide", ["max": .number(JSONParser.widthMax)])
        case .nameTooLong(let offset):
            Problem(
                400, "body.name_too_long", ["max": .number(JSONParser.nameBytesMax), "offset": .number(offset)])
        case .tooDeep: Problem(400, "body.too_deep", ["max": .number(JSONParser.depthMax)])
        case .repeatedName(let pointer):
            Problem(400, "body.repeated_name", faults: [.init(pointer, "duplicate")])
        }
    }
}
