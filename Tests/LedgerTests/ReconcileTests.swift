import Foundation
import Ledger
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("The books beside the processor's")
struct ReconcileTests {
    private static let noon = Date(timeIntervalSince1970: 1_780_315_200)

    private func fact(
        _ id: String, _ kind: ProcessorFact.Kind = .charge, _ gross: Int = 1_000, fee: Int = 30,
        _ currency: CurrencyCode = .eur, after seconds: Double = 0
    ) -> ProcessorFact {
        ProcessorFact(
            id: id, kind: kind, gross: Money(minor: gross, currency), fee: Money(minor: fee, currency),
            time: Self.noon.addingTimeInterval(seconds))
    }

    @Test("what is missing, doubled or different is named, whatever the order")
    func findings() {
        let ours = [fact("a"), fact("b"), fact("c"), fact("d"), fact("d"), fact("e"), fact("f", .refund), fact("g")]
        let theirs = [
            fact("g", after: 3_600), fact("f", .refund, 999), fact("e", .charge, 1_000, fee: 31), fact("d"),
            fact("c", .charge, 1_000, fee: 30, .usd), fact("b", after: 200_000), fact("x"), fact("x"),
            fact("a", .refund),
        ]
        for seed in 1...20 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let found = Reconciliation(
                ledger: ours.shuffled(using: &generator), processor: theirs.shuffled(using: &generator))
            #expect(found.agreedCount == 2)
            #expect(
                found.missing.map { "\($0.fact.id) \($0.fact.kind) \($0.from)" } == [
                    "a charge processor", "a refund ledger", "x charge ledger",
                ])
            #expect(
                found.differing.map { "\($0.ledger.id) \($0.fields)" } == [
                    #"b ["time"]"#, #"c ["currency", "fee"]"#, #"e ["fee"]"#, #"f ["gross"]"#,
                ])
            #expect(found.doubled.map { "\($0.id) \($0.on) \($0.count)" } == ["d ledger 2", "x processor 2"])
            #expect(!found.isSound)
        }
        #expect(Reconciliation(ledger: [], processor: []).isSound)
        let young = Reconciliation(
            ledger: [fact("y", after: 60)], processor: [fact("z", after: -60)], settledUntil: Self.noon)
        #expect(young.onTheWay.map(\.fact.id) == ["y"] && young.missing.map(\.fact.id) == ["z"])
    }

    @Test("what one side dates before the end and the other after is one thing, and what both date outside is none")
    func edges() {
        let period = StatementPeriod(from: Self.noon, until: Self.noon.addingTimeInterval(86_400))
        let ours = [fact("first", after: 5), fact("last", after: 86_395), fact("before", after: -60), fact("gone")]
        let theirs = [
            fact("first", after: -5), fact("last", after: 86_405), fact("after", after: 86_400), fact("late", after: 9),
        ]
        let found = Reconciliation(ledger: ours, processor: theirs, period)
        #expect(found.agreedCount == 2 && found.missing.map(\.fact.id) == ["gone", "late"])
        #expect(Reconciliation(ledger: ours, processor: theirs).missing.map(\.fact.id).count == 4)
    }

    private struct Told: ProcessorFacts {
        let all: [ProcessorFact]

        func facts(_ period: StatementPeriod) async throws -> [ProcessorFact] { all }
    }

    @Test("the books tell what they hold: captures with their fees, refunds, disputes, payouts, none taken back")
    func books() async throws {
        try await TwoBooks.with(.pooled) { books in
            let euro = { Money(minor: $0, .eur) }
            let (kept, taken) = (books.payment(1), books.payment(2))
            let refund = RefundCourse(
                booking: books.booking, payment: kept.payment, refund: UUID(), processorReference: "re_1")
            for payment in [kept, taken] {
                try await books.post(payment.authorized(euro(5_000), lapsesAfterSeconds: nil))
                try await books.post(payment.captured(euro(5_000), at: Self.noon))
            }
            try await books.post(kept.fee(euro(150), at: Self.noon))
            try await books.post(.reversal(of: LedgerReference(.paymentCaptured, taken.payment)))
            try await books.post(refund.started(euro(2_000)))
            try await books.post(refund.paid(euro(2_000), at: Self.noon))
            func single(_ event: BusinessEvent, _ name: String) async throws {
                try await books.post(
                    .of(
                        event, key: name, about: LedgerTopic(booking: books.booking, processorReference: name),
                        at: Self.noon))
            }
            try await single(.disputed(booking: books.booking, euro(700)), "dp_1")
            try await single(.paidOut(euro(900)), "po_1")
            let theirs = [
                fact("ch_1", .charge, 5_000, fee: 150), fact("re_1", .refund, 2_000, fee: 0),
                fact("dp_1", .dispute, 700, fee: 0), fact("po_1", .payout, 900, fee: 0),
            ]
            let reconcile = ReconcileBooks(processor: Told(all: theirs), clock: .system)
            let sound = try await reconcile.run(StatementPeriod(), in: books.one)
            #expect(sound.isSound && sound.agreedCount == 4, "\(sound)")
            let elsewhere = try await reconcile.run(StatementPeriod(), in: books.two)
            #expect(elsewhere.missing.count == 4 && elsewhere.agreedCount == 0)
            let later = StatementPeriod(from: Self.noon.addingTimeInterval(1))
            #expect(try await LedgerFacts().read(later, in: books.one).isEmpty)
        }
    }
}
