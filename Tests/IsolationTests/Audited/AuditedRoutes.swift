/// What the trail has of each route that writes: a verb that is tried, the verb of another route that a page is
/// another face of, or nothing, and why. A route that is not here fails the proof.
enum AuditedRoutes {
    static let verbs =
        AuditedVerb.account + AuditedVerb.staff + AuditedVerb.operators + AuditedVerb.bookings + AuditedVerb.pages
        + AuditedVerb.desk + AuditedVerb.console + AuditedVerb.domains + AuditedVerb.billing + AuditedVerb.till

    /// Pages that want more steps before them than are tried here, and what they do.
    static let faces: [String: String] = [
        "POST /{locale}/account/factor/codes": "POST /api/me/factor/recovery-codes",
        "POST /{locale}/checkout": "POST /api/bookings",
        "POST /{locale}/bookings/{booking}/change": "POST /api/bookings/{id}/change",
        "POST /{locale}/bookings/{booking}/pay": "POST /api/bookings/{id}/payments",
        "POST /{locale}/bookings/{booking}/payment/card": "POST /api/bookings/{id}/payments",
        "POST /{locale}/account/payment-methods/{card}/remove": "DELETE /api/account/payment-methods/{id}",
        "POST /admin/contact/support": "PUT /api/admin/settings/support",
        "POST /admin/contact/company": "PUT /api/admin/settings/company",
        "POST /admin/legal/{kind}/{locale}/publish": "PUT /api/admin/pages/{kind}/{locale}",
        "POST /admin/mail/sender": "PUT /api/admin/mail/sender",
        "POST /admin/mail/sender/check": "POST /api/admin/mail/sender/check",
        "POST /admin/mail/sender/key": "POST /api/admin/mail/sender/key",
        "POST /admin/mail/suppressions/{id}/lift": "DELETE /api/admin/mail/suppressions/{id}",
        "POST /admin/mail/sender/remove": "DELETE /api/admin/mail/sender",
        "POST /admin/bookings/{id}/cancel": "POST /api/admin/bookings/{id}/cancel",
        "POST /admin/bookings/{id}/resend": "POST /{locale}/bookings/{booking}/resend",
        "POST /admin/bookings/{id}/refund": "POST /api/admin/bookings/{id}/refunds",
        "POST /admin/payments/account": "PUT /api/admin/payment-account",
        "POST /admin/payments/account/disconnect": "DELETE /api/admin/payment-account",
        "POST /desk/tenants/{slug}/invoice": "POST /api/platform/tenants/{slug}/invoices",
        "POST /desk/invoices/{slug}/{id}/pay": "POST /api/platform/tenants/{slug}/invoices/{id}/pay",
        "POST /desk/invoices/{slug}/{id}/void": "POST /api/platform/tenants/{slug}/invoices/{id}/void",
        "POST /admin/payments/refunds/{id}/settled": "POST /api/admin/payments/{id}/settled",
        "POST /admin/payments/{id}/settled": "POST /api/admin/payments/{id}/settled",
        "POST /api/admin/payments/refunds/{id}/settled": "POST /api/admin/payments/{id}/settled",
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
        "POST /api/bookings/{id}/change-quotes": "the same",
        "POST /{locale}/bookings/{booking}/change-quote": "the same",
        "POST /api/admin/bookings/{id}/cancellation-quotes": "the same",
        "POST /{locale}/manage": "opens what exists", "POST /{locale}/cookies": "sets a cookie",
        "POST /{locale}/account/news": "a consent is a row of its own that stays, as each step after it",
        "POST /unsubscribe/{token}": "the same",
        "POST /api/batch": "each of its operations is another route's",
        "POST /api/bookings/{id}/payments/settle": "looks; what follows is the booking's own course",
        "POST /admin/payments/{id}/look": "looks; what follows is the payment's own course",
        "POST /api/admin/payments/{id}/look": "the same",
        "POST /api/admin/bookings/{id}/refund-previews": "says what would be, and keeps nothing",
        "POST /api/payments/events": "an event of the processor is a row of its own that stays",
        "POST /csp-reports": "a browser's report, counted",
        "POST /api/auth/oidc/{provider}/callback": "leads the browser on by an address, and that is all",
        "POST /api/platform/mail/bounces": "a mail server's report is a row of its own that stays",
        "POST /api/admin/identity-providers/{id}/check": "asks and keeps nothing",
        "POST /api/admin/branding/releases/{release}/previews": "signs a link and keeps nothing",
        "POST /api/platform/tenants/{slug}/branding/releases/{release}/previews": "the same",
        "POST /api/admin/pages/{kind}/{locale}/preview": "shows a text and keeps nothing",
        "POST /admin/legal/{kind}/{locale}/preview": "the same",
    ]
}
