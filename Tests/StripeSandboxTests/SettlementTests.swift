import Testing

@testable import StripeSandbox

@Suite("Money that goes into a balance otherwise than it was charged")
struct SettlementTests {
    private func line(_ shop: Shop, _ place: Int = 0) async -> Told {
        let id = await shop.get("/v1/balance_transactions").text("data.\(place).id") ?? ""
        return await shop.get("/v1/balance_transactions/\(id)")
    }

    private func account(_ shop: Shop) async -> String { await shop.get("/v1/account").id }

    @Test("In another currency, at the rate of its day; another merchant's money stays what it is")
    func settles() async throws {
        let shop = try await Shop.open()
        let other = try await shop.neighbour("borealis")
        let id = await account(shop)
        await shop.control("POST", "accounts/\(id)/settlement", #"{"currency":"USD","rate":"1.085"}"#)
        let paid = await shop.pay(10_000)
        #expect(paid.number("amount_received") == 10_000)
        let taken = await line(shop)
        #expect(taken.text("currency") == "usd" && taken.number("amount") == 10_850)
        // 1.5 % of what came in and 0.25.
        #expect(taken.number("fee") == 163 + 25)
        #expect(taken.body.contains(#""exchange_rate":1.085,"#))
        await shop.control("POST", "accounts/\(id)/settlement", #"{"currency":"usd","rate":"1.2"}"#)
        let refund = await shop.post(
            "/v1/refunds", "payment_intent=\(paid.id)&amount=5000&expand[]=balance_transaction")
        #expect(refund.number("amount") == 5_000 && refund.text("currency") == "eur")
        #expect(refund.number("balance_transaction.amount") == -6_000)
        await shop.control("POST", "accounts/\(id)/settlement", "{}")
        // It comes back as it left.
        await shop.control("POST", "refunds/\(refund.id)", #"{"outcome":"fail"}"#)
        #expect(await line(shop).number("amount") == 6_000)
        _ = await shop.pay(2_000)
        #expect(await line(shop).text("currency") == "eur")
        let totals = shop.sandbox.totals(of: id)
        #expect(totals["usd"]?.captured == 10_850 && totals["usd"]?.refunded == 0)
        #expect(totals["eur"]?.captured == 2_000)
        #expect(totals.values.allSatisfy { $0.balance == $0.expectedBalance })
        _ = await other.pay(10_000)
        let kept = await line(other)
        #expect(kept.text("currency") == "eur" && kept.body.contains(#""exchange_rate":null"#))
    }

    @Test("Between currencies of other decimals, rounded to the nearest unit, in and out alike")
    func decimals() throws {
        let yen = try Settlement(currency: "jpy", rate: "162.5")
        #expect(yen.turned(11_000, "eur") == 17_875 && yen.turned(1, "eur") == 2)
        let dinar = try Settlement(currency: "kwd", rate: "0.002")
        #expect(dinar.turned(17_875, "jpy") == 35_750)
        for amount in [1, 333, 99_999_999, 999_999_999_999] {
            #expect(yen.turned(-amount, "eur") == -yen.turned(amount, "eur"))
        }
    }

    @Test("Late: the charge is captured, its line comes by itself, and that is told")
    func late() async throws {
        let shop = try await Shop.open()
        let other = try await shop.neighbour("borealis")
        let id = await account(shop)
        await shop.control("POST", "late_lines", #"{"account":"\#(id)","count":1,"seconds":60}"#)
        _ = await other.pay(3_000)
        #expect(await line(other).number("amount") == 3_000)
        let charge = await shop.pay(5_000).text("latest_charge") ?? ""
        let taken = await shop.get("/v1/charges/\(charge)")
        #expect(taken.number("amount_captured") == 5_000 && taken.body.contains(#""balance_transaction":null"#))
        #expect(await shop.get("/v1/balance_transactions").count("data") == 0)
        _ = await shop.pay(4_000)
        #expect(await line(shop).number("amount") == 4_000)
        await shop.control("POST", "clock", #"{"advance_seconds":60}"#)
        #expect(await line(shop).number("amount") == 5_000)
        #expect(await shop.get("/v1/charges/\(charge)").text("balance_transaction")?.hasPrefix("txn_") == true)
        #expect(await shop.get("/v1/events").text("data.0.type") == "charge.updated")
    }

    @Test("What is no currency, rate, number or time is refused")
    func refused() async throws {
        let shop = try await Shop.open()
        let id = await account(shop)
        for rate in ["0", "-1", "1,5", "1000", "1.0000001", "", "one"] {
            let answer = await shop.control(
                "POST", "accounts/\(id)/settlement", #"{"currency":"usd","rate":"\#(rate)"}"#)
            #expect(answer.status == 400, "\(rate)")
        }
        #expect(await shop.control("POST", "accounts/\(id)/settlement", #"{"currency":"xyz"}"#).status == 400)
        #expect(await shop.control("POST", "accounts/acct_none/settlement", #"{"currency":"usd"}"#).status == 404)
        #expect(await shop.control("POST", "late_lines", #"{"count":0,"seconds":60}"#).status == 400)
        #expect(await shop.control("POST", "late_lines", #"{"count":1,"seconds":0}"#).status == 400)
    }
}
