import Synchronization
import Testing

@testable import StripeSandbox

@Suite("Saved cards")
struct CustomerTests {
    @Test("A card is saved by a payment, used without its holder, and let go")
    func saves() async throws {
        let shop = try await Shop.open()
        let customer = await shop.post("/v1/customers", "email=a@example.com").id
        let paid = await shop.pay(5_000, more: "&customer=\(customer)&setup_future_usage=off_session")
        let method = paid.text("payment_method") ?? ""
        #expect(await shop.get("/v1/payment_methods", "customer=\(customer)&type=card").text("data.0.id") == method)
        let later = await shop.pay(6_000, card: method, more: "&customer=\(customer)&off_session=true")
        #expect(later.text("status") == "succeeded")
        #expect(await shop.pay(6_000, card: method).code == "parameter_missing")
        #expect(await shop.post("/v1/payment_methods/\(method)/detach").status == 200)
        #expect(await shop.pay(6_000, card: method, more: "&customer=\(customer)").status == 400)
    }

    @Test("Without its holder, a card that wants to be asked is declined")
    func wantsHolder() async throws {
        let shop = try await Shop.open()
        let customer = await shop.post("/v1/customers").id
        let told = await shop.pay(
            5_000, card: "pm_card_authenticationRequired", more: "&customer=\(customer)&off_session=true")
        #expect(told.status == 402 && told.code == "authentication_required")
    }

    @Test("Set up once, it is not asked again")
    func setsUp() async throws {
        let shop = try await Shop.open()
        let customer = await shop.post("/v1/customers").id
        let setup = await shop.post(
            "/v1/setup_intents",
            "customer=\(customer)&payment_method=pm_card_authenticationRequiredOnSetup&confirm=true"
                + "&return_url=http://localhost/")
        #expect(setup.text("status") == "requires_action")
        let done = await shop.control("POST", "setup_intents/\(setup.id)/challenge", #"{"outcome":"complete"}"#)
        #expect(done.text("status") == "succeeded")
        let method = done.text("payment_method") ?? ""
        let paid = await shop.pay(5_000, card: method, more: "&customer=\(customer)&off_session=true")
        #expect(paid.text("status") == "succeeded")
    }

    @Test("What its issuer declines is not saved; 0341 is, and declined later")
    func refusesBad() async throws {
        let shop = try await Shop.open()
        let customer = await shop.post("/v1/customers").id
        let bad = await shop.post("/v1/payment_methods/pm_card_chargeDeclined/attach", "customer=\(customer)")
        #expect(bad.status == 402 && bad.code == "card_declined")
        let later = await shop.post("/v1/payment_methods/pm_card_chargeCustomerFail/attach", "customer=\(customer)")
        #expect(later.status == 200)
        #expect(await shop.pay(5_000, card: later.id, more: "&customer=\(customer)").code == "card_declined")
        #expect(await shop.get("/v1/customers/\(customer)/payment_methods").count("data") == 1)
    }

    @Test("A card used once without a customer is used up")
    func isUsedUp() async throws {
        let shop = try await Shop.open()
        let method = await shop.post(
            "/v1/payment_methods",
            "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2030&card[cvc]=123"
        ).id
        #expect(await shop.pay(5_000, card: method).status == 200)
        #expect(await shop.pay(5_000, card: method).status == 400)
    }

    @Test(
        "Numbers are checked, and real ones are refused",
        arguments: [
            ("4242424242424241", "incorrect_number"), ("1234", "incorrect_number"),
            ("4111111111111111", "card_declined"),
        ])
    func checksNumbers(number: String, code: String) async throws {
        let shop = try await Shop.open()
        let told = await shop.post(
            "/v1/payment_methods", "type=card&card[number]=\(number)&card[exp_month]=12&card[exp_year]=2030")
        #expect(told.status == 402 && told.code == code)
        let world = shop.sandbox.state.withLock { $0.world }
        #expect(world.methods.records.isEmpty)
    }

    @Test("A browser's key opens what its client secret names, and nothing more")
    func opensForBrowsers() async throws {
        let shop = try await Shop.open()
        let made = await shop.post("/v1/payment_intents", "amount=5000&currency=eur&metadata[secret]=s")
        let account = try await shop.sandbox.openAccount("aurelia")
        let browser = Shop(sandbox: shop.sandbox, clock: shop.clock, key: account.publishableKey)
        let path = "/v1/payment_intents/\(made.id)"
        #expect(await browser.get(path).status == 400)
        #expect(await browser.get(path, "client_secret=\(made.id)_secret_wrong").status == 400)
        let secret = made.text("client_secret") ?? ""
        let seen = await browser.get(path, "client_secret=\(secret)")
        #expect(seen.number("amount") == 5_000 && !seen.body.contains("metadata"))
        #expect(await browser.get("/v1/payment_intents").code == "secret_key_required")
        #expect(await browser.post("/v1/refunds", "payment_intent=\(made.id)").status == 401)
        let paid = await browser.post(
            "\(path)/confirm", "client_secret=\(secret)&payment_method=pm_card_visa&return_url=http://localhost/")
        #expect(paid.text("status") == "succeeded")
    }
}
