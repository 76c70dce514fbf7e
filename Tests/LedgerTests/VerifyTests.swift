import Foundation
import Ledger
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Books that somebody had a hand in")
struct VerifyTests {
    private static let tampering: [(LedgerFinding.Rule, SQL)] = [
        (.balanced, "update ledger_lines set amount_minor = amount_minor + 1 where position = 1 and layer = 'posted'"),
        (.complete, "delete from ledger_lines where position = 2"),
        (.complete, "delete from ledger_transactions where kind = 'booking.sold'"),
        (.account, "delete from ledger_accounts where code = 'tax'"),
        (.account, "update ledger_lines set currency = 'USD' where position = 1"),
        (.name, "update ledger_accounts set code = 'dispute_loss' where code = 'tax'"),
        (
            .settlement,
            """
            update ledger_lines l set amount_minor = l.amount_minor * 2 from ledger_transactions t
             where t.transaction_id = l.transaction_id and t.step = 'post' and l.layer = 'posted'
            """
        ),
        (
            .settlement,
            """
            update ledger_lines l set amount_minor = l.amount_minor * 2 from ledger_transactions t
             where t.transaction_id = l.transaction_id and t.step = 'pending'
            """
        ),
        (.reservation, "delete from ledger_reservations"),
        (
            .reservation,
            """
            insert into ledger_reservations (tenant_id, transaction_id)
            select tenant_id, settles_id from ledger_transactions where settles_id is not null
            """
        ),
        (
            .reversal,
            """
            update ledger_lines l set amount_minor = l.amount_minor * 2 from ledger_transactions t
             where t.transaction_id = l.transaction_id and t.step = 'reversal'
            """
        ),
        (.total, "update ledger_totals set posted_debits = posted_debits + 1 where posted_debits > 0"),
        (.total, "delete from ledger_totals where code = 'tax'"),
    ]

    @Test("sound books are found sound, and each hand at them is named by its rule", arguments: IsolationMode.allCases)
    func tampered(mode: IsolationMode) async throws {
        try await TwoBooks.with(mode) { books in
            for scope in [books.one, books.two] {
                try await books.post(try books.sold, in: scope)
                let euro = { Money(minor: $0, .eur) }
                let (first, second) = (books.payment(1), books.payment(2))
                try await books.post(first.authorized(euro(6_000), lapsesAfterSeconds: nil), in: scope)
                try await books.post(first.captured(euro(5_000), at: nil), in: scope)
                try await books.post(first.fee(euro(100), at: nil), in: scope)
                try await books.post(.reversal(of: LedgerReference(.processorFee, first.payment)), in: scope)
                try await books.post(second.authorized(euro(4_000), lapsesAfterSeconds: 600), in: scope)
            }
            let sound = try await VerifyBooks().run(books.one)
            #expect(sound.findings == [])
            #expect(sound.transactionCount == 6 && sound.lineCount == 5 + 2 + 4 + 2 + 2 + 2)
            let schema = books.one.entry.schema
            for (rule, hand) in Self.tampering {
                let found = try await Self.broken(by: hand, schema, books.fleet.admin)
                #expect(found.contains(rule), "\(rule): \(found)")
            }
            #expect(try await VerifyBooks().run(books.two).findings == [])
        }
    }

    private struct Undone: Error {
        let rules: Set<LedgerFinding.Rule>
    }

    /// Only a superuser gets past the triggers; the transaction is undone when the rules have been asked.
    private static func broken(
        by hand: SQL, _ schema: String, _ admin: PostgresPool
    ) async throws -> Set<LedgerFinding.Rule> {
        do {
            try await admin.transaction { tx in
                _ = try await tx.run([
                    "select set_config('search_path', \(schema), true)",
                    "set local session_replication_role = replica", hand,
                ])
                let results = try await tx.run(VerifyBooks.statements.map(\.statement))
                throw Undone(
                    rules: Set(zip(VerifyBooks.statements, results).filter { !$0.1.isEmpty }.map(\.0.rule)))
            }
            return []
        } catch let undone as Undone {
            return undone.rules
        }
    }
}
