import HTTPTypes
package import Vocabulary

/// A browser on the platform's own pages, whoever it is.
package struct PlatformPageContext: RouteContext {
    package static let traits = ContextTraits(host: .platform, face: .page)

    package let arrival: Arrival
    package let locale: LocaleTag

    package init(admitting arrival: Arrival) async throws {
        guard arrival.tenant == nil else { throw Problem.routeUnknown }
        self.arrival = arrival
        locale = arrival.head.headerFields.preferredLocale(of: arrival.parts.words.locales)
    }

    package var vary: Vary { [.host, .acceptLanguage, .cookie] }
}

/// A signed-in operator's browser.
package struct OperatorPageContext: RouteContext, AsksOperator {
    package static let traits = ContextTraits(
        host: .platform, face: .page, securityScheme: ContextTraits.operatorSession, asksFormToken: true)

    package let platform: PlatformPageContext
    package let caller: OperatorCaller
    /// For the hidden field `csrf_token` of every form on the page.
    package let formToken: String

    /// Leads to the sign-in page who is not signed in; throws `csrf.invalid` for a write without the form's token.
    package init(admitting arrival: Arrival) async throws {
        platform = try await PlatformPageContext(admitting: arrival)
        guard let cookie = arrival.cookie(CredentialCheck.operatorCookie),
            let caller = try await arrival.parts.credentials.operatorSession(cookie, arrival.place),
            let session = caller.session
        else { throw SignInNeeded(page: "/sign-in", from: arrival) }
        self.caller = caller
        formToken = arrival.parts.keys.formMark("operator.\(session.text)")
        if arrival.route.isWrite {
            guard let shown = arrival.content.csrfToken, SessionKeys.equal(formToken, shown) else {
                throw Problem.csrfInvalid
            }
        }
    }

    package var arrival: Arrival { platform.arrival }
    package var locale: LocaleTag { caller.locale ?? platform.locale }
    package var vary: Vary { platform.vary }
    package var actor: String { "operator:\(caller.name)" }
    package var requestID: String { arrival.requestID }
}
