import Foundation
import NIOHTTP1
import TestSupport
import Testing

@testable import StripeSandbox

@Suite("The sandbox over HTTP")
struct WireTests {
    @Test("It answers on a free port, drops what it is told to, and hears this machine only", .timeLimit(.minutes(1)))
    func answers() async throws {
        let stripe = try await TestStripe.start()
        let account = try await stripe.account("aurelia")
        let shop = Shop(sandbox: stripe.sandbox, clock: ManualClock(), key: account.secretKey)
        let port = stripe.port
        let wire = Wire(port: port, host: "localhost:\(port)")
        let key = ("authorization", "Basic \(Data("\(shop.key):".utf8).base64EncodedString())")
        let made = try await wire.form("/v1/payment_intents", [key], [("amount", "5000"), ("currency", "eur")])
        #expect(made.status == 200 && made.member("object") == "payment_intent")
        #expect(made.headers.first(name: "request-id")?.hasPrefix("req_") == true)
        #expect(made.headers.first(name: "content-type") == "application/json")
        try await stripe.control("POST", "faults", #"{"effect":"drop","when":"after"}"#)
        await #expect(throws: (any Error).self) {
            try await wire.form("/v1/payment_intents", [key], [("amount", "5000"), ("currency", "eur")])
        }
        #expect(await shop.get("/v1/payment_intents").count("data") == 2)
        try await stripe.control("POST", "faults", #"{"effect":"status","status":429}"#)
        #expect(try await wire.get("/v1/balance", [key]).status == 429)
        #expect(try await wire.get("/v1/balance", [key]).status == 200)
        #expect(try await Wire(port: port, host: "evil.example").get("/v1/balance", [key]).status == 421)
        #expect(try await wire.get("/v1/balance").status == 401)
        #expect(try await wire.get("/v1/balance", [("authorization", "Bearer sk_live_0123456789")]).status == 401)
        #expect(try await wire.get("/_sandbox/totals", [key]).status == 401)
        #expect(try await stripe.control("GET", "totals").status == 200)
        await stripe.stop()
    }
}
