import Testing

@testable import StripeSandbox

@Suite("Connected accounts")
struct ConnectTests {
    private static func connected(_ shop: Shop) async -> String {
        await shop.post(
            "/v1/accounts",
            "type=custom&country=DE&email=a@example.com&capabilities[transfers][requested]=true&tos_acceptance[date]=1"
        ).id
    }

    @Test("Money is sent on, taken back in part, and paid out")
    func sends() async throws {
        let shop = try await Shop.open()
        let account = await Self.connected(shop)
        #expect(
            await shop.post("/v1/transfers", "amount=100&currency=eur&destination=\(account)").code
                == "balance_insufficient")
        _ = await shop.pay(50_000, card: "pm_card_bypassPending")
        let sent = await shop.post("/v1/transfers", "amount=20000&currency=eur&destination=\(account)")
        #expect(sent.text("object") == "transfer")
        #expect(await shop.get("/v1/balance", account: account).number("available.0.amount") == 20_000)
        let reversal = await shop.post("/v1/transfers/\(sent.id)/reversals", "amount=5000")
        #expect(reversal.text("object") == "transfer_reversal")
        #expect(await shop.post("/v1/transfers/\(sent.id)/reversals", "amount=15001").status == 400)
        #expect(await shop.get("/v1/transfers/\(sent.id)").number("amount_reversed") == 5_000)
        let payout = await shop.post("/v1/payouts", "amount=15000&currency=eur", account: account)
        #expect(payout.text("status") == "pending")
        #expect(payout.answer.header("stripe-account") == account)
        await shop.control("POST", "clock", #"{"advance_seconds":86400}"#)
        #expect(await shop.get("/v1/payouts/\(payout.id)", account: account).text("status") == "paid")
        #expect(await shop.get("/v1/payouts/\(payout.id)").status == 404)
        let returned = await shop.control("POST", "payouts/\(payout.id)", #"{"outcome":"failed"}"#)
        #expect(returned.text("status") == "failed" && returned.text("failure_code") == "account_closed")
        #expect(await shop.get("/v1/balance", account: account).number("available.0.amount") == 15_000)
    }

    @Test("Who has not told all that is asked gets no money")
    func wantsDetails() async throws {
        let shop = try await Shop.open()
        _ = await shop.pay(50_000, card: "pm_card_bypassPending")
        let account = await shop.post("/v1/accounts", "type=express&capabilities[transfers][requested]=true").id
        let transfer = "amount=1000&currency=eur&destination=\(account)"
        #expect(await shop.post("/v1/transfers", transfer).code == "insufficient_capabilities_for_transfer")
        await shop.control("POST", "accounts/\(account)/onboard")
        #expect(await shop.post("/v1/transfers", transfer).status == 200)
    }

    @Test("A charge's own money is sent before it is there, and not twice")
    func sendsFromCharge() async throws {
        let shop = try await Shop.open()
        let account = await Self.connected(shop)
        let charge = await shop.pay(10_000).text("latest_charge") ?? ""
        let form = "currency=eur&destination=\(account)&source_transaction=\(charge)"
        #expect(await shop.post("/v1/transfers", "amount=8000&\(form)").status == 200)
        #expect(await shop.post("/v1/transfers", "amount=2001&\(form)").status == 400)
        #expect(await shop.get("/v1/balance", account: account).number("available.0.amount") == 0)
        #expect(await shop.get("/v1/balance", account: account).number("pending.0.amount") == 8_000)
    }

    @Test("Nobody else's account can be named")
    func keepsApart() async throws {
        let shop = try await Shop.open()
        let other = try await shop.neighbour("halfway")
        let account = await Self.connected(shop)
        #expect(await other.get("/v1/balance", account: account).status == 403)
        #expect(await other.get("/v1/accounts/\(account)").status == 403)
        _ = await other.pay(50_000, card: "pm_card_bypassPending")
        #expect(
            await other.post("/v1/transfers", "amount=1000&currency=eur&destination=\(account)").code
                == "resource_missing")
    }
}
