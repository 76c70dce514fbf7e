/// A stage that a request has passed. A handler that takes one cannot run without it.
package protocol RouteContext: Sendable {
    static var traits: ContextTraits { get }
    /// Throws the `Problem` for which the request is turned away.
    init(admitting arrival: Arrival) async throws
    /// Inputs that this stage looked at.
    var vary: Vary { get }
    /// What the stage adds to every answer, a cookie for instance.
    func complete(_ answer: inout Answer)
}

extension RouteContext {
    package func complete(_ answer: inout Answer) {}
}

/// What a context asks of its routes.
package struct ContextTraits: Sendable {
    package enum Host: Sendable {
        case tenant
        case platform
        case any
    }

    package enum Face: Sendable {
        /// Versions, JSON, problems.
        case api
        /// HTML, forms, error pages.
        case page
    }

    /// Cookies as security schemes.
    package static let accountSession = "account_session"
    package static let operatorSession = "operator_session"

    package let host: Host
    package let face: Face
    /// The name of the security scheme in OpenAPI. On a page it is that of a cookie, and who shows none is led to the
    /// sign-in page.
    package var securityScheme: String?
    /// What a form writes goes with the token that the form was shown with.
    package let asksFormToken: Bool
    package var needsIdempotencyKey = false
    /// Another site's page may send a form here, with fields of its own.
    package let isSentFromElsewhere: Bool
    /// The same request is refused when it comes again within seconds.
    package var isDampened = false

    package init(
        host: Host, face: Face, securityScheme: String? = nil, needsIdempotencyKey: Bool = false,
        asksFormToken: Bool = false, isSentFromElsewhere: Bool = false
    ) {
        self.host = host
        self.face = face
        self.securityScheme = securityScheme
        self.needsIdempotencyKey = needsIdempotencyKey
        self.asksFormToken = asksFormToken
        self.isSentFromElsewhere = isSentFromElsewhere
    }
}
