import HTTPTypes

/// What tells a browser to distrust us: nothing inline, nothing foreign, no frame around us.
enum SecurityHeaders {
    private static let pagePolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
        "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
        "report-uri \(ViolationReports.path)", "report-to \(ViolationReports.endpoint)",
    ].joined(separator: "; ")

    private static let shared: [HTTPField] = [
        HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        HTTPField(name: .referrerPolicy, value: "strict-origin-when-cross-origin"),
        HTTPField(name: .resourcePolicy, value: "same-origin"),
    ]

    /// For answers that no browser renders.
    static let data: [HTTPField] =
        shared + [HTTPField(name: .contentSecurityPolicy, value: "default-src 'none'; frame-ancestors 'none'")]

    static let page: [HTTPField] =
        shared + [
            HTTPField(name: .contentSecurityPolicy, value: pagePolicy),
            HTTPField(
                name: .reportingEndpoints, value: "\(ViolationReports.endpoint)=\"\(ViolationReports.path)\""),
            HTTPField(name: .frameOptions, value: "DENY"),
            HTTPField(name: .openerPolicy, value: "same-origin"),
            HTTPField(
                name: .permissionsPolicy,
                value: "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
        ]

    /// Only over TLS: two years, as browsers' preload lists ask. Subdomains are other partners' business.
    static let secure = HTTPField(name: .strictTransportSecurity, value: "max-age=63072000")
}
