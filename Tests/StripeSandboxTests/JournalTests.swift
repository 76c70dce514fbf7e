import Foundation
import TestSupport
import Testing

@testable import StripeSandbox

@Suite("The sandbox's journal")
struct JournalTests {
    @Test("A new start knows what the old one answered")
    func survives() async throws {
        let directory = try TestDirectory.scratch()
        var before: [String] = []
        var key = ""
        do {
            let shop = try await Shop.open(directory: directory)
            key = shop.key
            let paid = await shop.pay(5_000)
            _ = await shop.post("/v1/refunds", "payment_intent=\(paid.id)&amount=1000", idempotencyKey: "refund")
            _ = await shop.pay(7_000, card: "pm_card_chargeDeclined")
            before = await Self.seen(shop)
            await shop.sandbox.close()
        }
        let shop = try await Shop.open(directory: directory, secrets: Shop.secrets(seed: 2))
        #expect(shop.key == key)
        #expect(await Self.seen(shop) == before)
        let paid = await shop.get("/v1/payment_intents").text("data.1.id") ?? ""
        let again = await shop.post("/v1/refunds", "payment_intent=\(paid)&amount=1000", idempotencyKey: "refund")
        #expect(again.answer.header("idempotent-replayed") == "true")
        #expect(await shop.get("/v1/refunds").count("data") == 1)
    }

    @Test("A line that was not written to its end is as if it had never been")
    func forgetsHalves() async throws {
        let directory = try TestDirectory.scratch()
        do {
            let shop = try await Shop.open(directory: directory)
            _ = await shop.pay(5_000)
            await shop.sandbox.close()
        }
        let file = "\(directory)/\(Journal.fileName)"
        let whole = try #require(FileManager.default.contents(atPath: file))
        #expect(truncate(file, off_t(whole.count - 5)) == 0)
        let shop = try await Shop.open(directory: directory)
        #expect(await shop.get("/v1/payment_intents").count("data") == 0)
        #expect(await shop.pay(5_000).status == 200)
    }

    @Test("A damaged line inside stops the start")
    func refusesDamage() async throws {
        let directory = try TestDirectory.scratch()
        do {
            let shop = try await Shop.open(directory: directory)
            _ = await shop.pay(5_000)
            await shop.sandbox.close()
        }
        let file = URL(fileURLWithPath: "\(directory)/\(Journal.fileName)")
        var bytes = try Data(contentsOf: file)
        bytes[40] ^= 1
        try bytes.write(to: file)
        await #expect(throws: Journal.Fault.self) { try await Shop.open(directory: directory) }
    }

    @Test("Two sandboxes do not share a directory")
    func locks() async throws {
        let directory = try TestDirectory.scratch()
        let shop = try await Shop.open(directory: directory)
        await #expect(throws: Journal.Fault.self) { try await Shop.open(directory: directory) }
        #expect(await shop.pay(5_000).status == 200)
        await shop.sandbox.close()
        #expect(await shop.pay(5_000).status == 500)
        #expect(try await Shop.open(directory: directory).get("/v1/charges").count("data") == 1)
    }

    @Test("Written anew, it says the same in fewer words")
    func isRewritten() async throws {
        let directory = try TestDirectory.scratch()
        do {
            let shop = try await Shop.open(directory: directory)
            for _ in 0..<20 { _ = await shop.pay(5_000) }
            await shop.sandbox.close()
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let decoder = JSONDecoder()
        var first = World()
        var second = World()
        let rewritten = try Journal(directory: directory, rewriteAbove: 1) {
            try first.load($0, decoder)
        } everything: {
            try first.everything(encoder)
        }
        await rewritten.close()
        let journal = try Journal(directory: directory, rewriteAbove: .max) {
            try second.load($0, decoder)
        } everything: {
            []
        }
        await journal.close()
        #expect(try first.everything(encoder) == second.everything(encoder))
        #expect(second.intents.records.count == 20)
    }

    /// Everything that a merchant can see, as it is answered.
    private static func seen(_ shop: Shop) async -> [String] {
        var seen: [String] = []
        for noun in ["payment_intents", "charges", "refunds", "events", "balance_transactions", "balance"] {
            seen.append(await shop.get("/v1/\(noun)", noun == "balance" ? "" : "limit=100").body)
        }
        return seen
    }
}
