import Synchronization
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import StripeSandbox

@Suite("Events")
struct EventTests {
    /// What an endpoint was told: types in the order of their coming.
    private static func types(_ endpoint: EventEndpoint) -> [String] { endpoint.letters.map(\.type) }

    @Test("Signed events come in order, and are taken once", .timeLimit(.minutes(1)))
    func areDelivered() async throws {
        try await withDelivery { shop, endpoint in
            let secret = try await endpoint.register(shop)
            _ = await shop.pay(5_000)
            #expect(try await comesTrue { endpoint.letters.count == 3 })
            #expect(Self.types(endpoint) == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"])
            for letter in endpoint.letters {
                let time = try #require(letter.signature.split(separator: ",").first?.dropFirst(2)).description
                #expect(
                    letter.signature
                        == EventSignature.header(letter.body, secret: secret, at: try #require(Int(time))))
            }
            // Written down once the endpoint's answer has come back, which is after it had the letter.
            #expect(try await comesTrue { await shop.control("GET", "deliveries").count("deliveries") == 0 })
            #expect(await shop.get("/v1/events").number("data.0.pending_webhooks") == 0)
        }
    }

    @Test("Lost, doubled and reordered by order", .timeLimit(.minutes(1)))
    func obeysRules() async throws {
        try await withDelivery { shop, endpoint in
            _ = try await endpoint.register(shop)
            await shop.control("POST", "event_rules", #"{"action":"lose","types":["payment_intent.created"]}"#)
            await shop.control("POST", "event_rules", #"{"action":"reorder","count":2}"#)
            _ = await shop.pay(5_000)
            #expect(try await comesTrue { endpoint.letters.count == 2 })
            #expect(Self.types(endpoint) == ["payment_intent.succeeded", "charge.succeeded"])
            await shop.control("POST", "event_rules", #"{"action":"double","types":["customer.created"]}"#)
            _ = await shop.post("/v1/customers", "name=A")
            try #require(try await comesTrue { endpoint.letters.count == 4 })
            #expect(endpoint.letters[2].body == endpoint.letters[3].body)
            let lost = await shop.control("GET", "deliveries", query: "state=lost")
            #expect(lost.text("deliveries.0.type") == "payment_intent.created")
            await shop.control("POST", "deliveries/release")
            #expect(try await comesTrue { endpoint.letters.count == 5 })
        }
    }

    @Test("What is held goes when it is told to", .timeLimit(.minutes(1)))
    func holds() async throws {
        try await withDelivery { shop, endpoint in
            _ = try await endpoint.register(shop)
            await shop.control("POST", "event_rules", #"{"action":"hold","count":3}"#)
            _ = await shop.pay(5_000)
            #expect(await shop.control("GET", "deliveries", query: "state=held").count("deliveries") == 3)
            #expect(endpoint.letters.isEmpty)
            await shop.control("POST", "deliveries/release", #"{"is_reversed":true}"#)
            #expect(try await comesTrue { endpoint.letters.count == 3 })
            #expect(Self.types(endpoint).first == "payment_intent.succeeded")
        }
    }

    @Test("What is not taken is sent again", .timeLimit(.minutes(1)))
    func retries() async throws {
        try await withDelivery { shop, endpoint in
            _ = try await endpoint.register(shop)
            endpoint.refuse(next: 1)
            _ = await shop.post("/v1/customers", "name=A")
            #expect(
                try await comesTrue {
                    await shop.control("GET", "deliveries").number("deliveries.0.attempts") == 1
                })
            #expect(endpoint.letters.count == 1)
            shop.clock.advance(bySeconds: 2)
            try #require(try await comesTrue { endpoint.letters.count == 2 })
            #expect(endpoint.letters[0].body == endpoint.letters[1].body)
        }
    }

    @Test("A connected account's events go to the endpoint for those")
    func tellsOfConnected() async throws {
        let shop = try await Shop.open()
        let url = "url=http://localhost:1/hook&enabled_events[]=*"
        let own = await shop.post("/v1/webhook_endpoints", url)
        let connect = await shop.post("/v1/webhook_endpoints", "\(url)&connect=true")
        #expect(own.text("secret")?.hasPrefix("whsec_") == true)
        _ = await shop.post("/v1/accounts", "type=express")
        _ = await shop.post("/v1/customers", "name=A")
        let world = shop.sandbox.state.withLock { $0.world }
        let told = world.deliveries.records.values.map { ($0.endpoint, world.events[$0.event]?.type ?? "") }
        #expect(told.filter { $0.0 == own.id }.map(\.1) == ["customer.created"])
        #expect(told.filter { $0.0 == connect.id }.map(\.1) == ["account.updated"])
    }

    @Test(
        "Nobody but this machine is told", arguments: ["http://example.com/", "https://10.0.0.1/", "ftp://localhost/"])
    func staysHere(url: String) async throws {
        let shop = try await Shop.open()
        #expect(await shop.post("/v1/webhook_endpoints", "url=\(url)&enabled_events[]=*").code == "url_invalid")
    }

    private func withDelivery(_ body: (Shop, EventEndpoint) async throws -> Void) async throws {
        let shop = try await Shop.open()
        let endpoint = try await EventEndpoint.start()
        let deliverer = Task { await Deliverer(sandbox: shop.sandbox, logger: TestDirectory.logger).run() }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(shop, endpoint)) } catch { outcome = .failure(error) }
        deliverer.cancel()
        await deliverer.value
        await endpoint.stop()
        try outcome.get()
    }
}
