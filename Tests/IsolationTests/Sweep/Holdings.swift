import Foundation
import NIOHTTP1
import TestSupport
import Vocabulary

/// Everything that one visitor of one site holds and could show elsewhere, or the like of it that
/// nobody holds.
struct Holdings: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case booking, reference, email, token, quote, offer, cancellationQuote, hotel, cursor, brandFile
        /// One that is agreed, and has papers.
        case agreed, agreedToken, changeQuote
        /// Of a till, which only some gather.
        case payment, refund, paidBooking
        /// The platform's to the site.
        case invoice
        case account, ownersEmail, card, session, refresh, letterToken, invitation, key, suppression, ledgerAccount
        /// `Bearer …`; the spare one is for the route that ends its session, the key's for whatever takes keys.
        case bearer, spareBearer, keySecret
        case idempotencyKey, csrfToken, previewPass, domain, challenge
        /// `__Host-visit=…` and its like.
        case visitCookie, bookingsCookie, previewCookie
        /// Of the owner's browser, signed in; the spare one is for pages that end sessions.
        case accountCookie, spareAccountCookie
        /// Of a browser on its way to a provider and back: sealed by the test, because no provider answers here.
        case oidcCookie
        /// For an operator to act as the owner.
        case ticket
    }

    private var values: [Kind: String] = [:]

    subscript(_ kind: Kind) -> String {
        get { values[kind] ?? "" }
        set { values[kind] = newValue }
    }

    var all: [String] { Kind.allCases.map { self[$0] }.filter { !$0.isEmpty } }

    static func body(_ source: String, traveller: String, email: String) -> String {
        """
        {\(source),"travellers":[{"given_name":"\(traveller)","family_name":"\(traveller)son"}],
         "contact":{"email":"\(email)"}}
        """
    }

    static var dates: (checkIn: String, checkOut: String) {
        let today = CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970 / 86_400))
        return (today.adding(days: 9).description, today.adding(days: 11).description)
    }

    /// The day after `dates` end.
    static var dayAfter: String {
        let today = CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970 / 86_400))
        return today.adding(days: 12).description
    }

    static var search: String {
        searching(dates)
    }

    /// Nights that only bookings use which come to something: what is tried out finds the others as free as before.
    static var laterDates: (checkIn: String, checkOut: String) {
        let today = CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970 / 86_400))
        return (today.adding(days: 19).description, today.adding(days: 21).description)
    }

    /// What such a booking is changed to: a night more, which no terms are against; it is paid at the property.
    static var changedDates: (checkIn: String, checkOut: String) {
        let today = CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970 / 86_400))
        return (today.adding(days: 19).description, today.adding(days: 22).description)
    }

    static func searching(_ dates: (checkIn: String, checkOut: String)) -> String {
        "/api/hotels/search?destination=BER&check_in=\(dates.checkIn)&check_out=\(dates.checkOut)&guests=2&limit=1"
    }

    /// As a traveller gets them: search, quote, hold, ask what cancelling costs, find it in a browser.
    static func gather(_ wire: Wire, word: String) async throws -> Holdings {
        var held = Holdings()
        // What the site keeps for all its visitors is kept from here on.
        for language in ["en", "ja"] {
            _ = try await wire.get("/api/destinations?q=Ber&limit=1", [("accept-language", language)]).expect("code")
        }
        let found = try await wire.get(search)
        held[.offer] = try found.expect("offer_id")
        held[.hotel] = try found.expect("id")
        held[.cursor] = try found.expect("next_cursor")
        held[.quote] = try await wire.json("/api/quotes", [], "{\"offer_id\":\"\(held[.offer])\"}").expect("quote_id")
        held[.email] = "\(word)-\(UUID().uuidString.prefix(8).lowercased())@example.com"
        held[.idempotencyKey] = "key-\(word)-\(UUID().uuidString)"
        let booking = try await wire.json(
            "/api/bookings", [("idempotency-key", held[.idempotencyKey])],
            body("\"offer_id\":\"\(held[.offer])\"", traveller: word.capitalized, email: held[.email]))
        held[.booking] = try booking.expect("id")
        held[.reference] = try booking.expect("reference")
        held[.token] = booking.headers.first(name: "x-booking-access") ?? ""
        let asked = try await wire.json(
            "/api/bookings/\(held[.booking])/cancellation-quotes", [("x-booking-access", held[.token])], "{}")
        held[.cancellationQuote] = try asked.expect("cancellation_quote_id")
        held[.brandFile] =
            try await wire.get("/api/site", [("accept-language", "en")]).expect("logo_url").split(separator: "/").last
            .map(String.init) ?? ""
        let page = try await wire.get("/en/manage", [("accept", "text/html")])
        held[.csrfToken] = page.hidden("csrf_token") ?? ""
        held[.visitCookie] = page.cookie("visit") ?? ""
        let opened = try await wire.form(
            "/en/manage", [("accept", "text/html"), ("cookie", held[.visitCookie])],
            [("csrf_token", held[.csrfToken]), ("reference", held[.reference]), ("email", held[.email])])
        held[.bookingsCookie] = opened.cookie("bookings") ?? ""
        try await held.agree(on: wire, word: word)
        let preview = try await Wire(port: wire.port, host: SweptSites.platformHost).send(
            "POST", "/api/platform/tenants/\(word)/branding/releases/1/previews",
            [("authorization", "Bearer \(SweptSites.operatorToken)")])
        held[.previewPass] = try preview.expect("preview_url").split(separator: "=").last.map(String.init) ?? ""
        held[.previewCookie] =
            try await wire.get("/preview?pass=\(held[.previewPass])", [("accept", "text/html")]).cookie("preview") ?? ""
        try await SweptPeople(word: word).gather(wire, into: &held)
        let domain = try await Wire(port: wire.port, host: SweptSites.platformHost).json(
            "/api/platform/tenants/\(word)/domains", [("authorization", "Bearer \(SweptSites.operatorToken)")],
            "{\"host\":\"www.\(word).example\"}")
        held[.domain] = try domain.expect("id")
        held[.challenge] = try domain.expect("content")
        for kind in Kind.allCases where held[kind].isEmpty && !gatheredApart.contains(kind) {
            throw Wire.Reply.Missing(description: "no \(kind) on \(wire.host)")
        }
        return held
    }

    private static let gatheredApart: Set<Kind> = [.oidcCookie, .payment, .refund, .paidBooking, .invoice]

    /// A second booking that becomes one with an invoice, and that the same browser opens.
    private mutating func agree(on wire: Wire, word: String) async throws {
        let offer = try await wire.get(Self.searching(Self.laterDates)).expect("offer_id")
        let booking = try await wire.json(
            "/api/bookings", [("idempotency-key", UUID().uuidString)],
            Self.body("\"offer_id\":\"\(offer)\"", traveller: word.capitalized, email: self[.email]))
        self[.agreed] = try booking.expect("id")
        self[.agreedToken] = booking.headers.first(name: "x-booking-access") ?? ""
        for deed in ["confirm", "invoice"] {
            let done = try await wire.json(
                "/api/bookings/\(self[.agreed])/\(deed)",
                [("x-booking-access", self[.agreedToken]), ("idempotency-key", UUID().uuidString)], "{}")
            guard done.status < 300 else { throw Wire.Reply.Missing(description: "\(deed): \(done.body)") }
        }
        let asked = try await wire.json(
            "/api/bookings/\(self[.agreed])/change-quotes", [("x-booking-access", self[.agreedToken])],
            "{\"check_in\":\"\(Self.changedDates.checkIn)\",\"check_out\":\"\(Self.changedDates.checkOut)\"}")
        self[.changeQuote] = try asked.expect("change_quote_id")
        let opened = try await wire.form(
            "/en/manage", [("accept", "text/html"), ("cookie", "\(self[.visitCookie]); \(self[.bookingsCookie])")],
            [
                ("csrf_token", self[.csrfToken]), ("reference", try booking.expect("reference")),
                ("email", self[.email]),
            ])
        self[.bookingsCookie] = opened.cookie("bookings") ?? ""
    }

    /// The same kinds of things, well formed, as nobody has them.
    static func invented(like real: Holdings) -> Holdings {
        var held = Holdings()
        let uuid = { UUID().uuidString.lowercased() }
        held[.booking] = uuid()
        held[.reference] = "ZZZZ2222"
        held[.email] = "nobody-\(uuid().prefix(8))@example.com"
        held[.token] = "bka_" + String(repeating: "x", count: real[.token].utf8.count - 4)
        held[.agreed] = uuid()
        held[.agreedToken] = held[.token]
        held[.quote] = uuid()
        held[.offer] = String(real[.offer].reversed())
        held[.cancellationQuote] = uuid()
        held[.changeQuote] = uuid()
        held[.hotel] = uuid()
        held[.cursor] = Data("recommended:0:\(UUID().uuidString)".utf8).base64EncodedString()
            .replacingOccurrences(of: "=", with: "")
        // The name without a hash leads to a site's own present file, whatever the hash is.
        held[.brandFile] = real[.brandFile].split(separator: ".").enumerated().map { $0 == 1 ? "0000000000" : $1 }
            .joined(separator: ".")
        held[.idempotencyKey] = "key-nobody-\(uuid())"
        held[.csrfToken] = String(real[.csrfToken].reversed())
        for kind in [
            Kind.account, .session, .invitation, .key, .suppression, .ledgerAccount, .payment, .refund, .paidBooking,
            .invoice, .card,
        ] {
            held[kind] = uuid()
        }
        held[.ownersEmail] = "owner-\(uuid().prefix(8))@example.com"
        held[.refresh] = "thr_" + String(repeating: "x", count: 43)
        held[.letterToken] = "thm_" + String(repeating: "x", count: 43)
        held[.bearer] = "Bearer nobody"
        held[.spareBearer] = "Bearer nobody"
        held[.keySecret] = "Bearer sk_test_" + String(repeating: "0", count: 64)
        held[.domain] = uuid()
        held[.challenge] = String(real[.challenge].reversed())
        held[.previewPass] = String(real[.previewPass].reversed())
        held[.previewCookie] = "__Host-preview=qqqqqqqq"
        held[.accountCookie] = "__Host-account=qqqqqqqq"
        held[.spareAccountCookie] = "__Host-account=qqqqqqqq"
        held[.oidcCookie] = "__Host-oidc=qqqqqqqq"
        held[.ticket] = "tht_" + String(repeating: "x", count: 43)
        held[.visitCookie] = "__Host-visit=qqqqqqqq"
        held[.bookingsCookie] = "__Host-bookings=qqqqqqqq"
        return held
    }
}
