import TestSupport
import Testing

@testable import StripeSandbox

@Suite("Payment intents")
struct IntentTests {
    @Test("A card that needs nothing is charged, and its money less the fee is in the balance")
    func pays() async throws {
        let shop = try await Shop.open()
        let paid = await shop.pay(12_900, more: "&expand[]=latest_charge.balance_transaction")
        #expect(paid.status == 200 && paid.text("status") == "succeeded")
        #expect(paid.number("amount_received") == 12_900)
        let charge = await shop.get(
            "/v1/charges/\(paid.text("latest_charge.id") ?? "")", "expand[]=balance_transaction")
        #expect(paid.text("latest_charge.balance_transaction.id") == charge.text("balance_transaction.id"))
        #expect(charge.number("balance_transaction.fee") == 194 + 25)
        #expect(charge.number("balance_transaction.net") == 12_900 - 219)
        let balance = await shop.get("/v1/balance")
        #expect(balance.number("pending.0.amount") == 12_681 && balance.number("available.0.amount") == 0)
        shop.clock.advance(bySeconds: 2 * 86_400)
        #expect(await shop.get("/v1/balance").number("available.0.amount") == 12_681)
    }

    @Test("Step by step: without a method, with one, confirmed")
    func goesStepByStep() async throws {
        let shop = try await Shop.open()
        let made = await shop.post("/v1/payment_intents", "amount=5000&currency=eur&payment_method_types[]=card")
        #expect(made.text("status") == "requires_payment_method")
        let bare = await shop.post("/v1/payment_intents/\(made.id)/confirm")
        #expect(bare.status == 400 && bare.code == "payment_intent_unexpected_state")
        let ready = await shop.post("/v1/payment_intents/\(made.id)", "payment_method=pm_card_visa")
        #expect(ready.text("status") == "requires_confirmation")
        #expect(await shop.post("/v1/payment_intents/\(made.id)/confirm").text("status") == "succeeded")
        let again = await shop.post("/v1/payment_intents/\(made.id)/confirm")
        #expect(again.code == "payment_intent_unexpected_state")
        #expect(await shop.get("/v1/events", "type=payment_intent.succeeded").count("data") == 1)
    }

    @Test("The holder is asked, and agrees or does not", arguments: ["complete", "fail"])
    func asksHolder(outcome: String) async throws {
        let shop = try await Shop.open()
        let asked = await shop.pay(
            5_000, card: "pm_card_threeDSecure2Required", more: "&return_url=http://localhost:1/back")
        #expect(asked.text("status") == "requires_action")
        #expect(asked.text("next_action.type") == "redirect_to_url")
        #expect(asked.text("next_action.redirect_to_url.return_url") == "http://localhost:1/back")
        let done = await shop.control("POST", "payment_intents/\(asked.id)/challenge", #"{"outcome":"\#(outcome)"}"#)
        let agreed = outcome == "complete"
        #expect(done.text("status") == (agreed ? "succeeded" : "requires_payment_method"))
        #expect(
            done.text("last_payment_error.code") == (agreed ? nil : "payment_intent_authentication_failure"))
        #expect(await shop.get("/v1/charges").count("data") == (agreed ? 1 : 0))
    }

    @Test(
        "Cards that are declined say why",
        arguments: [
            ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
            ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
            ("pm_card_chargeDeclinedExpiredCard", "expired_card", nil),
            ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", nil),
            ("pm_card_chargeDeclinedProcessingError", "processing_error", nil),
            ("pm_card_chargeCustomerFail", "card_declined", "generic_decline"),
        ] as [(String, String, String?)])
    func declines(card: String, code: String, declineCode: String?) async throws {
        let shop = try await Shop.open()
        let declined = await shop.pay(5_000, card: card)
        #expect(declined.status == 402 && declined.text("error.type") == "card_error")
        #expect(declined.code == code && declined.text("error.decline_code") == declineCode)
        let id = declined.text("error.payment_intent.id") ?? ""
        let intent = await shop.get("/v1/payment_intents/\(id)")
        #expect(intent.text("status") == "requires_payment_method")
        #expect(intent.text("last_payment_error.code") == code)
        let retried = await shop.post(
            "/v1/payment_intents/\(id)/confirm", "payment_method=pm_card_visa&return_url=http://localhost/")
        #expect(retried.text("status") == "succeeded")
        #expect(await shop.get("/v1/charges").count("data") == 2)
    }

