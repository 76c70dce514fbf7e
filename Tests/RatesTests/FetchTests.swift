import Breakers
import Foundation
import Outbound
import Rates
import TestSupport
import Testing
import Vocabulary

@Suite("Rates of a server that may be away, slow, wrong or somebody else")
struct FetchTests {
    private static let good = ECB.document([("2026-11-26", [("USD", "1.0843")])])

    @Test("what the server has is taken in, once")
    func taken() async throws {
        try await FixtureRates.run { rates in
            rates.server.set("/daily.xml", .text(200, Self.good))
            let refresh = rates.refresh(rates.place("/daily.xml"))
            #expect(try await refresh.run().contains("2026-11-26 imported"))
            // The day's rates are there: nobody is asked again before there can be others.
            #expect(try await refresh.run() == "nothing is awaited")
            #expect(rates.server.requests.count == 1)
            let newest = try #require(try await rates.history.newest())
            #expect(newest.origin == rates.place("/daily.xml").description)
        }
    }

    @Test(
        "whatever else it says is told as what it was, and nothing is taken",
        arguments: [
            (TestWebServer.Reply.text(500, "broken"), "500"), (.text(404, "nothing"), "404"),
            (.redirect("/good.xml"), "302"), (.endless, "larger"), (.cut(Self.good), "no answer"),
            (.silence, "timedOut"), (.garbage, "no answer"),
            (.text(200, "<html><body>Sorry</body></html>"), "no document"), (.text(200, ""), "not well-formed"),
            (.text(200, "{\"USD\": 1.08}"), "not well-formed"),
            (.text(200, String(Self.good.dropLast(30))), "not well-formed"),
        ])
    func wrong(reply: TestWebServer.Reply, told: String) async throws {
        try await FixtureRates.run { rates in
            rates.server.set("/daily.xml", reply)
            rates.server.set("/good.xml", .text(200, Self.good))
            let error = await #expect(throws: (any Error).self) {
                try await rates.refresh(rates.place("/daily.xml")).run()
            }
            #expect(error.map { "\($0)" }?.contains(told) == true, "\(String(describing: error))")
            // A redirect is not followed.
            #expect(rates.server.requests == ["127.0.0.1/daily.xml"])
            let count = try await rates.count()
            #expect(count == 0)
        }
    }

    @Test("a server that is not there is said to be that")
    func away() async throws {
        try await FixtureRates.run { rates in
            let place = rates.place("/daily.xml")
            await rates.server.stop()
            await #expect(throws: RateFetchError.self) { try await rates.fetch.get(place) }
        }
    }

    @Test("one that keeps failing is left alone for a while")
    func breaker() async throws {
        try await FixtureRates.run { rates in
            rates.server.set("/daily.xml", .text(503, ""))
            let place = rates.place("/daily.xml")
            for _ in 0..<BreakerPolicy().failuresMin {
                await #expect(throws: RateFetchError.status(503)) { try await rates.fetch.get(place) }
            }
            await #expect(throws: BreakerOpen.self) { try await rates.fetch.get(place) }
            #expect(rates.server.requests.count == BreakerPolicy().failuresMin)
        }
    }

    @Test("an address of our own network is not dialled")
    func inside() async throws {
        try await FixtureRates.run { rates in
            let place = try #require(RatePlace("https://10.0.0.1/daily.xml"))
            await #expect(
                throws: RateFetchError.outbound(.refused(address: "10.0.0.1", network: "private"))
            ) { try await rates.fetch.get(place) }
        }
    }

    @Test("a file is read, one that is not there or too large is said to be that")
    func files() async throws {
        try await FixtureRates.run { rates in
            let directory = URL(fileURLWithPath: try TestDirectory.scratch())
            let file = directory.appendingPathComponent("daily.xml")
            try Data(Self.good.utf8).write(to: file)
            let place = try #require(RatePlace(file.path))
            #expect(try await rates.refresh(place).run().contains("imported"))
            try Data(count: RateDocument.bytesMax + 1).write(to: file)
            await #expect(throws: RateFetchError.tooLarge) { try await rates.fetch.get(place) }
            try FileManager.default.removeItem(at: file)
            await #expect(throws: RateFetchError.unreadable(file.path)) { try await rates.fetch.get(place) }
        }
    }

    @Test("a place is an https URL, this machine, or an absolute path")
    func places() {
        for text in [RatePlace.ecb, "http://127.0.0.1:8080/x", "http://localhost/x", "/srv/rates.xml"] {
            #expect(RatePlace(text)?.description == text)
        }
        for text in ["", "rates.xml", "http://ecb.europa.eu/x", "ftp://ecb.europa.eu/x", "file:///x", "https://a@b/x"] {
            #expect(RatePlace(text) == nil, "\(text)")
        }
    }

    @Test("rates that grow too old are an error, with why there are no newer ones")
    func stale() async throws {
        try await FixtureRates.run { rates in
            try await rates.import([("2026-11-26", [("USD", "1.0843")])])
            rates.server.set("/daily.xml", .text(500, ""))
            let refresh = rates.refresh(rates.place("/daily.xml"))
            rates.clock.advance(bySeconds: 120 * 3_600)
            await #expect(throws: RateFetchError.status(500)) { try await refresh.run() }
            rates.clock.advance(bySeconds: 48 * 3_600)
            let error = await #expect(throws: RatesStale.self) { try await refresh.run() }
            #expect(error?.description.contains("2026-11-26") == true && error?.description.contains("500") == true)
            await #expect(throws: RatesStale.self) { try await rates.refresh(nil).run() }
            // The server is back, and so are the rates.
            rates.server.set("/daily.xml", .text(200, ECB.document([("2026-12-03", [("USD", "1.1")])])))
            #expect(try await refresh.run().contains("2026-12-03"))
        }
    }
}
