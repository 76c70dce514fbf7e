package import HTTPTypes

/// Header fields that HTTPTypes has no name for; made once, because making a name checks it.
extension HTTPField.Name {
    package static let requestID = known("X-Request-Id")
    package static let apiVersion = known("X-API-Version")
    package static let tenantSlug = known("X-Tenant")
    package static let forwardedHost = known("X-Forwarded-Host")
    package static let forwardedProto = known("X-Forwarded-Proto")
    package static let forwardedFor = known("X-Forwarded-For")
    /// RFC 7239
    package static let forwarded = known("Forwarded")
    package static let traceParent = known("traceparent")
    package static let traceState = known("tracestate")
    package static let idempotencyKey = known("Idempotency-Key")
    package static let idempotentReplayed = known("Idempotent-Replayed")
    /// Tokens that a hold answered with, one or more; told by header, so that no address carries them.
    package static let bookingAccess = known("X-Booking-Access")
    package static let serverTiming = known("Server-Timing")
    package static let referrerPolicy = known("Referrer-Policy")
    package static let permissionsPolicy = known("Permissions-Policy")
    package static let openerPolicy = known("Cross-Origin-Opener-Policy")
    package static let resourcePolicy = known("Cross-Origin-Resource-Policy")
    package static let fetchSite = known("Sec-Fetch-Site")
    package static let deprecation = known("Deprecation")
    package static let sunset = known("Sunset")
    package static let link = known("Link")
    package static let frameOptions = known("X-Frame-Options")
    package static let reportingEndpoints = known("Reporting-Endpoints")

    /// What can prove who asks: two requests that differ in one of these are two people's.
    static let credentials: [HTTPField.Name] = [.authorization, .cookie, .bookingAccess]

    static func known(_ name: StaticString) -> HTTPField.Name {
        guard let name = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is not a field name") }
        return name
    }
}
