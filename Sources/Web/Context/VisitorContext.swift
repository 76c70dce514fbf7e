import HTTPTypes
package import Tenancy
package import Vocabulary

/// A browser on a tenant's pages: its language from the path, its session from the cookie, and,
/// if it writes, a form that this site showed to this browser.
package struct VisitorContext: TenantStage {
    package static let traits = ContextTraits(host: .tenant, face: .page, asksFormToken: true)

    package let arrival: Arrival
    package let profile: TenantProfile
    package let locale: LocaleTag
    package let session: VisitorSession
    /// The look is one that is not published; the page says so.
    package let preview: PreviewPass?

    /// Throws `route.unknown` for a language that the site does not speak, `auth.required` for
    /// another tenant's session, `csrf.invalid` for a write without the form's token, `auth.impersonating` where a
    /// booking's route is closed to whoever acts as an account.
    package init(admitting arrival: Arrival) async throws {
        guard let entry = arrival.tenant, !arrival.isBoundBySlug else { throw Problem.routeUnknown }
        let parts = arrival.parts
        self.arrival = arrival
        let pass = arrival.preview(of: entry.id)
        if let pass, let previewed = try await parts.tenants.preview(entry, pass.release) {
            preview = pass
            profile = previewed
        } else {
            preview = nil
            profile = try await parts.tenants.profile(entry)
        }
        if let named = arrival.parameter(LocalePath.parameter) {
            guard let locale = profile.definition.locales.first(where: { $0.description == named }) else {
                throw Problem.routeUnknown
            }
            self.locale = locale
        } else {
            locale = LocalePath.preferred(arrival.head.headerFields, profile.definition.locales)
        }
        session = try VisitorSession.resume(
            arrival.cookie(VisitorSession.cookieName), tenant: entry.id, keys: parts.keys,
            identifiers: parts.identifiers)
        if arrival.route.isWrite {
            guard !session.isNew, session.accepts(formToken: arrival.content.csrfToken, parts.keys) else {
                throw Problem.csrfInvalid
            }
        }
        try arrival.admitHolder()
    }

    private init(_ other: VisitorContext, _ profile: TenantProfile, _ locale: LocaleTag) {
        arrival = other.arrival
        session = other.session
        preview = nil
        self.profile = profile
        self.locale = locale
    }

    /// The same browser on the same site, as it would be in another look.
    package func showing(_ profile: TenantProfile, in locale: LocaleTag) -> VisitorContext {
        VisitorContext(self, profile, locale)
    }

    package var principal: String { arrival.caller?.name ?? "visit:\(session.id)" }

    package var vary: Vary {
        arrival.parameter(LocalePath.parameter) == nil ? [.host, .cookie, .acceptLanguage] : [.host, .cookie]
    }

    /// For the hidden field `csrf_token` of every form on the page.
    package var formToken: String { session.formToken(arrival.parts.keys) }

    /// Whether it is the one that this browser's forms carry, for what is begun by following a link.
    package func accepts(formToken: String?) -> Bool {
        !session.isNew && session.accepts(formToken: formToken, arrival.parts.keys)
    }

    /// For the hidden field `idempotency_key` of a form whose effect must happen once.
    package func newIdempotencyKey() -> String { identifiers.next().text }

    /// An answer that others may keep never carries a session.
    package func complete(_ answer: inout Answer) {
        guard session.isNew, answer.cache == .personal || answer.cache == .never else { return }
        answer = answer.setting(session.cookie(arrival.parts.keys))
    }
}
