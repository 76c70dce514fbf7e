import Foundation
import Tenancy
import TestSupport
import Testing
import Web

@testable import TravelHub

@Suite("A batch on one site with what is another site's")
struct BatchSweepTests {
    @Test("Answers each operation as if it had come alone, and tells nothing of the other")
    func sameAsAlone() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let theirs = try await Holdings.gather(sites.wire(sites.victim.host), word: sites.victim.word)
            let mine = try await Holdings.gather(sites.wire(sites.attacker.host), word: sites.attacker.word)
            let wire = sites.wire(sites.attacker.host)
            let operations: [(method: String, path: String, headers: [(String, String)], body: String?)] = [
                ("GET", "/api/bookings/\(theirs[.booking])", [("x-booking-access", theirs[.token])], nil),
                ("GET", "/api/bookings/\(mine[.booking])", [("x-booking-access", mine[.token])], nil),
                (
                    "POST", "/api/bookings/\(theirs[.booking])/confirm",
                    [("x-booking-access", theirs[.token]), ("idempotency-key", "k-\(UUID())")], "{}"
                ),
                ("GET", "/api/bookings/\(theirs[.booking])", [("x-booking-access", mine[.token])], nil),
                ("GET", "/api/bookings?reference=\(theirs[.reference])&email=\(theirs[.email])", [], nil),
            ]
            let before = try await sites.rows(of: sites.victim)
            var alone: [Int] = []
            for operation in operations {
                let type = operation.body == nil ? [] : [("content-type", "application/json")]
                alone.append(
                    try await wire.send(
                        operation.method, operation.path, operation.headers + type, body: operation.body
                    ).status)
            }
            let parts = operations.enumerated().map { index, operation in
                let headers = operation.headers.map { "\"\($0.0)\":\"\($0.1)\"" }
                let body = operation.body.map { ",\"body\":\($0)" } ?? ""
                return """
                    {"id":"o\(index)","method":"\(operation.method)","path":"\(operation.path)",
                     "headers":{\(headers.joined(separator: ","))}\(body)}
                    """
            }
            let reply = try await wire.json("/api/batch", [], "{\"operations\":[\(parts.joined(separator: ","))]}")
            #expect(reply.status == 207)
            let document = try JSONSerialization.jsonObject(with: Data(reply.body.utf8)) as? [String: Any]
            let results = document?["results"] as? [[String: Any]] ?? []
            #expect(results.compactMap { $0["status"] as? Int } == alone)
            #expect(alone[1] == 200 && alone[0] == 404)
            #expect(!reply.body.contains(sites.victim.word))
            #expect(try await sites.rows(of: sites.victim) == before)
        }
    }

    @Test("Holds and confirms a room in one, each step out of the one before")
    func wholeBooking() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let wire = sites.wire(sites.attacker.host)
            let found = try await wire.get(Holdings.search)
            let offer = try found.expect("offer_id")
            let body = """
                {"operations":[
                 {"id":"sure","method":"POST","path":"/api/bookings/${hold#/body/id}/confirm","body":{},
                  "headers":{"X-Booking-Access":"${hold#/headers/x-booking-access}","Idempotency-Key":"c-\(UUID())"}},
                 {"id":"hold","method":"POST","path":"/api/bookings","headers":{"Idempotency-Key":"h-\(UUID())"},
                  "body":\(Holdings.body("\"offer_id\":\"\(offer)\"", traveller: "Ada", email: "ada@example.com"))},
                 {"id":"unkeyed","method":"POST","path":"/api/bookings",
                  "body":\(Holdings.body("\"offer_id\":\"\(offer)\"", traveller: "Bob", email: "bob@example.com"))}]}
                """
            let reply = try await wire.json("/api/batch", [], body)
            let document = try JSONSerialization.jsonObject(with: Data(reply.body.utf8)) as? [String: Any]
            let results = document?["results"] as? [[String: Any]] ?? []
            #expect(results.compactMap { $0["status"] as? Int } == [200, 201, 400], "\(reply.body.prefix(2000))")
            #expect((results.first?["body"] as? [String: Any])?["state"] as? String == "confirmed")
        }
    }
}
