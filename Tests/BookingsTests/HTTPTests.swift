import Bookings
import Foundation
import Inventory
import Postgres
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Booking over HTTP")
struct HTTPTests {
    private func body(_ extra: [String: Any]) -> [String: Any] {
        let usual: [String: Any] = [
            "travellers": [["given_name": "Ada", "family_name": "Lovelace"]],
            "contact": ["email": "ada@example.com", "phone": "+49 30 901820"],
        ]
        return usual.merging(extra) { $1 }
    }

    @Test("Quote, hold, confirm, cancel, each once for its key, on both sites")
    func mainPath() async throws {
        try await TwoShops.with(capacity: 2) { shops in
            try await BookingSite.with(shops) { site in
                for (host, shop) in [("one.localhost", shops.pooled), ("two.localhost", shops.schema)] {
                    let offer = try await shop.offer(nights: 2).offerID
                    let quote = try await site.post("/api/quotes", on: host, ["offer_id": offer], key: nil)
                    #expect(quote.status == 200 && quote.json["outcome"] as? String == "available")
                    let order = body(["quote_id": quote.json["quote_id"] ?? ""])
                    let keyless = try await site.post("/api/bookings", on: host, order, key: nil)
                    #expect(keyless.status == 400)
                    let held = try await site.post("/api/bookings", on: host, order, key: "k1")
                    #expect(held.status == 201 && held.state == "held", "\(held.json)")
                    #expect(held.json["available_actions"] as? [String] == ["confirm", "cancel"])
                    let again = try await site.post("/api/bookings", on: host, order, key: "k1")
                    #expect(again.status == 201 && again.id == held.id)
                    #expect(again.headers["idempotent-replayed"] == "true")
                    // The token is told once: it does not lie with the stored answer.
                    let token = try #require(held.headers["x-booking-access"])
                    #expect(again.headers["x-booking-access"] == nil)
                    #expect(try await shop.counts().held == 1)

                    let path = "/api/bookings/\(held.id)"
                    let access = ["X-Booking-Access": token]
                    #expect(try await site.get(path, on: host).status == 404)
                    #expect(try await site.post("\(path)/confirm", on: host).status == 404)
                    let mine = try await site.get(path, on: host, access)
                    #expect((mine.json["contact"] as? [String: Any])?["email"] as? String == "ada@example.com")
                    let list = try await site.get("/api/bookings", on: host, access)
                    #expect((list.json["data"] as? [[String: Any]])?.count == 1)

                    #expect(try await site.post("\(path)/confirm", on: host, [:], access).state == "confirmed")
                    let twice = try await site.post("\(path)/confirm", on: host, [:], access)
                    #expect(twice.status == 409 && twice.code == "booking.not_allowed")
                    #expect(twice.json["available_actions"] as? [String] == ["cancel", "change"])

                    let promise = try await site.post("\(path)/cancellation-quotes", on: host, [:], key: nil, access)
                    let promised = promise.json["cancellation_quote_id"] ?? ""
                    let cancelled = try await site.post(
                        "\(path)/cancel", on: host, ["cancellation_quote_id": promised], access)
                    #expect(cancelled.status == 200 && cancelled.state == "cancelled", "\(cancelled.json)")
                    #expect(try await shop.counts() == (0, 0, 2))
                }
            }
        }
    }

