import Testing

@testable import StripeSandbox

@Suite("The sandbox's controls")
struct ControlTests {
    @Test("A fault before leaves nothing, one that is kept is what the key gets for ever")
    func failsOnRequest() async throws {
        let shop = try await Shop.open()
        let form = "amount=5000&currency=eur"
        await shop.control("POST", "faults", #"{"effect":"status","status":503,"when":"before"}"#)
        #expect(await shop.post("/v1/payment_intents", form, idempotencyKey: "a").status == 503)
        #expect(await shop.post("/v1/payment_intents", form, idempotencyKey: "a").status == 200)
        await shop.control("POST", "faults", #"{"effect":"status","status":500,"when":"kept"}"#)
        #expect(await shop.post("/v1/payment_intents", form, idempotencyKey: "b").status == 500)
        let again = await shop.post("/v1/payment_intents", form, idempotencyKey: "b")
        #expect(again.status == 500 && again.answer.header("idempotent-replayed") == "true")
        #expect(await shop.get("/v1/payment_intents").count("data") == 1)
    }

    @Test("Faults choose by method and path, skip some, and are as many as asked")
    func chooses() async throws {
        let shop = try await Shop.open()
        await shop.control(
            "POST", "faults",
            #"{"effect":"status","method":"POST","path":"/v1/payment_intents/*/cancel","skip":1,"count":2}"#)
        let intent = await shop.post("/v1/payment_intents", "amount=5000&currency=eur").id
        var told: [Int] = []
        for _ in 0..<4 { told.append(await shop.post("/v1/payment_intents/\(intent)/cancel").status) }
        #expect(told == [200, 500, 500, 400])
        #expect(await shop.control("GET", "faults").count("faults") == 0)
    }

    @Test("A payment stays in processing until it is settled", arguments: ["succeed", "fail"])
    func settles(outcome: String) async throws {
        let shop = try await Shop.open()
        await shop.control("POST", "processing", #"{"count":1}"#)
        let paid = await shop.pay(5_000)
        #expect(paid.text("status") == "processing")
        let settled = await shop.control("POST", "payment_intents/\(paid.id)/settle", #"{"outcome":"\#(outcome)"}"#)
        #expect(settled.text("status") == (outcome == "succeed" ? "succeeded" : "requires_payment_method"))
    }

    @Test("A reset forgets all but the merchants")
    func resets() async throws {
        let shop = try await Shop.open()
        _ = await shop.pay(5_000)
        await shop.control("POST", "reset")
        #expect(await shop.get("/v1/payment_intents").count("data") == 0)
        #expect(await shop.get("/v1/events").count("data") == 0)
        #expect(await shop.pay(5_000).status == 200)
    }

    @Test("Nobody without the token is heard, and nonsense is refused")
    func isGuarded() async throws {
        let shop = try await Shop.open()
        for token in ["", "Bearer ", "Bearer \(shop.key)", "Basic \(Shop.controlToken)"] {
            let answer = await shop.sandbox.answer(
                SandboxRequest("GET", "/_sandbox/state", headers: ["authorization": token]))
            #expect(answer.status == 401)
        }
        #expect(await shop.control("POST", "faults", "no json").status == 400)
        #expect(await shop.control("POST", "faults", #"{"effect":"burn"}"#).status == 400)
        #expect(await shop.control("POST", "clock", #"{"advance_seconds":-1}"#).status == 400)
        #expect(await shop.control("GET", "nothing").status == 404)
    }
}
