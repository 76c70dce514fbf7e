import Web

/// One thing that a request of a route carries, and how the sweep fills it.
struct SweepBlank: Sendable {
    enum Place: Sendable {
        case path, query, body, header, cookie
    }

    enum Fill: Sendable {
        /// The same in every request; for a JSON body, JSON.
        case plain(String)
        /// Something that somebody holds.
        case held(Holdings.Kind)
        /// Needs not be there, and identifies nothing.
        case leftOut
    }

    let name: String
    let place: Place
    let fill: Fill

    var holding: Holdings.Kind? {
        if case .held(let kind) = fill { kind } else { nil }
    }
}

/// What the sweep knows of the inputs there are. A route with one that is not here fails the sweep: whoever
/// adds it says here whether it identifies something of somebody's.
enum SweepVocabulary {
    /// `route#field` where the same word means something else on another route, before the word alone.
    static func fill(_ field: String, of route: Route) -> SweepBlank.Fill? {
        particular["\(route.path)#\(field)"] ?? general[field] ?? numbered(field)
    }

    private static let general: [String: SweepBlank.Fill] = [
        "password": .plain("not the password"), "new_password": .plain("another password"), "code": .leftOut,
        "token": .held(.letterToken), "refresh_token": .held(.refresh), "name": .plain("Ada"), "role": .plain("agent"),
        "rights": .plain("[\"site:read\"]"), "ranges": .leftOut, "limit_per_hour": .leftOut, "expires_at": .leftOut,
        "overlap_hours": .leftOut, "staff": .leftOut, "next": .plain("/en"), "told": .leftOut, "problem": .leftOut,
        "news": .leftOut, "done": .leftOut, "hours": .plain("24"), "release": .plain("1"), "light": .leftOut,
        "dark": .leftOut, "state": .leftOut, "order": .leftOut, "key": .plain("home.title"),
        "pattern": .plain("Swept"), "shown_sequence": .plain("1"), "shown_penalty": .plain("0"),
        "shown_until": .plain("2026-01-01T00:00:00Z"), "reason": .plain("swept"), "own": .leftOut,
        "host": .plain("www.swept.example"),
        "cursor": .leftOut,
        "language": .plain("en"), "session": .held(.session), "identity": .held(.session), "ticket": .held(.ticket),
        "locale": .plain("en"), "id": .held(.booking), "booking": .held(.booking), "hotel": .held(.hotel),
        "reference": .held(.reference), "email": .held(.email), "quote_id": .held(.quote),
        "offer_id": .held(.offer), "cancellation_quote_id": .held(.cancellationQuote),
        "change_quote_id": .held(.changeQuote), "cancel_rooms": .leftOut, "rooms": .leftOut, "drop": .leftOut,
        "destination": .plain("BER"), "q": .plain("Ber"), "check_in": .plain(Holdings.dates.checkIn),
        "check_out": .plain(Holdings.dates.checkOut), "guests": .plain("2"), "limit": .plain("1"),
        "currency": .plain("USD"), "to": .plain("/en"), "choice": .plain("all"), "terms": .plain("accepted"),
        "operations": .plain(#"[{"id":"site","method":"GET","path":"/api/site"}]"#),
        "phone": .leftOut, "notes": .leftOut, "total": .leftOut, "back": .leftOut, "room": .leftOut,
        "stars": .leftOut, "price_max": .leftOut, "total_min": .leftOut, "total_max": .leftOut,
        "refundable": .leftOut, "shown_by": .leftOut, "template": .leftOut, "sort": .leftOut, "page": .leftOut,
        "after": .leftOut,
        "kind": .leftOut, "group": .leftOut,
        "add_room": .leftOut, "remove_room": .leftOut,
        "actor": .leftOut, "action": .plain("booking."), "object_kind": .leftOut, "object_id": .held(.booking),
        "from": .leftOut, "until": .leftOut, "format": .plain("csv"), "days": .plain("7"),
        "needs_person": .leftOut, "verify": .plain("true"), "period": .leftOut, "processor": .plain("sandbox"),
        "publishable_key": .plain("pk_test_sweptswept"),
        "secret_key": .plain("sk_test_sweptswept"), "amount_minor": .plain("1"),
        "measurement": .leftOut, "affiliate": .leftOut, "saved": .leftOut, "card": .held(.card),
        "save": .leftOut, "way": .leftOut, "save_payment_method": .leftOut, "accepted_total": .leftOut,
        "travellers": .plain(#"[{"given_name":"Ada","family_name":"Lovelace"}]"#),
        "pass": .held(.previewPass), "contact": .plain(#"{"email":"ada@example.com"}"#),
    ]

    private static let particular: [String: SweepBlank.Fill] = [
        "/admin/sign-in#email": .held(.ownersEmail), "/admin/sign-in/code#code": .plain("000000"),
        "/admin/staff/{id}#id": .held(.account), "/api/account/payment-methods/{id}#id": .held(.card),
        // To be paid with, a stranger's card is tried in `CardTests`: here nobody is at a till.
        "/api/bookings/{id}/payments#payment_method_id": .leftOut,
        "/{locale}/bookings/{booking}/payment/card#card": .leftOut,
        "/admin/staff/invitations#email": .plain("asked@example.com"),
        "/admin/staff/invitations/{id}/withdraw#id": .held(.invitation), "/admin/keys#after": .held(.key),
        "/admin/staff#q": .leftOut, "/admin/staff/invitations#q": .leftOut, "/admin/keys#q": .leftOut,
        "/admin/domains#q": .leftOut,
        "/admin/keys/new#rights": .plain("site:read"), "/admin/keys/{id}/rotate#id": .held(.key),
        "/admin/keys/{id}/revoke#id": .held(.key), "/admin/domains/{id}#id": .held(.domain),
        "/admin/domains/{id}/verify#id": .held(.domain),
        "/admin/domains/{id}/primary#id": .held(.domain), "/admin/domains/{id}/end-primary#id": .held(.domain),
        "/admin/domains/{id}/remove#id": .held(.domain), "/admin/assets/{file*}#file": .plain("console.css"),
        "/api/me/sessions/{id}#id": .held(.session), "/api/admin/users/{id}#id": .held(.account),
        "/api/admin/users#cursor": .held(.account), "/api/admin/invitations/{id}#id": .held(.invitation),
        "/api/admin/api-keys#cursor": .held(.key), "/api/admin/api-keys/{id}#id": .held(.key),
        "/api/admin/api-keys/{id}/rotate#id": .held(.key), "/api/auth/login#email": .held(.ownersEmail),
        "/api/auth/password/forgot#email": .held(.ownersEmail), "/api/auth/register#email": .held(.ownersEmail),
        "/{locale}/sign-in#email": .held(.ownersEmail), "/{locale}/register#email": .held(.ownersEmail),
        "/{locale}/forgot#email": .held(.ownersEmail), "/{locale}/account/email#email": .held(.ownersEmail),
        "/{locale}/account/trips#cursor": .held(.booking), "/{locale}/account/payments#cursor": .held(.payment),
        "/{locale}/account/factor/confirm#code": .plain("000000"),
        "/api/admin/invitations#email": .plain("asked@example.com"), "/api/me/factor/confirm#code": .plain("000000"),
        "/api/admin/domains#host": .plain("www.swept.example"), "/api/admin/domains/{id}#id": .held(.domain),
        "/api/admin/domains/{id}/verify#id": .held(.domain), "/api/admin/domains/{id}/primary#id": .held(.domain),
        "/.well-known/travelhub-challenge/{token}#token": .held(.challenge),
        "/api/hotels/{id}#id": .held(.hotel), "/api/hotels/search#cursor": .held(.cursor),
        "/{locale}/hotels#cursor": .held(.cursor), "/{locale}/hotels/{hotel}#cursor": .held(.cursor),
        "/api/admin/jobs#state": .leftOut, "/api/admin/jobs#queue": .leftOut, "/api/admin/jobs#kind": .leftOut,
        "/api/admin/jobs#cursor": .leftOut, "/api/admin/jobs/replay#queue": .leftOut,
        "/api/admin/jobs/replay#kind": .leftOut,
        "/api/admin/jobs/{job}/replay#job": .plain("00000000-0000-7000-8000-000000000000"),
        "/api/bookings#cursor": .held(.booking), "/api/admin/audit#cursor": .leftOut,
        "/api/admin/audit/erasures#object_kind": .plain("booking"),
        "/api/admin/audit/erasures#object_id": .plain("00000000-0000-7000-8000-000000000000"),
        "/{locale}/account/factor/codes#code": .plain("000000"),
        "/api/me/factor/recovery-codes#code": .plain("000000"),
        "/api/admin/audit/roots#cursor": .leftOut, "/brand/{file}#file": .held(.brandFile),
        "/assets/{file*}#file": .plain("site.css"), "/{locale}/legal/{page}#page": .plain("terms"),
        "/unsubscribe/{token}#token": .plain(String(repeating: "A", count: 70)),
        "/api/admin/mail/templates/{name}/preview#name": .plain("news"),
        "/api/admin/mail/suppressions/{id}#id": .held(.suppression), "/api/admin/mail/suppressions#reason": .leftOut,
        "/api/admin/mail/suppressions#cursor": .leftOut, "/api/admin/mail/suppressions#address": .leftOut,
        "/admin/mail/suppressions/{id}/lift#id": .held(.suppression), "/admin/mail/suppressions#q": .leftOut,
        "/admin/mail/messages#q": .leftOut, "/admin/mail/letters#q": .leftOut, "/admin/legal#q": .leftOut,
        "/admin/mail/suppressions#after": .held(.suppression),
        "/api/admin/ledger/accounts/{id}#id": .held(.ledgerAccount), "/api/admin/ledger/trial-balance#at": .leftOut,
        "/api/admin/ledger/accounts/{id}/statement#id": .held(.ledgerAccount),
        "/api/admin/ledger/accounts/{id}/statement/export#id": .held(.ledgerAccount),
        "/admin/ledger/accounts/{id}#id": .held(.ledgerAccount), "/admin/ledger/accounts#code": .leftOut,
        "/api/admin/ledger/accounts#code": .leftOut, "/api/admin/ledger/accounts#currency": .leftOut,
        "/admin/ledger/accounts#currency": .leftOut, "/api/admin/ledger/accounts#subject": .held(.booking),
        "/admin/ledger/accounts#subject": .held(.booking), "/admin/ledger#currency": .leftOut,
        "/api/admin/payments/{id}#id": .held(.payment), "/admin/payments/{id}#id": .held(.payment),
        "/admin/payments#currency": .leftOut, "/api/admin/payments#currency": .leftOut,
        "/api/admin/payments/export#currency": .leftOut, "/api/account/payments#currency": .leftOut,
        "/{locale}/account/payments#currency": .leftOut, "/{locale}/account/payments/download#currency": .leftOut,
        "/admin/payments/{id}/look#id": .held(.payment), "/admin/payments/{id}/settled#id": .held(.payment),
        "/admin/payments/refunds/{id}/settled#id": .held(.refund),
        "/api/admin/payments/{id}/look#id": .held(.payment), "/api/admin/payments/{id}/settled#id": .held(.payment),
        "/api/admin/payments/refunds/{id}/settled#id": .held(.refund),
        "/admin/bookings/{id}/refund#id": .held(.paidBooking), "/admin/bookings/{id}/refund#amount": .leftOut,
        "/api/admin/bookings/{id}/payments#id": .held(.paidBooking),
        "/api/admin/bookings/{id}/refund-previews#id": .held(.paidBooking),
        "/api/admin/bookings/{id}/refund-previews#amount": .plain(#"{"amount":1,"currency":"USD"}"#),
        "/api/admin/bookings/{id}/refunds#id": .held(.paidBooking),
        "/api/admin/bookings/{id}/refunds#amount": .plain(#"{"amount":1,"currency":"USD"}"#),
        "/api/admin/billing/invoices/{id}#id": .held(.invoice),
        "/api/admin/billing/invoices/{id}/pdf#id": .held(.invoice), "/admin/billing/{id}#id": .held(.invoice),
        "/admin/billing/{id}/invoice.pdf#id": .held(.invoice), "/admin/billing/statement#q": .leftOut,
        "/api/admin/mail/messages#state": .leftOut, "/api/admin/mail/messages#cursor": .leftOut,
        "/api/admin/mail/sender#address": .plain("site@example.com"), "/api/admin/mail/sender#name": .plain("Site"),
        "/api/admin/mail/sender#reply_to": .leftOut, "/api/admin/mail/sender/key#algorithm": .leftOut,
        "/{locale}/checkout#email": .plain("ada@example.com"),
        "/{locale}/checkout/start#email": .leftOut, "/{locale}/checkout/start#terms": .leftOut,
    ].merging(openID) { $1 }.merging(settled) { $1 }.merging(looks) { $1 }.merging(papers) { $1 }

    /// Papers there are only of what is agreed.
    private static let papers: [String: SweepBlank.Fill] = {
        var fills: [String: SweepBlank.Fill] = [:]
        for (path, field) in [
            ("/api/bookings/{id}", "id"), ("/{locale}/bookings/{booking}", "booking"), ("/admin/bookings/{id}", "id"),
        ] {
            for paper in paperPaths {
                fills["\(path)\(paper)#\(field)"] = .held(.agreed)
                for part in ["company", "tax_number", "address", "number"] {
                    fills["\(path)\(paper)#\(part)"] = .leftOut
                }
            }
            for deed in changePaths {
                fills["\(path)\(deed)#\(field)"] = .held(.agreed)
                fills["\(path)\(deed)#check_in"] = .plain(Holdings.changedDates.checkIn)
                fills["\(path)\(deed)#check_out"] = .plain(Holdings.changedDates.checkOut)
            }
        }
        return fills
    }()

    private static let paperPaths = [
        "/receipt", "/invoice", "/credit-note", "/papers", "/receipt.pdf", "/invoice.pdf", "/credit-note.pdf",
        "/stay.ics",
        "/resend",
    ]

    /// And only that can be changed.
    private static let changePaths = ["/change", "/change-quote", "/change-quotes"]

    static func token(of route: Route) -> Holdings.Kind {
        (paperPaths + changePaths).contains { "\(route.path)" == "/api/bookings/{id}\($0)" } ? .agreedToken : .token
    }

    /// The brand editor: a look under way is found by whose session asks, by nothing that a request says.
    private static let looks: [String: SweepBlank.Fill] = {
        var fills: [String: SweepBlank.Fill] = [
            "/preview/look/{look}#look": .plain("sketch"), "/preview/look/{look}/{file}#look": .plain("1"),
            "/preview/look/{look}/{file}#file": .held(.brandFile),
            "/admin/brand/edit/pictures/{place}#place": .plain("logo"),
            "/admin/brand/edit#deed": .plain("preview"), "/preview/look/{look}#direction": .plain("rtl"),
            "/preview/look/{look}#scheme": .plain("dark"), "/preview/look/{look}#page": .plain("confirmation"),
        ]
        for path in ["/admin/brand/edit", "/admin/brand/releases/{release}"] {
            for field in ["scheme", "direction", "width", "page"] { fills["\(path)#preview_\(field)"] = .leftOut }
        }
        for field in [
            "layout", "colour_scheme", "density", "motif", "radius_pixels", "text_font", "display_font", "size_pixels",
            "scale_percent", "logo", "logo_dark", "favicon", "social_image", "without",
        ] {
            fills["/admin/brand/edit#\(field)"] = .leftOut
            fills["/api/admin/branding/drafts#\(field)"] = .leftOut
        }
        fills["/api/admin/branding/drafts#pictures"] = .leftOut
        return fills
    }()

    /// What a site's people say of themselves is the same word on every site.
    private static let settled: [String: SweepBlank.Fill] = {
        var fills: [String: SweepBlank.Fill] = [:]
        for path in ["/api/admin/settings", "/admin/contact"] {
            for (field, text) in [
                ("mail", "desk@swept.example"), ("phone", "+4315550142"), ("zone", "Europe/Vienna"),
            ] {
                fills["\(path)/support#\(field)"] = .plain(text)
            }
            fills["\(path)/support#hours"] = .leftOut
            fills["\(path)/company#company"] = .plain("Swept Ltd")
            fills["\(path)/company#registration"] = .leftOut
            fills["\(path)/company#address"] = .plain(path.hasPrefix("/api") ? "[\"Main Road 1\"]" : "Main Road 1")
            fills["\(path)/company#country"] = .plain("AT")
        }
        fills["/admin/mail/sender#address"] = .plain("site@example.com")
        fills["/admin/mail/sender#reply_to"] = .leftOut
        fills["/admin/mail/sender/key#algorithm"] = .plain("ed25519-sha256")
        for way in ["", "/html"] { fills["/admin/mail/letters/{name}\(way)#name"] = .plain("news") }
        for path in ["/api/admin/pages/{kind}/{locale}", "/admin/legal/{kind}/{locale}"] {
            for way in ["", "/versions", "/preview", "/publish", "/history"] {
                fills["\(path)\(way)#kind"] = .plain("terms")
                for field in ["seen", "version"] { fills["\(path)\(way)#\(field)"] = .leftOut }
                fills["\(path)\(way)#title"] = .plain("Terms")
                fills["\(path)\(way)#body"] = .plain("<p>Swept</p>")
            }
        }
        return fills
    }()

    /// Providers are configured by staff, and a way to one begins in a browser: nothing here is anybody's.
    private static let openID: [String: SweepBlank.Fill] = {
        var fills: [String: SweepBlank.Fill] = [:]
        for place in ["start", "callback"] {
            let path = "/api/auth/oidc/{provider}/\(place)"
            fills["\(path)#provider"] = .plain("nobody")
            for field in ["next", "link", "csrf_token", "state", "code", "error", "iss"] {
                fills["\(path)#\(field)"] = .leftOut
            }
        }
        for path in ["/api/admin/identity-providers", "/api/admin/identity-providers/{id}"] {
            for (field, text) in [
                ("slug", "nobody"), ("name", "Nobody"), ("issuer", "https://nobody.example"), ("client_id", "nobody"),
            ] {
                fills["\(path)#\(field)"] = .plain(text)
            }
            for field in ["labels", "client_secret", "scopes", "algorithms", "trusts_email", "is_enabled"] {
                fills["\(path)#\(field)"] = .leftOut
            }
        }
        return fills
    }()

    /// `room_2_adults`, `traveller_1_given`
    private static func numbered(_ field: String) -> SweepBlank.Fill? {
        // Colours of a palette: `light_accent`.
        if field.hasPrefix("light_") || field.hasPrefix("dark_") { return .leftOut }
        let parts = field.split(separator: "_", maxSplits: 2)
        guard parts.count == 3, Int(parts[1]) != nil else { return nil }
        switch (parts[0], parts[1], parts[2]) {
        case ("traveller", "1", "given"): return .plain("Ada")
        case ("traveller", "1", "family"): return .plain("Lovelace")
        case ("traveller", _, _), ("room", _, "adults"), ("room", _, "children"): return .leftOut
        default: return nil
        }
    }

    /// Where two ways to say the same exclude each other: what to leave out of each request.
    static func variants(of route: Route) -> [Set<String>] {
        switch "\(route.method) \(route.path)" {
        case "POST /api/bookings": [["quote_id"], ["offer_id"]]
        case "GET /api/bookings": [["reference", "email"], ["cursor"]]
        case "GET /api/bookings/{id}", "POST /api/bookings/{id}/confirm",
            "GET /api/bookings/{id}/receipt", "GET /api/bookings/{id}/invoice", "POST /api/bookings/{id}/invoice",
            "GET /api/bookings/{id}/credit-note", "GET /api/bookings/{id}/papers",
            "POST /api/bookings/{id}/cancellation-quotes", "POST /api/bookings/{id}/cancel",
            "POST /api/bookings/{id}/change-quotes", "POST /api/bookings/{id}/change":
            [["email"], ["x-booking-access"]]
        // A list as its page, and as its file.
        case let way where way.hasPrefix("GET /admin/") && route.input.contains { $0.name == "format" }:
            [["format"], []]
        default: [[]]
        }
    }
}