    @Test("An authorisation is captured in part, and the rest is let go")
    func capturesInPart() async throws {
        let shop = try await Shop.open()
        let held = await shop.pay(10_000, more: "&capture_method=manual")
        #expect(held.text("status") == "requires_capture" && held.number("amount_capturable") == 10_000)
        #expect(await shop.get("/v1/balance").number("pending.0.amount") == 0)
        let capture = "/v1/payment_intents/\(held.id)/capture"
        #expect(await shop.post(capture, "amount_to_capture=10001").code == "amount_too_large")
        let taken = await shop.post(capture, "amount_to_capture=7000")
        #expect(taken.text("status") == "succeeded" && taken.number("amount_received") == 7_000)
        #expect(await shop.post(capture).code == "payment_intent_unexpected_state")
    }

    @Test("An authorisation lapses after seven days")
    func lapses() async throws {
        let shop = try await Shop.open()
        let held = await shop.pay(10_000, more: "&capture_method=manual")
        await shop.control("POST", "clock", #"{"advance_seconds":\#(7 * 86_400 - 1)}"#)
        #expect(await shop.get("/v1/payment_intents/\(held.id)").text("status") == "requires_capture")
        shop.clock.advance(bySeconds: 1)
        let lapsed = await shop.get("/v1/payment_intents/\(held.id)")
        #expect(lapsed.text("status") == "canceled" && lapsed.text("cancellation_reason") == "automatic")
        #expect(await shop.get("/v1/events", "type=charge.expired").count("data") == 1)
    }

    @Test(
        "Amounts are counted as Stripe counts them",
        arguments: [
            ("eur", 49, "amount_too_small"), ("eur", 50, nil), ("jpy", 49, "amount_too_small"), ("jpy", 50, nil),
            ("kwd", 5_124, "parameter_invalid_integer"), ("kwd", 5_120, nil),
            ("isk", 50_050, "invalid_charge_amount_no_decimal_compatible"), ("isk", 50_000, nil),
            ("ugx", 50_001, "invalid_charge_amount_no_decimal_compatible"), ("ugx", 50_000, nil),
            ("huf", 17_499, "amount_too_small"), ("huf", 17_550, nil), ("twd", 1_001, nil),
            ("usd", 100_000_000, "amount_too_large"),
        ] as [(String, Int, String?)])
    func counts(currency: String, amount: Int, code: String?) async throws {
        let shop = try await Shop.open()
        let made = await shop.post("/v1/payment_intents", "amount=\(amount)&currency=\(currency)")
        #expect(made.code == code && made.status == (code == nil ? 200 : 400))
    }

    @Test("What is not known is refused by name")
    func refusesUnknown() async throws {
        let shop = try await Shop.open()
        let unknown = await shop.post("/v1/payment_intents", "amount=500&currency=eur&ammount=1")
        #expect(unknown.code == "parameter_unknown" && unknown.text("error.param") == "ammount")
        #expect(await shop.post("/v1/payment_intents", "currency=eur").code == "parameter_missing")
        #expect(await shop.post("/v1/payment_intents", "amount=500&currency=zzz").status == 400)
        #expect(await shop.get("/v1/payment_intents/pi_nobodys").code == "resource_missing")
        #expect(await shop.get("/v1/nothing").status == 404)
    }

    @Test("A merchant sees nothing of another's")
    func keepsApart() async throws {
        let shop = try await Shop.open()
        let other = try await shop.neighbour("halfway")
        let paid = await shop.pay(5_000)
        #expect(await other.get("/v1/payment_intents/\(paid.id)").status == 404)
        #expect(await other.post("/v1/refunds", "payment_intent=\(paid.id)").status == 400)
        #expect(await other.get("/v1/payment_intents").count("data") == 0)
        #expect(await other.get("/v1/events").count("data") == 0)
    }
}
