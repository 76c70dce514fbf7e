import Foundation
import Ledger
import Postgres
import Tenancy
import Testing
import Vocabulary

@Suite("What is reserved ends once")
struct TwoPhaseTests {
    private func euro(_ minor: Int) -> Money { Money(minor: minor, .eur) }

    @Test("a capture counts what it takes and lets go of the rest", arguments: IsolationMode.allCases)
    func capture(mode: IsolationMode) async throws {
        try await TwoBooks.with(mode) { books in
            let payment = books.payment()
            try await books.post(payment.authorized(euro(10_000), lapsesAfterSeconds: 600))
            #expect(try await books.standing(.processor(.eur)) == [0, 10_000])
            #expect(await books.refusal(try payment.captured(euro(10_001), at: nil)) == .moreThanReserved)
            try await books.post(payment.captured(euro(8_000), at: nil))
            #expect(try await books.standing(.processor(.eur)) == [8_000, 8_000])
            #expect(try await books.post(payment.captured(euro(8_000), at: nil)).isReplay)
            #expect(await books.refusal(try payment.captured(euro(7_000), at: nil)) == .otherContent)
            #expect(await books.refusal(payment.voided()) == .settled)
            #expect(await books.refusal(.lapse(of: payment.authorization)) == .settled)
            #expect(await books.refusal(.reversal(of: payment.authorization)) == .entryUnknown)
            try await books.post(.reversal(of: LedgerReference(.paymentCaptured, payment.payment)))
            #expect(try await books.standing(.processor(.eur)) == [0, 0])
            #expect(try await TrialBalance.read(in: books.one).isBalanced)
            #expect(try await books.counts()[3] == 0)
        }
    }

    @Test("a void lets go of all of it, and nothing is captured after it")
    func void() async throws {
        try await TwoBooks.with(.pooled) { books in
            let payment = books.payment()
            try await books.post(payment.authorized(euro(10_000), lapsesAfterSeconds: nil))
            #expect(await books.refusal(payment.voided(), in: books.two) == .entryUnknown)
            try await books.post(payment.voided())
            #expect(try await books.post(payment.voided()).isReplay)
            #expect(await books.refusal(try payment.captured(euro(1), at: nil)) == .settled)
            #expect(try await books.standing(.processor(.eur)) == [0, 0])
        }
    }

    @Test("a reservation whose time is over counts for nothing, whether or not it was written down")
    func lapse() async throws {
        try await TwoBooks.with(.schema) { books in
            let payment = books.payment()
            try await books.post(payment.authorized(euro(10_000), lapsesAfterSeconds: 600))
            #expect(await books.refusal(.lapse(of: payment.authorization)) == .notLapsed)
            try await books.lapse(payment.authorization)
            #expect(try await books.standing(.processor(.eur)) == [0, 0])
            #expect(await books.refusal(try payment.captured(euro(1), at: nil)) == .lapsed)
            #expect(await books.refusal(payment.voided()) == .lapsed)
            let expire = ExpireReservations(ledger: books.ledger)
            #expect(try await expire.sweep(books.two) == 0)
            #expect(try await expire.sweep(books.one) == 1)
            #expect(try await expire.sweep(books.one) == 0)
            #expect(try await books.counts()[3] == 0)
            #expect(await books.refusal(try payment.captured(euro(1), at: nil)) == .settled)
            #expect(try await books.standing(.processor(.eur)) == [0, 0])
        }
    }

    @Test("of many who end the same reservation at once, one does")
    func rush() async throws {
        try await TwoBooks.with(.pooled) { books in
            let payment = books.payment()
            try await books.post(payment.authorized(euro(10_000), lapsesAfterSeconds: nil))
            let outcomes = await withTaskGroup(of: LedgerError?.self) { group in
                for number in 1...12 {
                    group.addTask {
                        let lines = try? PostingRules.lines(
                            .captured(booking: books.booking, Money(minor: number * 100, .eur)))
                        guard let lines else { return .nothingMoves }
                        return await books.refusal(
                            LedgerEntry(
                                LedgerReference(.paymentCaptured, UUID()), .post(lines, of: payment.authorization),
                                about: .none))
                    }
                    group.addTask {
                        await books.refusal(
                            LedgerEntry(
                                LedgerReference(.paymentVoided, UUID()), .void(of: payment.authorization), about: .none)
                        )
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == nil }.count == 1)
            #expect(outcomes.filter { $0 == .settled }.count == 23)
        }
    }

    @Test("of many who tell the same thing at once, one writes it and all are told the same")
    func sameAtOnce() async throws {
        try await TwoBooks.with(.pooled) { books in
            let sold = try books.sold
            let posted = try await withThrowingTaskGroup(of: Ledger.Posted.self) { group in
                for _ in 0..<20 { group.addTask { try await books.post(sold) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(posted.filter { !$0.isReplay }.count == 1)
            #expect(Set(posted.map(\.id)).count == 1)
            #expect(try await books.counts() == [5, 1, 5, 0])
        }
    }
}
