import Testing

@testable import StripeSandbox

@Suite("Refunds and disputes")
struct RefundTests {
    @Test("In parts, never more than was taken")
    func staysWithin() async throws {
        let shop = try await Shop.open()
        let paid = await shop.pay(10_000)
        let first = await shop.post("/v1/refunds", "payment_intent=\(paid.id)&amount=4000&reason=requested_by_customer")
        #expect(first.text("status") == "succeeded" && first.text("object") == "refund")
        let tooMuch = await shop.post("/v1/refunds", "payment_intent=\(paid.id)&amount=6001")
        #expect(tooMuch.status == 400 && tooMuch.text("error.param") == "amount")
        #expect(await shop.post("/v1/refunds", "payment_intent=\(paid.id)").number("amount") == 6_000)
        let again = await shop.post("/v1/refunds", "payment_intent=\(paid.id)&amount=1")
        #expect(again.code == "charge_already_refunded")
        let charge = await shop.get("/v1/charges", "expand[]=data.refunds")
        #expect(charge.number("data.0.amount_refunded") == 10_000 && charge.count("data.0.refunds.data") == 2)
        #expect(charge.body.contains(#""refunded":true"#))
    }

    @Test("Two at once for the whole: one is done, one refused")
    func isDoneOnce() async throws {
        let shop = try await Shop.open()
        let paid = await shop.pay(10_000)
        let told = await withTaskGroup(of: Told.self) { group in
            for _ in 0..<10 { group.addTask { await shop.post("/v1/refunds", "payment_intent=\(paid.id)") } }
            return await group.reduce(into: [Told]()) { $0.append($1) }
        }
        #expect(told.count { $0.status == 200 } == 1)
        #expect(told.count { $0.code == "charge_already_refunded" } == 9)
    }

    @Test("What was not captured, or is of another currency or amount, is refused")
    func refuses() async throws {
        let shop = try await Shop.open()
        let held = await shop.pay(10_000, more: "&capture_method=manual")
        #expect(
            await shop.post("/v1/refunds", "payment_intent=\(held.id)").code == "payment_intent_unexpected_state")
        let paid = await shop.pay(10_000)
        for form in ["currency=usd", "amount=0", "amount=-5", "amount=1.5"] {
            #expect(await shop.post("/v1/refunds", "payment_intent=\(paid.id)&\(form)").status == 400)
        }
        #expect(await shop.post("/v1/refunds", "amount=5").code == "parameter_missing")
        #expect(await shop.get("/v1/refunds").count("data") == 0)
    }

    @Test("Some refunds are pending at first, and some come back")
    func settles() async throws {
        let shop = try await Shop.open()
        let slow = await shop.post(
            "/v1/refunds", "payment_intent=\(await shop.pay(5_000, card: "pm_card_pendingRefund").id)")
        let failing = await shop.post(
            "/v1/refunds", "payment_intent=\(await shop.pay(6_000, card: "pm_card_refundFail").id)")
        #expect(slow.text("status") == "pending" && failing.text("status") == "succeeded")
        await shop.control("POST", "clock", #"{"advance_seconds":3600}"#)
        #expect(await shop.get("/v1/refunds/\(slow.id)").text("status") == "succeeded")
        let failed = await shop.get("/v1/refunds/\(failing.id)")
        #expect(failed.text("status") == "failed" && failed.text("failure_balance_transaction") != nil)
        #expect(await shop.get("/v1/charges/\(failed.text("charge") ?? "")").number("amount_refunded") == 0)
        #expect(await shop.get("/v1/events", "type=refund.failed").count("data") == 1)
    }

    @Test(
        "A dispute takes the money and a fee, and gives the money back when it is won",
        arguments: ["winning", "losing"])
    func disputes(evidence: String) async throws {
        let shop = try await Shop.open()
        let paid = await shop.pay(10_000, card: "pm_card_createDispute")
        let dispute = await shop.get("/v1/disputes", "payment_intent=\(paid.id)")
        #expect(dispute.text("data.0.status") == "needs_response" && dispute.number("data.0.amount") == 10_000)
        #expect(await shop.post("/v1/refunds", "payment_intent=\(paid.id)").code == "charge_disputed")
        let id = dispute.text("data.0.id") ?? ""
        let closed = await shop.post("/v1/disputes/\(id)", "evidence[uncategorized_text]=\(evidence)_evidence")
        let isWon = evidence == "winning"
        #expect(closed.text("status") == (isWon ? "won" : "lost"))
        #expect(closed.count("balance_transactions") == (isWon ? 2 : 1))
        let totals = await shop.control("GET", "totals")
        #expect(totals.number("accounts.0.currencies.eur.disputed") == (isWon ? 0 : 10_000))
        #expect(totals.number("accounts.0.currencies.eur.fees") == 175 + Fee.dispute)
        #expect(await shop.post("/v1/disputes/\(id)/close").status == 400)
    }

    @Test("A dispute by order, and an inquiry that takes no money")
    func disputesByOrder() async throws {
        let shop = try await Shop.open()
        let paid = await shop.pay(10_000)
        let charge = paid.text("latest_charge") ?? ""
        let dispute = await shop.control("POST", "charges/\(charge)/dispute", #"{"reason":"duplicate"}"#)
        #expect(dispute.text("reason") == "duplicate")
        #expect(
            await shop.control("POST", "disputes/\(dispute.id)", #"{"outcome":"won"}"#).text("status") == "won")
        #expect(await shop.post("/v1/refunds", "charge=\(charge)").status == 200)
        let asked = await shop.pay(8_000, card: "pm_card_createDisputeInquiry")
        #expect(await shop.get("/v1/disputes", "payment_intent=\(asked.id)").count("data.0.balance_transactions") == 0)
        #expect(await shop.post("/v1/refunds", "payment_intent=\(asked.id)").status == 200)
    }
}
