import Testing

@testable import Web

@Suite("What goes wrong is told as RFC 9457 has it")
struct ProblemTests {
    @Test("a problem has all its members, in the reader's language")
    func members() async throws {
        try await TestServer.with { server in
            let response = try await server.client.get(
                "/api/nothing", host: "one.localhost", ["Accept-Language: de", "X-Request-Id: r-1"])
            #expect(response.status == 404)
            #expect(response.field("content-language") == "de")
            let document = try JSONParser.parse(response.body)
            #expect(ProblemDocument.schema.departures(of: document) == [])
            #expect(document["code"] == .text("route.unknown"))
            #expect(document["type"] == .text("urn:travelhub:problem:route.unknown"))
            #expect(document["instance"] == .text("/api/nothing"))
            #expect(document["request_id"] == .text("r-1"))
            #expect(document["title"] != .text("route: unknown"))
            let english = try await server.client.get("/api/nothing", host: "one.localhost")
            #expect(try JSONParser.parse(english.body)["title"] != document["title"])
        }
    }

    @Test("a failure of ours says nothing of what it was")
    func noInsides() async throws {
        try await TestServer.with { server in
            let response = try await server.client.get("/api/broken", host: "one.localhost")
            #expect(response.status == 500)
            #expect(response.bodyText.contains(#""code":"server.error""#))
            #expect(!response.text.contains("hunter2") && !response.text.contains("Secret"))
        }
    }

    @Test("a database that is away is a 503 with a time to come back")
    func outage() async throws {
        try await TestServer.with { server in
            let response = try await server.client.get("/api/outage", host: "one.localhost")
            #expect(response.status == 503)
            #expect(response.bodyText.contains(#""code":"database.unavailable""#))
            #expect(response.field("retry-after") == "2")
            #expect(response.field("cache-control") == "private, no-store")
        }
    }

    @Test("another method is told which ones there are")
    func method() async throws {
        try await TestServer.with { server in
            let response = try await server.client.post("/api/site", host: "one.localhost", body: "{}")
            #expect(response.status == 405)
            #expect(response.field("allow") == "GET, HEAD")
        }
    }

    @Test("an operator's route needs an operator")
    func operatorToken() async throws {
        try await TestServer.with { server in
            let path = "/api/platform/tenants"
            let none = try await server.client.get(path, host: "localhost")
            #expect(none.status == 401)
            #expect(none.field("www-authenticate") == "Bearer")
            let wrong = try await server.client.get(
                path, host: "localhost", ["Authorization: Bearer \(TestServer.operatorToken.dropLast())"])
            #expect(wrong.status == 401)
            let right = try await server.client.get(
                path, host: "localhost", ["Authorization: Bearer \(TestServer.operatorToken)"])
            #expect(right.bodyText == #""operator:ada""#)
            let elsewhere = try await server.client.get(path, host: "one.localhost")
            #expect(elsewhere.status == 404)
        }
    }

    @Test("of too much at once what can wait goes first, what is cheap goes last")
    func urgency() throws {
        let gate = LoadGate(inFlightMax: 20)
        func room(_ urgency: Urgency) -> Bool {
            guard (try? gate.enter(urgency)) != nil else { return false }
            gate.leave()
            return true
        }
        var told: [Int: [Bool]] = [:]
        for count in 0...20 {
            told[count] = Urgency.allCases.map(room)
            if count < 20 { try gate.enter(.first) }
        }
        #expect(told[9] == [true, true, true])
        #expect(told[10] == [true, true, false])
        #expect(told[17] == [true, true, false])
        #expect(told[18] == [true, false, false])
        #expect(told[20] == [false, false, false])
        #expect(gate.current == 20)
    }

    @Test("too much at once is turned away, probes are not")
    func shedding() async throws {
        try await TestServer.with(inFlightMax: 0) { server in
            let response = try await server.client.get("/api/site", host: "one.localhost")
            #expect(response.status == 503)
            #expect(response.field("retry-after") == "1")
            let alive = try await server.client.get("/livez", host: "whatever.example")
            #expect(alive.status == 200)
            #expect(alive.field("content-type") == "application/health+json")
        }
    }
}
