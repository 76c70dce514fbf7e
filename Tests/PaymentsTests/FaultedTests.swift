import Bookings
import Foundation
import Ledger
import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// Bookings paid while the processor fails in every way that it has, at every call, on each of its sides: before
/// anything is done, after all is done, with an error that it keeps.
@Suite("Paying while the processor fails")
struct FaultedTests {
    private static let isSoak = ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] != nil
    private static var bookings: Int { isSoak ? 1_000 : 24 }

    private static let faults = [
        #"{"effect":"drop","when":"before"}"#, #"{"effect":"drop","when":"after"}"#,
        #"{"effect":"status","status":500,"when":"before"}"#, #"{"effect":"status","status":500,"when":"kept"}"#,
        #"{"effect":"status","status":503,"when":"after"}"#, #"{"effect":"status","status":429,"when":"before"}"#,
    ]

    @Test("Each ends settled: nothing twice, nothing taken without a booking, both sides say the same")
    func everyFault() async throws {
        try await TwoTills.with(capacity: 5_000) { tills in
            let seed = UInt64.random(in: 0...UInt64.max)
            var random = SeededGenerator(seed: seed)
            print("seed of the faults: \(seed)")
            for till in tills.both {
                for round in 0..<Self.bookings {
                    try await one(till, tills.shops.fleet, round, &random)
                }
                try await tills.stripe.control("DELETE", "faults")
                for _ in 0..<8 { try await till.chase() }
                try await PaidInvariants.check(till, "seed \(seed)")
                let open = try await till.scope.run(
                    "select count(*) as n from payments where state in ('asked', 'open', 'capturing', 'voiding')"
                ).only().get("n", as: Int.self)
                #expect(open == 0)
            }
        }
    }

    /// A booking on its way, with a fault or two waiting for its calls; sometimes cancelled, sometimes too late.
    private func one(
        _ till: Till, _ fleet: TestFleet, _ round: Int, _ random: inout SeededGenerator
    ) async throws {
        let (booking, payment) = try await till.begin()
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let fault = Self.faults[Int.random(in: 0..<Self.faults.count, using: &random)]
            let skip = Int.random(in: 0...3, using: &random)
            try await till.stripe.control(
                "POST", "faults",
                String(fault.dropLast()) + #","count":1,"skip":\#(skip),"account":"\#(till.account.id)"}"#)
        }
        let outcome = Int.random(in: 0...9, using: &random)
        for _ in 0..<12 {
            guard (try? await till.pay(payment))?.status != 200 else { break }
        }
        if outcome == 0 { try await till.lapse(booking, fleet) }
        for _ in 0..<12 {
            guard let seen = try? await till.settle(payment) else { continue }
            guard !seen.state.isEnd else { break }
        }
        if outcome == 0 { _ = try await till.shop.expire(booking) }
        if (1...3).contains(outcome), try await till.booking(booking).state == .confirmed {
            _ = try? await till.shop.cancel(booking)
        }
        try? await till.chase()
    }

}
