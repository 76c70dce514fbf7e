import Foundation
import Testing

@testable import StripeSandbox

@Suite("The sandbox's pages")
struct PageTests {
    private static let back = "http://aurelia.localhost:8080/en/pay/back?booking=a%2Bb+c"

    private static func visit(
        _ shop: Shop, _ method: String, _ path: String, _ query: String = "", _ form: String = ""
    ) async -> SandboxAnswer {
        await shop.sandbox.answer(SandboxRequest(method, path, query: query, body: form))
    }

    private static func query(_ back: String, _ lang: String = "en") -> String {
        "return_url=\(back.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")&lang=\(lang)"
    }

    private static func secret(_ shop: Shop) async -> String {
        await shop.post("/v1/payment_intents", "amount=12900&currency=eur").text("client_secret") ?? ""
    }

    private static let card = "number=4242+4242+4242+4242&expiry=12/30&cvc=123&name=A"

    @Test("A card is typed in, and the merchant's page is come back to as it was named")
    func pays() async throws {
        let shop = try await Shop.open()
        let secret = await Self.secret(shop)
        let form = await Self.visit(shop, "GET", "/pay/\(secret)", Self.query(Self.back))
        #expect(form.status == 200 && form.body.contains("129.00 EUR") && form.body.contains("lang=\"en\""))
        let paid = await Self.visit(shop, "POST", "/pay/\(secret)", Self.query(Self.back), Self.card)
        let place = try #require(paid.header("location"))
        #expect(paid.status == 303 && place.hasPrefix("\(Self.back)&payment_intent=pi_"))
        #expect(
            place.contains("payment_intent_client_secret=\(secret)") && place.hasSuffix("redirect_status=succeeded"))
        let again = await Self.visit(shop, "POST", "/pay/\(secret)", Self.query(Self.back), Self.card)
        #expect(again.header("location") == place)
        #expect(await shop.get("/v1/charges").count("data") == 1)
    }

    @Test("The bank asks, and its answer decides", arguments: [("complete", "succeeded"), ("fail", "failed")])
    func challenges(outcome: String, status: String) async throws {
        let shop = try await Shop.open()
        let secret = await Self.secret(shop)
        let form = Self.card.replacing("4242+4242+4242+4242", with: "4000000000003220")
        let asked = await Self.visit(shop, "POST", "/pay/\(secret)", Self.query(Self.back, "ar"), form)
        #expect(asked.header("location") == "/3ds/\(secret)?lang=ar")
        let page = await Self.visit(shop, "GET", "/3ds/\(secret)", "lang=ar")
        #expect(page.body.contains("dir=\"rtl\"") && page.body.contains("هل توافق"))
        let done = await Self.visit(shop, "POST", "/3ds/\(secret)", "lang=ar", "outcome=\(outcome)")
        #expect(done.header("location")?.hasSuffix("redirect_status=\(status)") == true)
        let second = await Self.visit(shop, "POST", "/3ds/\(secret)", "lang=ar", "outcome=complete")
        #expect(second.status == 409)
    }

    @Test("What is declined is said in the reader's words, and may be tried again", arguments: PageWords.languages)
    func says(language: String) async throws {
        let shop = try await Shop.open()
        let secret = await Self.secret(shop)
        for (number, code) in [("4000000000009995", "insufficient_funds"), ("4242424242424241", "incorrect_number")] {
            let form = Self.card.replacing("4242+4242+4242+4242", with: number)
            let told = await Self.visit(shop, "POST", "/pay/\(secret)", Self.query(Self.back, language), form)
            let words = PageWords.of([language]).fault(code)
            #expect(told.status == 402 && told.body.contains("<p class=\"fault\" role=\"alert\" id=\"fault\">\(words)"))
            #expect(!told.body.contains(number))
        }
        let paid = await Self.visit(shop, "POST", "/pay/\(secret)", Self.query(Self.back, language), Self.card)
        #expect(paid.status == 303)
    }

    @Test(
        "It leads nowhere else",
        arguments: [
            "https://evil.example/", "//evil.example", "javascript:alert(1)", "http://localhost.evil.example/",
            "http://user@localhost/", "/back", "http://localhost\\@evil.example/",
        ])
    func leadsHome(back: String) async throws {
        let shop = try await Shop.open()
        let secret = await Self.secret(shop)
        let form = await Self.visit(shop, "GET", "/pay/\(secret)", Self.query(back))
        #expect(form.status == 400 && form.header("location") == nil && !form.body.contains("evil"))
    }

    @Test("An origin of the account's is allowed, another merchant's is not")
    func allowsOrigins() async throws {
        let shop = try await Shop.open()
        try await shop.sandbox.openAccount("aurelia", origins: ["https://aurelia.example"])
        let secret = await Self.secret(shop)
        let allowed = await Self.visit(shop, "GET", "/pay/\(secret)", Self.query("https://aurelia.example/back"))
        #expect(allowed.status == 200)
        #expect(
            allowed.header("content-security-policy")?.contains("form-action 'self' https://aurelia.example") == true)
        let other = Self.query("https://aurelia.example:444/back")
        #expect(await Self.visit(shop, "GET", "/pay/\(secret)", other).status == 400)
        let neighbour = await Self.secret(try await shop.neighbour("halfway"))
        #expect(
            await Self.visit(shop, "GET", "/pay/\(neighbour)", Self.query("https://aurelia.example/back")).status == 400
        )
    }

    @Test("Whatever is put in is escaped, and a wrong secret shows nothing")
    func escapes() async throws {
        let shop = try await Shop.open()
        let secret = await Self.secret(shop)
        let nasty = "http://localhost/?a=%22%3E%3Cscript%3E"
        let form = await Self.visit(shop, "GET", "/pay/\(secret)", Self.query(nasty + "&b='x'"))
        #expect(form.status == 200 && !form.body.contains("<script") && !form.body.contains("'x'"))
        #expect(await Self.visit(shop, "GET", "/pay/\(secret)x", Self.query(Self.back)).status == 404)
        #expect(await Self.visit(shop, "GET", "/pay/%3Cscript%3E", Self.query(Self.back)).status == 404)
    }
}
