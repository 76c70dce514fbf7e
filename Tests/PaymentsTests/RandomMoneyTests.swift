import Bookings
import Foundation
import Ledger
import Payments
import Postgres
import Pricing
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// Whatever travellers, staff, banks and the clock do, one after the other: what holds of money holds after each step.
/// A run that fails is played again by `TRAVELHUB_SEED=<seed>`.
@Suite("Any course of money")
struct RandomMoneyTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static var steps: Int { environment["TRAVELHUB_SOAK"] != nil ? 2_000 : 70 }

    private enum Step: CaseIterable {
        case hold, pay, decline, settle, expire, cancel, refund, refundTooMuch, dispute, decide, chase, failAsking,
            change, drop
    }

    private struct Known {
        let booking: BookingID
        var payment: PaymentID?
    }

    @Test("Sums, books, stock and processor agree after every step, and wholly once nothing is on its way")
    func steps() async throws {
        let seed = Self.environment["TRAVELHUB_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...UInt64.max)
        print("seed of the course: \(seed)")
        try await TwoTills.with(capacity: 50) { tills in
            var random = SeededGenerator(seed: seed)
            var known: [[Known]] = [[], []]
            for number in 0..<Self.steps {
                let side = Int.random(in: 0...1, using: &random)
                let till = tills.both[side]
                let step = Step.allCases.randomElement(using: &random) ?? .hold
                try await take(step, till, &known[side], tills.shops.fleet, &random)
                try await PaidInvariants.check(till, isQuiet: false, "seed \(seed), step \(number): \(step)")
            }
            try await tills.stripe.control("DELETE", "faults")
            for (till, all) in zip(tills.both, known) {
                for one in all where try await till.booking(one.booking).state == .pendingPayment {
                    try await till.lapse(one.booking, tills.shops.fleet)
                    _ = try await till.shop.expire(one.booking)
                }
                try await till.lapseChanges(tills.shops.fleet)
                for _ in 0..<8 { try await till.chase() }
                // As its events would have told.
                for name in try await till.disputes() {
                    try await till.feature.settleDispute.settle(name, in: till.scope)
                }
                try await PaidInvariants.check(till, "seed \(seed), at the end")
            }
        }
    }

    private func take(
        _ step: Step, _ till: Till, _ known: inout [Known], _ fleet: TestFleet, _ random: inout SeededGenerator
    ) async throws {
        guard step != .hold, let index = known.indices.randomElement(using: &random) else {
            let held = try await till.shop.hold(
                try await till.shop.offer(
                    from: Int.random(in: 0...4, using: &random), nights: Int.random(in: 1...3, using: &random),
                    rooms: try (0..<Int.random(in: 1...3, using: &random)).map { _ in try Occupancy(adults: 2) }))
            return known.append(Known(booking: held.booking.id))
        }
        let one = known[index]
        switch step {
        case .hold: break
        case .pay, .decline:
            guard let payment = try await begun(one, till) else { return }
            known[index].payment = payment
            let card =
                step == .pay ? ["visa", "createDispute"].randomElement(using: &random) ?? "visa" : "chargeDeclined"
            _ = try? await till.pay(payment, with: "pm_card_\(card)")
        case .settle: if let payment = one.payment { _ = try? await till.settle(payment) }
        case .expire:
            guard [.held, .pendingPayment].contains(try await till.booking(one.booking).state) else { return }
            try await till.lapse(one.booking, fleet)
            _ = try await till.shop.expire(one.booking)
        case .cancel:
            if Bool.random(using: &random) { try await till.shop.moveWindow(one.booking, begins: -1, fleet) }
            do { _ = try await till.shop.cancel(one.booking) } catch is BookingError {}
        case .refund, .refundTooMuch:
            let booking = try await till.booking(one.booking)
            let left = booking.paid.minor - booking.refunded.minor
            let amount = step == .refund ? max(1, left / 3) : left + 1
            do { try await refund(Money(minor: amount, .eur), one.booking, till) } catch is PaymentError {}
        case .dispute:
            if let name = try await till.openDispute() {
                try await till.feature.settleDispute.settle(name, in: till.scope)
            }
        case .decide:
            guard let name = try await till.openDispute() else { return }
            let evidence = Bool.random(using: &random) ? "winning_evidence" : "losing_evidence"
            // Said into a connection that is dropped, it is decided all the same, or another time.
            _ = try? await till.stripeCall("disputes/\(name)", [("evidence[uncategorized_text]", evidence)])
            try await till.feature.settleDispute.settle(name, in: till.scope)
        case .chase: try await till.chase()
        case .change, .drop:
            let wanted: WantedChange =
                step == .drop
                ? .dropping([0])
                : .stay(
                    try till.shop.dates(
                        from: Int.random(in: 0...4, using: &random), nights: Int.random(in: 1...4, using: &random)), nil
                )
            if Bool.random(using: &random) { try await till.shop.moveWindow(one.booking, begins: -1, fleet) }
            do { _ = try await till.shop.change(one.booking, wanted) } catch is BookingError {}
        case .failAsking:
            try await till.stripe.control(
                "POST", "faults", #"{"effect":"drop","when":"after","method":"POST","account":"\#(till.account.id)"}"#)
        }
    }

    private func begun(_ one: Known, _ till: Till) async throws -> PaymentID? {
        do { return try await till.start(one.booking) } catch is BookingError { return nil }
    }

    private func refund(_ amount: Money, _ booking: BookingID, _ till: Till) async throws {
        _ = try await till.scope.settle { tx in
            let effect = try await till.feature.grant.grant(
                amount, of: booking, ChangeReason("A random course."), key: till.shop.key, AuditActor("account:test"),
                in: tx)
            return Effect(value: effect.value.amount, closing: effect.closing)
        }
    }
}
