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

@Suite("A charge whose line of the processor's balance comes late")
struct LateLineTests {
    private static let seconds = 3_600

    private func late(_ till: Till) async throws -> (booking: BookingID, payment: PaymentID) {
        let reply = try await till.stripe.control(
            "POST", "late_lines", #"{"account":"\#(till.account.id)","count":1,"seconds":\#(Self.seconds)}"#)
        try #require(reply.status == 200, "\(reply.body)")
        return try await till.paid()
    }

    private func pass(_ stripe: TestStripe) async throws {
        let reply = try await stripe.control("POST", "clock", #"{"advance_seconds":\#(Self.seconds)}"#)
        try #require(reply.status == 200, "\(reply.body)")
    }

    private func fee(_ till: Till) async throws -> Int {
        try await TrialBalance.read(in: till.scope).lines.filter { $0.code == .processorFee }
            .map(\.balance.minor).reduce(0, +)
    }

    @Test("The booking is confirmed at once, and the fee is in the books when the line is there")
    func booked() async throws {
        try await TwoTills.with { tills in
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                let before = try await fee(other)
                let (booking, payment) = try await late(till)
                #expect(try await till.booking(booking).state == .confirmed)
                let taken = try await till.feature.read.history(of: booking, in: till.scope).payments.first
                #expect(taken?.state == .captured && taken?.isFeeAwaited == true)
                #expect(try await fee(till) == 0)
                try await till.chase()
                #expect(try await till.settle(payment).looks == 2)
                #expect(try await fee(till) == 0)
                try await pass(tills.stripe)
                try await till.chase()
                #expect(till.totals.fees > 0)
                #expect(try await fee(till) == till.totals.fees)
                let known = try await till.settle(payment)
                #expect(known.isOver && known.looks == 0)
                let jobs = try await till.scope.run(
                    "select 1 as one from payments where look_at is not null or fee_minor is null")
                #expect(jobs.isEmpty)
                #expect(try await fee(other) == before)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("The job that the capture left finds the line, and one that came back meanwhile is given back all the same")
    func job() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await late(till)
                _ = try await till.shop.cancel(booking)
                try await pass(tills.stripe)
                try await till.work(tills.shops.fleet)
                #expect(try await fee(till) == till.totals.fees)
                #expect(till.totals.refunded == 11_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("One that is not there for long is told to a person, who is needed no more once it comes")
    func person() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (_, payment) = try await late(till)
                for _ in 0..<10 { try await till.settle(payment) }
                #expect(try await till.settle(payment).personFor == "fee_unknown")
                try await pass(tills.stripe)
                let known = try await till.settle(payment)
                #expect(known.personFor == nil && known.isOver)
                try await PaidInvariants.check(till)
            }
        }
    }
}
