import Foundation
import Ledger
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("The chart of accounts")
struct ChartTests {
    @Test("the database's chart is the code's: each code's side, and whom its accounts are kept for")
    func chart() async throws {
        try await TwoBooks.with(.pooled) { books in
            for code in AccountCode.allCases {
                let subject = code.keptFor.map { LedgerSubject($0, books.booking) }
                let account = try #require(LedgerAccount(code, .eur, subject))
                let other = LedgerAccount.bank(.eur) == account ? LedgerAccount.revenue(.eur) : .bank(.eur)
                try await books.post(
                    LedgerEntry(
                        LedgerReference(.exchange, books.identifiers.next()),
                        .single(try LedgerLines(Money(minor: 100, .eur), debit: account, credit: other)), about: .none))
                let row = try await books.one.run(
                    """
                    select normal_side, subject_kind, subject_id,
                           account_id = ledger_account_id(code, currency, subject_kind, subject_id) as is_named
                      from ledger_accounts where code = \(code.rawValue)
                    """
                ).only()
                #expect(try row.get("normal_side", as: String.self) == code.normalSide.rawValue)
                #expect(try row.get("subject_kind", as: String?.self) == code.keptFor?.rawValue)
                #expect(try row.get("subject_id", as: UUID?.self) == subject?.id)
                #expect(try row.get("is_named", as: Bool.self))
            }
        }
    }

    @Test("an account that is kept for somebody is not made without them, nor one of the house for somebody")
    func subjects() {
        let subject = LedgerSubject(.booking, UUID())
        #expect(LedgerAccount(.travellerReceivable, .eur) == nil)
        #expect(LedgerAccount(.supplierPayable, .eur, subject) == nil)
        #expect(LedgerAccount(.tax, .eur, subject) == nil)
        #expect(LedgerAccount(.refundsPayable, .eur, subject) == .refunds(of: subject.id, .eur))
    }
}
