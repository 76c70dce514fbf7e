import TestSupport
import Testing

@testable import StripeSandbox

@Suite("Idempotency keys")
struct IdempotencyTests {
    @Test("The same request again is answered with the same bytes, and does nothing")
    func replays() async throws {
        let shop = try await Shop.open()
        let form = "amount=5000&currency=eur&payment_method=pm_card_visa&confirm=true&return_url=http://localhost/"
        let first = await shop.post("/v1/payment_intents", form, idempotencyKey: "one")
        let again = await shop.post("/v1/payment_intents", form, idempotencyKey: "one")
        #expect(first.body == again.body && again.status == 200)
        #expect(first.answer.header("idempotent-replayed") == nil)
        #expect(again.answer.header("idempotent-replayed") == "true")
        #expect(again.answer.header("original-request") == first.answer.header("request-id"))
        #expect(await shop.get("/v1/charges").count("data") == 1)
    }

    @Test("A decline is replayed too; a parameter that was wrong is not")
    func replaysDeclines() async throws {
        let shop = try await Shop.open()
        let form =
            "amount=5000&currency=eur&payment_method=pm_card_chargeDeclined&confirm=true&return_url=http://localhost/"
        let first = await shop.post("/v1/payment_intents", form, idempotencyKey: "declined")
        let again = await shop.post("/v1/payment_intents", form, idempotencyKey: "declined")
        #expect(first.status == 402 && first.body == again.body)
        #expect(await shop.get("/v1/charges").count("data") == 1)
        #expect(await shop.post("/v1/payment_intents", "amount=1&currency=eur", idempotencyKey: "small").status == 400)
        #expect(
            await shop.post("/v1/payment_intents", "amount=500&currency=eur", idempotencyKey: "small").status == 200)
    }

    @Test("Another request under the same key is refused, whatever it asks")
    func refusesOthers() async throws {
        let shop = try await Shop.open()
        _ = await shop.post("/v1/payment_intents", "amount=5000&currency=eur", idempotencyKey: "one")
        let other = await shop.post("/v1/payment_intents", "amount=5001&currency=eur", idempotencyKey: "one")
        #expect(other.status == 400 && other.text("error.type") == "idempotency_error")
        #expect(await shop.post("/v1/customers", idempotencyKey: "one").text("error.type") == "idempotency_error")
    }

    @Test("Keys are a merchant's own, and last a day")
    func areScoped() async throws {
        let shop = try await Shop.open()
        let other = try await shop.neighbour("halfway")
        let first = await shop.post("/v1/customers", "name=A", idempotencyKey: "one")
        #expect(await other.post("/v1/customers", "name=B", idempotencyKey: "one").status == 200)
        shop.clock.advance(bySeconds: 86_399)
        #expect(await shop.post("/v1/customers", "name=A", idempotencyKey: "one").id == first.id)
        shop.clock.advance(bySeconds: 1)
        #expect(await shop.post("/v1/customers", "name=C", idempotencyKey: "one").id != first.id)
    }

    @Test("Of many at once one takes effect, and the others are told to wait or get its answer")
    func isOne() async throws {
        let shop = try await Shop.open()
        await shop.control("POST", "faults", #"{"effect":"delay","milliseconds":300,"when":"before"}"#)
        let told = await withTaskGroup(of: Told.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    await shop.post("/v1/payment_intents", "amount=5000&currency=eur", idempotencyKey: "one")
                }
            }
            return await group.reduce(into: [Told]()) { $0.append($1) }
        }
        #expect(told.contains { $0.status == 409 && $0.code == "idempotency_key_in_use" })
        #expect(Set(told.filter { $0.status == 200 }.map(\.body)).count == 1)
        #expect(told.allSatisfy { [200, 409].contains($0.status) })
        #expect(await shop.get("/v1/payment_intents").count("data") == 1)
    }

    @Test("An answer that was lost on its way is had again")
    func findsLostAnswer() async throws {
        let shop = try await Shop.open()
        await shop.control("POST", "faults", #"{"effect":"drop","when":"after","path":"/v1/payment_intents"}"#)
        let lost = await shop.post("/v1/payment_intents", "amount=5000&currency=eur", idempotencyKey: "one")
        #expect(lost.answer.ending == .dropped)
        let found = await shop.post("/v1/payment_intents", "amount=5000&currency=eur", idempotencyKey: "one")
        #expect(found.status == 200 && found.answer.header("idempotent-replayed") == "true")
        #expect(await shop.get("/v1/payment_intents").count("data") == 1)
    }
}
