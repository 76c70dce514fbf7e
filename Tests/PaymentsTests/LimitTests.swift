import Breakers
import NIOHTTP1
@testable import Payments
import StripeSandbox
import TestSupport
import Testing

@Suite("Too many calls of one account's")
struct LimitTests {
    private struct Balance: Decodable, Sendable { let object: String }

    @Test("rest that account a moment, and nobody else's; calls that fail otherwise rest all of that processor")
    func limited() async throws {
        let stripe = try await TestStripe.start()
        let (one, two) = (try await stripe.account("one"), try await stripe.account("two"))
        let caller = StripeCaller(
            stripe: "http://127.0.0.1:9", sandbox: stripe.url, breaker: { Breaker(name: $0, redis: nil) })
        func ask(_ account: OpenedAccount, _ processor: Processor = .sandbox) async throws -> String {
            try await caller.send(
                .init(method: .GET, path: "balance"), key: account.secretKey, to: processor, Balance.self
            ).object
        }
        try await stripe.control(
            "POST", "faults", #"{"effect":"status","status":429,"count":20,"account":"\#(one.id)"}"#)
        for _ in 0..<10 {
            await #expect(throws: ProcessorFault.resting(retrySeconds: StripeCaller.limitedSeconds)) {
                try await ask(one)
            }
        }
        #expect(try await ask(two) == "balance")
        // The other processor is gone altogether, and its own breaker tells.
        for _ in 0..<10 { _ = try? await ask(two, .stripe) }
        do {
            _ = try await ask(two, .stripe)
            Issue.record("nobody listens there")
        } catch ProcessorFault.resting(let seconds) {
            #expect(seconds > StripeCaller.limitedSeconds)
        }
        #expect(try await ask(two) == "balance")
        await stripe.stop()
    }

    @Test("Answers of one account's that do not read are its own, and rest nobody")
    func unread() async throws {
        struct Otherwise: Decodable, Sendable { let absent: Int }
        let stripe = try await TestStripe.start()
        let (one, two) = (try await stripe.account("one"), try await stripe.account("two"))
        let caller = StripeCaller(sandbox: stripe.url, breaker: { Breaker(name: $0, redis: nil) })
        for _ in 0..<50 {
            let fault = await #expect(throws: ProcessorFault.self) {
                let _: Otherwise = try await caller.send(
                    .init(method: .GET, path: "balance"), key: one.secretKey, to: .sandbox)
            }
            guard case .unread = fault else {
                Issue.record("\(String(describing: fault))")
                break
            }
        }
        let told: Balance = try await caller.send(
            .init(method: .GET, path: "balance"), key: two.secretKey, to: .sandbox)
        #expect(told.object == "balance")
        await stripe.stop()
    }
}
