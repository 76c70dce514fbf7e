/// What the trail has of each route that writes: a verb that is tried, the verb of another route that a page is
/// another face of, or nothing, and why. A route that is not here fails the proof.
enum AuditedRoutes {
    static let verbs = AuditedVerb.account + AuditedVerb.staff + AuditedVerb.operators + AuditedVerb.bookings

    /// Pages and what they do.
    static let faces: [String: String] = [
        "POST /{locale}/verify": "POST /api/auth/email/verify", "POST /{locale}/sign-in": "POST /api/auth/login",
        "POST /{locale}/sign-in/code": "POST /api/auth/login", "POST /{locale}/sign-out": "POST /api/auth/logout",
        "POST /{locale}/reset": "POST /api/auth/password/reset",
        "POST /{locale}/confirm-email": "POST /api/auth/email/confirm",
        "POST /{locale}/invitation": "POST /api/auth/invitations/accept",
        "POST /{locale}/account": "PATCH /api/me", "POST /{locale}/account/password": "POST /api/me/password",
        "POST /{locale}/account/email": "POST /api/me/email",
        "POST /{locale}/account/deletion": "POST /api/me/deletion",
        "POST /{locale}/account/devices/end": "DELETE /api/me/sessions/{id}",
        "POST /{locale}/account/devices/end-others": "POST /api/me/sessions/end-others",
        "POST /{locale}/account/identities/end": "DELETE /api/me/identities/{id}",
        "POST /{locale}/account/factor": "POST /api/me/factor",
        "POST /{locale}/account/factor/confirm": "POST /api/me/factor/confirm",
        "POST /{locale}/account/factor/off": "POST /api/me/factor/off",
        "POST /{locale}/checkout": "POST /api/bookings",
        "POST /{locale}/bookings/{booking}/confirm": "POST /api/bookings/{id}/confirm",
        "POST /{locale}/bookings/{booking}/cancel": "POST /api/bookings/{id}/cancel",
        "POST /impersonation": "POST /impersonation",
        "POST /admin/sign-in": "POST /api/auth/login", "POST /admin/sign-in/code": "POST /api/auth/login",
        "POST /admin/sign-out": "POST /api/auth/logout",
        "POST /admin/staff/invitations": "POST /api/admin/invitations",
        "POST /admin/staff/invitations/{id}/withdraw": "DELETE /api/admin/invitations/{id}",
        "POST /admin/staff/{id}": "PATCH /api/admin/users/{id}",
        "POST /admin/domains": "POST /api/admin/domains",
        "POST /admin/domains/{id}/verify": "POST /api/admin/domains/{id}/verify",
        "POST /admin/domains/{id}/primary": "POST /api/admin/domains/{id}/primary",
        "POST /admin/domains/{id}/end-primary": "DELETE /api/admin/domains/{id}/primary",
        "POST /admin/domains/{id}/remove": "DELETE /api/admin/domains/{id}",
        "POST /admin/brand/edit": "POST /api/admin/branding/drafts",
        "POST /admin/brand/releases/{release}/publish": "POST /api/admin/branding/releases/{release}/publish",
        "POST /admin/texts/edit": "PUT /api/admin/messages/{locale}/{key}",
        "POST /admin/keys/new": "POST /api/admin/api-keys",
        "POST /admin/keys/{id}/rotate": "POST /api/admin/api-keys/{id}/rotate",
        "POST /admin/keys/{id}/revoke": "DELETE /api/admin/api-keys/{id}",
        "POST /sign-in": "POST /api/platform/auth/login", "POST /sign-out": "POST /api/platform/auth/logout",
        "POST /desk/tenants/{slug}/invitation": "POST /api/platform/tenants/{slug}/invitations",
        "POST /desk/tenants/{slug}/impersonation": "POST /api/platform/tenants/{slug}/impersonations",
        "POST /api/platform/tenants/{slug}/branding/drafts": "POST /api/admin/branding/drafts",
    ]

    /// Proved by tests of their own, which need name servers, a worker or a booking that has come further.
    static let elsewhere: [String: String] = [
        "POST /admin/bookings/{id}/cancel": "IsolationTests/Console/StaffCancelTests",
        "POST /api/bookings/{id}/cancel": "BookingsTests", "POST /impersonation": "StorefrontTests",
        "POST /api/admin/domains/{id}/verify": "TenancyTests/Domains",
        "POST /api/admin/domains/{id}/primary": "TenancyTests/Domains",
        "DELETE /api/admin/domains/{id}/primary": "TenancyTests/Domains",
        "POST /api/platform/tenants/{slug}/domains/{id}/verify": "TenancyTests/Domains",
        "POST /api/platform/tenants/{slug}/domains/{id}/primary": "TenancyTests/Domains",
        "DELETE /api/platform/tenants/{slug}/domains/{id}/primary": "TenancyTests/Domains",
        "POST /api/platform/jobs/run": "JourneyTests/JobConsoleTests",
        "POST /api/platform/tenants": "JourneyTests/OperationTests",
    ]

    static let silent: [String: String] = [
        "POST /api/auth/register": "asks for a letter; the account is an entry once its address is proved",
        "POST /{locale}/register": "the same",
        "POST /api/auth/password/forgot": "asks for a letter; the new password is an entry",
        "POST /{locale}/forgot": "the same",
        "POST /api/auth/refresh": "goes on with a session; a token that is shown twice is an entry",
        "POST /api/quotes": "a price that holds for a while", "POST /{locale}/checkout/start": "the same",
        "POST /api/bookings/{id}/cancellation-quotes": "a price that holds for a while",
        "POST /{locale}/bookings/{booking}/cancellation": "the same",
        "POST /{locale}/manage": "opens what exists", "POST /{locale}/cookies": "sets a cookie",
        "POST /{locale}/account/news": "a consent is a row of its own that stays, as each step after it",
        "POST /unsubscribe/{token}": "the same",
        "POST /api/batch": "each of its operations is another route's",
        "POST /csp-reports": "a browser's report, counted",
        "POST /api/platform/mail/bounces": "a mail server's report is a row of its own that stays",
        "POST /api/admin/identity-providers/{id}/check": "asks and keeps nothing",
        "POST /api/admin/branding/releases/{release}/previews": "signs a link and keeps nothing",
        "POST /api/platform/tenants/{slug}/branding/releases/{release}/previews": "the same",
    ]

    /// Faces of one verb whose paths are made in a loop.
    static let families = ["POST /desk/"]
}
