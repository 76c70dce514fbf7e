import Foundation
import Ledger
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// What the books should say of payments, kept beside them by the simplest means.
private struct ReservationModel {
    enum State: Equatable {
        case absent
        case reserved(Int)
        case lapsed(Int)
        case posted(Int)
        case ended
        case reversed(Int)
    }

    private(set) var states: [State]

    init(payments: Int) { states = Array(repeating: .absent, count: payments) }

    var counted: Int {
        states.reduce(0) { sum, state in
            if case .posted(let minor) = state { sum + minor } else { sum }
        }
    }

    var reserved: Int {
        states.reduce(0) { sum, state in
            if case .reserved(let minor) = state { sum + minor } else { sum }
        }
    }

    enum Verb {
        case authorize(Int)
        case capture(Int)
        case void
        case lapse
        case reverse
    }

    /// What the verb is refused with, having changed nothing; nil where it is done.
    mutating func apply(_ verb: Verb, to number: Int) -> LedgerError? {
        let state = states[number]
        switch (verb, state) {
        case (.authorize(let minor), .absent): states[number] = .reserved(minor)
        case (.capture(let minor), .reserved(let most)):
            guard minor <= most else { return .moreThanReserved }
            states[number] = .posted(minor)
        case (.void, .reserved): states[number] = .ended
        case (.lapse, .lapsed): states[number] = .ended
        case (.reverse, .posted(let minor)): states[number] = .reversed(minor)
        case (.capture, .absent), (.void, .absent), (.lapse, .absent): return .entryUnknown
        case (.reverse, .absent), (.reverse, .reserved), (.reverse, .lapsed), (.reverse, .ended): return .entryUnknown
        case (.capture, .lapsed), (.void, .lapsed): return .lapsed
        case (.lapse, .reserved): return .notLapsed
        // All captures of a payment have one key: the same again is no other, another is refused.
        case (.capture(let minor), .posted(let was)), (.capture(let minor), .reversed(let was)):
            return minor == was ? nil : .otherContent
        case (.authorize, _): return .otherContent
        case (.reverse, .reversed): return .reversed
        case (.capture, _), (.void, _), (.lapse, _): return .settled
        }
        return nil
    }

    mutating func passTime(of number: Int) -> Bool {
        guard case .reserved(let minor) = states[number] else { return false }
        states[number] = .lapsed(minor)
        return true
    }
}

@Suite("Reservations at random")
struct RandomReservationsTests {
    private static let stepCount = ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == nil ? 250 : 5_000
    private static let paymentCount = 6

    @Test("after every step the books say what the model says", arguments: [1, 2, 3] as [UInt64])
    func walk(seed: UInt64) async throws {
        try await TwoBooks.with(seed.isMultiple(of: 2) ? .schema : .pooled) { books in
            var generator = SeededGenerator(seed: seed)
            var models = [ReservationModel(payments: Self.paymentCount), ReservationModel(payments: Self.paymentCount)]
            for step in 0..<Self.stepCount {
                let who = Int.random(in: 0...1, using: &generator)
                let scope = [books.one, books.two][who]
                let number = Int.random(in: 0..<Self.paymentCount, using: &generator)
                let payment = books.payment(number)
                if Int.random(in: 0..<6, using: &generator) == 0 {
                    if models[who].passTime(of: number) { try await books.lapse(payment.authorization, in: scope) }
                } else {
                    let (verb, entry) = try Self.step(payment, &generator)
                    let expected = models[who].apply(verb, to: number)
                    let found = await books.refusal(entry, in: scope)
                    #expect(found == expected, "seed \(seed), step \(step): \(verb)")
                }
                for (model, scope) in zip(models, [books.one, books.two]) {
                    let standing = try await books.standing(.processor(.eur), in: scope)
                    #expect(standing == [model.counted, model.counted + model.reserved], "seed \(seed), step \(step)")
                }
            }
            for scope in [books.one, books.two] {
                #expect(try await TrialBalance.read(in: scope).isBalanced)
                #expect(try await VerifyBooks().run(scope).findings == [])
            }
        }
    }

    /// Ends other than captures have keys of their own, so that none of them is a replay.
    private static func step(
        _ payment: PaymentCourse, _ generator: inout SeededGenerator
    ) throws -> (ReservationModel.Verb, LedgerEntry) {
        let minor = Int.random(in: 1...5_000, using: &generator)
        let captured = LedgerReference(.paymentCaptured, payment.payment)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0:
            return (.authorize(minor), try payment.authorized(Money(minor: minor, .eur), lapsesAfterSeconds: 3_600))
        case 1, 2:
            let lines = try PostingRules.lines(.captured(booking: payment.booking, Money(minor: minor, .eur)))
            return (.capture(minor), LedgerEntry(captured, .post(lines, of: payment.authorization), about: .none))
        case 3:
            return (
                .void,
                LedgerEntry(LedgerReference(.paymentVoided, UUID()), .void(of: payment.authorization), about: .none)
            )
        case 4:
            return (
                .lapse, LedgerEntry(LedgerReference(.lapsed, UUID()), .lapse(of: payment.authorization), about: .none)
            )
        default:
            return (.reverse, LedgerEntry(LedgerReference(.reversed, UUID()), .reversal(of: captured), about: .none))
        }
    }
}
