import Testing
import Vocabulary

@testable import Web

@Suite("Input is read as it was declared, and every fault is told")
struct InputTests {
    private let good = """
        {"quote_id":"0190a5c8-0000-7000-8000-000000000001","travellers":[{"name":"Zoë","email":"z@example.org"}],
         "price":{"amount":12900,"currency":"EUR"},"note":"two\\nlines"}
        """

    @Test("a good body is read")
    func body() async throws {
        try await TestServer.with { server in
            let response = try await server.client.post("/api/bookings", host: "one.localhost", body: good)
            #expect(response.status == 201)
            #expect(response.bodyText == #"{"first":"Zoë","note":"two\nlines","channel":"mail"}"#)
        }
    }

    @Test("all faults of a body come together, with their pointers")
    func faults() async throws {
        try await TestServer.with { server in
            let body = """
                {"quote_id":"no","travellers":[{"name":"far too long a name","email":"x"},{"channel":"fax","odd/one":1}],
                 "price":{"amount":-1,"currency":"XXX"},"more":true}
                """
            let response = try await server.client.post("/api/bookings?stray=1", host: "one.localhost", body: body)
            #expect(response.status == 422)
            #expect(
                try faults(of: response) == [
                    "/quote_id format", "/travellers/0/name too_long", "/travellers/0/email too_short",
                    "/travellers/1/name required", "/travellers/1/email required", "/travellers/1/channel choice",
                    "/travellers/1/odd~1one unknown_field", "/price/amount out_of_range", "/price/currency currency",
                    "/more unknown_field", "?stray unknown_field",
                ])
        }
    }

    @Test("a query is read by the same declarations")
    func query() async throws {
        try await TestServer.with { server in
            let path = "/api/hotels/search?destination=K%C3%B6ln&check_in=2027-01-01&check_out=2027-01-03"
            let good = try await server.client.get("\(path)&room=2,4,9&room=1&stars=4", host: "one.localhost")
            #expect(good.bodyText == #"{"rooms":["2,4,9","1"],"stars":4}"#)
            let bad = try await server.client.get(
                "/api/hotels/search?destination=%20&check_in=2027-02-30&room=x&stars=4&stars=5&extra",
                host: "one.localhost")
            #expect(
                try faults(of: bad) == [
                    "?destination required", "?check_in format", "?check_out required", "?room/0 format",
                    "?stars duplicate", "?extra unknown_field",
                ])
            let order = try await server.client.get(
                "/api/hotels/search?destination=x&check_in=2027-01-02&check_out=2027-01-02&room=1",
                host: "one.localhost")
            #expect(try faults(of: order) == ["?check_out checkout_before_checkin"])
        }
    }

    @Test("a path's parameter is checked too")
    func path() async throws {
        try await TestServer.with { server in
            let bad = try await server.client.get("/api/hotels/17", host: "one.localhost")
            #expect(try faults(of: bad) == ["{id} format"])
            let cut = try await server.client.get("/api/hotels/%2", host: "one.localhost")
            #expect(cut.status == 400)
        }
    }

    @Test(
        "a body that is not the JSON we read is refused as a whole",
        arguments: [
            ("{", 400, "body.malformed"), ("[]", 422, "input.invalid"),
            ("{\"a\":1,\"a\":2}", 400, "body.repeated_name"),
            (String(repeating: "[", count: 17), 400, "body.too_deep"), ("{\"a\":\"\u{1}\"}", 400, "body.malformed"),
            ("{\"a\":01}", 400, "body.malformed"), ("{} {}", 400, "body.malformed"),
            ("{\"a\":\"\\ud800\"}", 400, "body.malformed"), ("{\"a\":NaN}", 400, "body.malformed"),
        ])
    func malformed(body: String, status: Int, code: String) async throws {
        try await TestServer.with { server in
            let response = try await server.client.post("/api/bookings", host: "one.localhost", body: body)
            #expect(response.status == status)
            #expect(response.bodyText.contains("\"code\":\"\(code)\""))
        }
    }

    @Test("what looks like an attack is noted under our names as they are, and the shape of the sender's")
    func suspicions() {
        var log = FaultLog()
        let person: InputValue = .object([
            .init("name", .text("<script>")), .init("email", .text("a@example.org")), .init("Zq<script>7", .text("x")),
        ])
        let body: [InputValue.Member] = [
            .init("quote_id", .text("no")), .init("travellers", .list([person])), .init("{{zq}}", .null),
        ]
        _ = BookInput.form.read(InputSources(body: body), &log)
        #expect(log.suspicions.map(\.pointer) == ["/travellers/0/name", "/travellers/0/aa<aaaaaa>9", "/{{aa}}"])
        #expect(log.suspicions.map(\.sample) == ["<aaaaaa>", "aa<aaaaaa>9", "{{aa}}"])
        #expect(log.faults.map(\.pointer).suffix(2) == ["/travellers/0/Zq<script>7", "/{{zq}}"])
    }

    @Test("a body may be neither too large nor of another type")
    func bounds() async throws {
        try await TestServer.with { server in
            let large = String(repeating: " ", count: RouteOptions.bodyBytesDefault + 1)
            let refused = try await server.client.post("/api/bookings", host: "one.localhost", body: large)
            #expect(refused.status == 413)
            let typed = try await server.client.post(
                "/api/bookings", host: "one.localhost", type: "text/plain", body: good)
            #expect(typed.status == 415)
        }
    }

    private func faults(of response: RawResponse) throws -> [String] {
        guard case .list(let errors)? = try JSONParser.parse(response.body)["errors"] else { return [] }
        return errors.map { error in
            guard case .text(let pointer)? = error["pointer"], case .text(let code)? = error["code"] else { return "?" }
            return "\(pointer) \(code)"
        }
    }
}
