import Foundation
import Ledger
import Postgres
import Tenancy
import Testing
import Vocabulary

@Suite("Entries are written once and taken back once")
struct PostingTests {
    @Test("a sale stands in the books of its tenant alone", arguments: IsolationMode.allCases)
    func sale(mode: IsolationMode) async throws {
        try await TwoBooks.with(mode) { books in
            let posted = try await books.post(try books.sold)
            #expect(!posted.isReplay)
            let accounts: [LedgerAccount] = [
                .receivable(of: books.booking, .eur), .supplier(books.hotel, .eur), .tax(.eur), .platformFee(.eur),
                .revenue(.eur), .bank(.eur),
            ]
            let found = try await books.balances(accounts)
            #expect(found.map { $0?.balance.minor } == [10_000, 8_000, 700, 250, 1_050, nil])
            #expect(try await books.balances(accounts, in: books.two).allSatisfy { $0 == nil })
            #expect(try await books.counts(in: books.two) == [0, 0, 0, 0])
            #expect(try await TrialBalance.read(in: books.one).isBalanced)
        }
    }

    @Test("told twice it is written once; under the same key with another content it is refused")
    func replay() async throws {
        try await TwoBooks.with(.pooled) { books in
            let first = try await books.post(try books.sold)
            let again = try await books.post(try books.sold)
            #expect(again.id == first.id && again.recordedAt == first.recordedAt && again.isReplay)
            let other = LedgerEntry(
                try books.sold.reference,
                .single(try LedgerLines(Money(minor: 1, .eur), debit: .bank(.eur), credit: .revenue(.eur))),
                about: LedgerTopic(booking: books.booking))
            #expect(await books.refusal(other) == .otherContent)
            let elsewhere = LedgerEntry(
                try books.sold.reference, try books.sold.step, about: LedgerTopic(booking: books.hotel))
            #expect(await books.refusal(elsewhere) == .otherContent)
            #expect(try await books.counts() == [5, 1, 5, 0])
            // The same key is another entry in the other's books.
            #expect(try await !books.post(try books.sold, in: books.two).isReplay)
        }
    }

    @Test("a reversal is the exact opposite, once, and not of a reversal", arguments: IsolationMode.allCases)
    func reversal(mode: IsolationMode) async throws {
        try await TwoBooks.with(mode) { books in
            try await books.post(try books.sold)
            let reversal = LedgerEntry.reversal(of: try books.sold.reference)
            try await books.post(reversal)
            #expect(try await books.post(reversal).isReplay)
            #expect(try await books.standing(.revenue(.eur)) == [0, 0])
            #expect(try await books.standing(.receivable(of: books.booking, .eur)) == [0, 0])
            let again = LedgerEntry(
                LedgerReference(.reversed, books.hotel), .reversal(of: try books.sold.reference), about: .none)
            #expect(await books.refusal(again) == .reversed)
            #expect(await books.refusal(.reversal(of: reversal.reference)) == .entryUnknown)
            #expect(await books.refusal(.reversal(of: books.payment().authorization)) == .entryUnknown)
            #expect(await books.refusal(reversal, in: books.two) == .entryUnknown)
        }
    }

    @Test("an entry shares its caller's round trip, and its end")
    func withTheCaller() async throws {
        try await TwoBooks.with(.pooled) { books in
            struct Changed: Error {}
            await #expect(throws: Changed.self) {
                try await books.one.transaction { tx in
                    try await books.ledger.post(try books.sold, in: tx)
                    throw Changed()
                }
            }
            #expect(try await books.counts() == [0, 0, 0, 0])
            let rows = try await books.one.transaction { tx in
                try await tx.commit(after: [
                    books.ledger.statement(try books.sold), books.ledger.statement(try books.sold),
                ])
            }
            #expect(try rows.map { try Ledger.Posted($0.only()).isReplay } == [false, true])
            #expect(try await books.counts() == [5, 1, 5, 0])
        }
    }

    @Test("an entry of the past stands in the past; none is of the future")
    func effectiveTime() async throws {
        try await TwoBooks.with(.pooled) { books in
            let then = Date(timeIntervalSince1970: 1_780_315_200)
            let entry = LedgerEntry(try books.sold.reference, try books.sold.step, about: .none, at: then)
            let posted = try await books.post(entry)
            #expect(posted.recordedAt > then)
            #expect(try await TrialBalance.read(at: then, in: books.one).lines.count == 5)
            #expect(try await TrialBalance.read(at: then.addingTimeInterval(-1), in: books.one).lines.isEmpty)
            let tomorrow = LedgerEntry(
                LedgerReference(.bookingSold, books.hotel), try books.sold.step, about: .none,
                at: posted.recordedAt.addingTimeInterval(200_000))
            await #expect(throws: PostgresError.self) { try await books.one.run(books.ledger.statement(tomorrow)) }
        }
    }
}