    @Test("All faults of a body are told together")
    func faults() async throws {
        try await TwoShops.with { shops in
            try await BookingSite.with(shops) { site in
                let answer = try await site.post(
                    "/api/bookings", on: "one.localhost",
                    [
                        "quote_id": "no", "surprise": 1, "travellers": [["given_name": "Ada"]],
                        "contact": ["email": "nobody", "phone": "+4930901820"],
                    ])
                let errors = answer.json["errors"] as? [[String: Any]] ?? []
                #expect(answer.status == 422)
                #expect(
                    Set(errors.compactMap { $0["pointer"] as? String }) == [
                        "/quote_id", "/surprise", "/travellers/0/family_name", "/contact/email",
                    ])
                let phone = try await site.post(
                    "/api/bookings", on: "one.localhost",
                    body(["offer_id": "x", "contact": ["email": "a@example.com", "phone": "12"]]))
                #expect((phone.json["errors"] as? [[String: Any]])?.first?["pointer"] as? String == "/contact/phone")
            }
        }
    }

    @Test("A wrong reference, a wrong e-mail and another tenant's booking give one and the same 404")
    func sameRefusal() async throws {
        try await TwoShops.with { shops in
            let held = try await shops.pooled.hold(try await shops.pooled.offer())
            let (reference, id) = (held.booking.reference, held.booking.id.uuid.text)
            try await BookingSite.with(shops) { site in
                let right = try await site.get(
                    "/api/bookings?reference=\(reference)&email=ada@example.com", on: "one.localhost")
                #expect(right.status == 200)
                let paths = [
                    ("one.localhost", "?reference=22222222&email=ada@example.com"),
                    ("one.localhost", "?reference=\(reference)&email=bob@example.com"),
                    ("two.localhost", "?reference=\(reference)&email=ada@example.com"),
                    ("two.localhost", "/\(id)"), ("one.localhost", "/\(UUID().text)"),
                ]
                var refusals: Set<String> = []
                for (host, path) in paths {
                    let answer = try await site.get("/api/bookings\(path)", on: host)
                    #expect(answer.status == 404)
                    refusals.insert(answer.comparable)
                }
                #expect(refusals.count == 1, "\(refusals)")
                let stolen = ["X-Booking-Access": held.token.description]
                #expect(
                    try await site.post("/api/bookings/\(id)/confirm", on: "two.localhost", [:], key: "x", stolen)
                        .status == 404)
                #expect(
                    try await site.get("/api/bookings/\(id)", on: "one.localhost", ["X-Booking-Access": "bka_x"]).status
                        == 404)
            }
        }
    }

    @Test("Who lost the answer that told the token confirms and cancels by the contact's e-mail, and nobody else does")
    func withoutToken() async throws {
        try await TwoShops.with { shops in
            let held = try await shops.schema.hold(try await shops.schema.offer())
            let path = "/api/bookings/\(held.booking.id.uuid.text)"
            try await BookingSite.with(shops) { site in
                let own = ["email": "Ada@Example.com "]
                for (host, email) in [("two.localhost", "bob@example.com"), ("one.localhost", "ada@example.com")] {
                    for (verb, more) in [
                        ("confirm", [:]), ("cancellation-quotes", [:]),
                        ("cancel", ["cancellation_quote_id": UUID().text]),
                    ] {
                        let body = more.merging(["email": email]) { $1 }
                        let answer = try await site.post(
                            "\(path)/\(verb)", on: host, body, key: "\(verb) \(email)".replacing(" ", with: "-"))
                        #expect(answer.status == 404, "\(verb) \(host)")
                    }
                }
                let confirmed = try await site.post("\(path)/confirm", on: "two.localhost", own, key: "confirm")
                #expect(confirmed.status == 200 && confirmed.state == "confirmed", "\(confirmed.json)")
                let promise = try await site.post("\(path)/cancellation-quotes", on: "two.localhost", own)
                let id = promise.json["cancellation_quote_id"] as? String ?? ""
                let cancelled = try await site.post(
                    "\(path)/cancel", on: "two.localhost", own.merging(["cancellation_quote_id": id]) { $1 },
                    key: "cancel")
                #expect(cancelled.status == 200 && cancelled.state == "cancelled", "\(cancelled.json)")
            }
        }
    }

    @Test("Of many requests at once with one key one takes effect; all others are the same or in flight")
    func oneKey() async throws {
        try await TwoShops.with(capacity: 20) { shops in
            let order = body(["offer_id": try await shops.schema.offer().offerID])
            let data = try JSONSerialization.data(withJSONObject: order)
            try await BookingSite.with(shops) { site in
                let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            let order = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
                            let answer = try await site.post("/api/bookings", on: "two.localhost", order, key: "once")
                            return (answer.status, answer.id)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(Set(answers.map(\.0)).isSubset(of: [201, 409]))
                #expect(Set(answers.filter { $0.0 == 201 }.map(\.1)).count == 1)
                #expect(try await shops.schema.counts().held == 1)
            }
        }
    }
}
