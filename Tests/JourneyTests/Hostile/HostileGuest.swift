import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// A guest whose names and wishes are an attack, from the search to the confirmed stay.
struct HostileGuest: Sendable {
    let site: HostileSite
    let text: HostileText
    let email: String
    let offer: String

    private static let html = [("accept", "text/html")]

    static func arrive(_ text: HostileText, at site: HostileSite) async throws -> HostileGuest {
        let found = try await site.wire.get(Market.search)
        return HostileGuest(
            site: site, text: text, email: "\(text.word)@\(site.partner.word).example.com",
            offer: try found.expect("offer_id"))
    }

    func body(_ changes: [String: Any] = [:]) throws -> String {
        let person = ["given_name": text.text, "family_name": text.text].merging(changes) { "\($1)" }
        return try HostileSite.json([
            "offer_id": offer, "travellers": [person],
            "contact": ["email": email, "notes": "\(text.text)\n\(text.text)"],
        ])
    }

    /// Books by the API, looks by the API and on the pages.
    func stay(_ findings: inout Findings) async throws {
        let wire = site.wire
        let held = try await wire.json("/api/bookings", [("idempotency-key", "hold-\(text.word)")], try body())
        findings.see(held, "hold \(text.word)", showing: nil, status: 201)
        guard held.status == 201 else { return }
        let access = [("x-booking-access", held.headers.first(name: "x-booking-access") ?? "")]
        let id = try held.expect("id")
        let confirmed = try await wire.json(
            "/api/bookings/\(id)/confirm", access + [("idempotency-key", "confirm-\(text.word)")], "{}")
        findings.see(confirmed, "confirm \(text.word)", showing: nil)
        findings.see(
            try await wire.get("/api/bookings/\(id)", access), "/api/bookings \(text.word)", showing: text.kept)
        try await look(id, try held.expect("reference"), &findings)
    }

    private func look(_ id: String, _ reference: String, _ findings: inout Findings) async throws {
        let wire = site.wire
        let manage = try await wire.get("/en/manage", Self.html)
        let visit = manage.cookie("visit") ?? ""
        let token = ("csrf_token", manage.hidden("csrf_token") ?? "")
        let opened = try await wire.form(
            "/en/manage", Self.html + [("cookie", visit)], [token, ("reference", reference), ("email", email)])
        let cookies = "\(visit); \(opened.cookie("bookings") ?? "")"
        for page in ["", "/confirmation"] {
            findings.see(
                try await wire.get("/en/bookings/\(id)\(page)", Self.html + [("cookie", cookies)]),
                "booking page\(page) \(text.word)", showing: text.kept, kind: "booking\(page)")
        }
        let unfinished = try await wire.form(
            "/en/checkout", Self.html + [("cookie", visit)],
            [
                token, ("idempotency_key", "form-\(text.word)"), ("offer_id", offer), ("traveller_1_given", text.text),
                ("traveller_1_family", text.text), ("traveller_1_full", ""), ("email", text.text), ("phone", text.text),
                ("notes", text.text),
            ])
        findings.see(
            unfinished, "refused checkout \(text.word)", showing: text.kept, status: 422, kind: "checkout")
        let searched = try await wire.get(
            "/en/hotels?room_1_adults=2&destination=" + Wire.formBody([("", text.kept)]).dropFirst(), Self.html)
        findings.see(searched, "search \(text.word)", showing: text.kept, status: searched.status)
    }
}
