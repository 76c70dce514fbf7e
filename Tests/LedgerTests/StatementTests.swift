import Foundation
import Ledger
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Balances and statements")
struct StatementTests {
    private static let start = Date(timeIntervalSince1970: 1_780_315_200)
    private static let days = 40

    /// A day each: what comes in, and now and then something that is taken back or only reserved.
    private func fill(_ books: TwoBooks, _ scope: TenantScope, seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        for day in 0..<Self.days {
            let time = Self.start.addingTimeInterval(Double(day / 2) * 86_400)
            let payment = UUID(uuidString: "0197a000-0000-7000-8000-0000000002\(10 + day)")!
            let course = PaymentCourse(booking: books.booking, payment: payment, processorReference: "ch_\(day)")
            let amount = Money(minor: Int.random(in: 1...9_999, using: &generator), .eur)
            try await books.post(course.captured(amount, isAuthorized: false, at: time), in: scope)
            if day.isMultiple(of: 5) {
                try await books.post(
                    .reversal(of: LedgerReference(.paymentCaptured, payment), at: time.addingTimeInterval(60)),
                    in: scope)
            }
            if day.isMultiple(of: 7) {
                let open = PaymentCourse(booking: books.booking, payment: books.identifiers.next())
                try await books.post(open.authorized(amount, lapsesAfterSeconds: 600), in: scope)
                if day.isMultiple(of: 2) { try await books.lapse(open.authorization, in: scope) }
            }
        }
    }

    @Test(
        "pages follow each other, and each line's balance is the one before it and its amount",
        arguments: IsolationMode.allCases)
    func pages(mode: IsolationMode) async throws {
        try await TwoBooks.with(mode) { books in
            try await fill(books, books.one, seed: 1)
            try await fill(books, books.two, seed: 2)
            for account in [LedgerAccount.processor(.eur), .receivable(of: books.booking, .eur)] {
                let id = try #require(try await books.balances([account])[0]).id
                for (from, until) in [(nil, nil), (3, 15), (0, 1), (30, 60)] as [(Int?, Int?)] {
                    func time(_ day: Int?) -> Date? { day.map { Self.start.addingTimeInterval(Double($0) * 86_400) } }
                    let period = StatementPeriod(from: time(from), until: time(until))
                    let whole = try await AccountStatement.page(of: id, period, limit: 500, in: books.one)
                    let sign = account.code.normalSide == .debit ? 1 : -1
                    var balance = whole.opening.minor
                    for line in whole.lines {
                        balance += sign * line.amount.minor
                        #expect(line.balance.minor == balance)
                    }
                    #expect(whole.closing.minor == balance)
                    #expect(whole.next == nil)
                    var paged: [AccountStatement.Line] = []
                    var place: StatementPlace?
                    repeat {
                        let page = try await AccountStatement.page(
                            of: id, period, after: place, limit: 3, in: books.one)
                        #expect(page.opening == whole.opening && page.closing == whole.closing)
                        paged += page.lines
                        place = try page.next.map { try #require(StatementPlace($0.description)) }
                    } while place != nil
                    #expect(paged == whole.lines)
                    var back: [AccountStatement.Line] = []
                    repeat {
                        let page = try await AccountStatement.page(
                            of: id, period, .down, after: place, limit: 3, in: books.one)
                        #expect(page.opening == whole.opening && page.closing == whole.closing)
                        back += page.lines
                        place = try page.next.map { try #require(StatementPlace($0.description)) }
                    } while place != nil
                    #expect(back == whole.lines.reversed(), "newest first, with what stood there after each")
                }
                await #expect(throws: LedgerError.accountUnknown) {
                    try await AccountStatement.page(of: UUID(), StatementPeriod(), limit: 3, in: books.one)
                }
            }
        }
    }

    @Test("what is counted up is what the lines sum to, now and at every day before")
    func totals() async throws {
        try await TwoBooks.with(.pooled) { books in
            try await fill(books, books.one, seed: 3)
            try await fill(books, books.two, seed: 4)
            for day in [0, 1, 7, 19, 100] {
                let instant = Self.start.addingTimeInterval(Double(day) * 86_400)
                let trial = try await TrialBalance.read(at: instant, in: books.one)
                #expect(trial.isBalanced)
                let summed: Int = try await books.one.run(
                    """
                    select coalesce(sum(l.amount_minor), 0)::bigint as sum from ledger_lines l
                      join ledger_accounts a on a.account_id = l.account_id
                     where a.code = 'processor_balance' and l.layer = 'posted' and l.effective_at <= \(instant)
                    """
                ).only().get("sum")
                #expect((trial.lines.first { $0.code == .processorBalance }?.balance.minor ?? 0) == summed)
            }
            let now = try await TrialBalance.read(in: books.one)
            for line in now.lines {
                let account = try #require(
                    LedgerAccount(line.code, line.currency, line.code.keptFor.map { LedgerSubject($0, books.booking) }))
                let balance = try #require(try await books.balances([account])[0])
                #expect(balance.posted == line.posted && balance.pending == line.pending)
            }
            #expect(try await VerifyBooks().run(books.one).findings == [])
            #expect(try await VerifyBooks().run(books.two).findings == [])
        }
    }

    @Test("accounts are looked through page by page, of one code, one currency or one subject")
    func accounts() async throws {
        try await TwoBooks.with(.schema) { books in
            try await books.post(try books.sold)
            for number in 0..<5 {
                let lines = try LedgerLines(
                    Money(minor: 100 + number, .usd), debit: .receivable(of: UUID(), .usd), credit: .revenue(.usd))
                try await books.post(LedgerEntry(LedgerReference(.bookingSold, UUID()), .single(lines), about: .none))
            }
            let browse = BrowseAccounts()
            let all = try await browse.page(AccountFilter(), limit: 100, in: books.one).accounts
            #expect(all.count == 11)
            var paged: [AccountBalance] = []
            var place: AccountPlace?
            repeat {
                let page = try await browse.page(AccountFilter(), after: place, limit: 2, in: books.one)
                paged += page.accounts
                place = try page.next.map { try #require(AccountPlace($0.description)) }
            } while place != nil
            #expect(paged == all)
            for order in AccountOrder.allCases {
                var expected = all.map { AccountPlace($0) }.sorted { $0.description < $1.description }
                switch order {
                case .account: break
                case .currency:
                    expected = all.sorted {
                        ($0.account.currency.code, $0.account.code.rawValue, $0.id.text)
                            < ($1.account.currency.code, $1.account.code.rawValue, $1.id.text)
                    }.map { AccountPlace($0) }
                case .opened:
                    expected = all.sorted { ($0.openedAt, $0.id.text) < ($1.openedAt, $1.id.text) }
                        .map { AccountPlace($0) }
                }
                for (direction, wanted) in [(RowDirection.up, expected), (.down, expected.reversed())] {
                    var found: [AccountPlace] = []
                    repeat {
                        let page = try await browse.page(
                            AccountFilter(), order, direction, after: place, limit: 4, in: books.one)
                        found += page.accounts.map { AccountPlace($0) }
                        place = try page.next.map { try #require(AccountPlace($0.description)) }
                    } while place != nil
                    #expect(found == wanted, "\(order) \(direction)")
                }
            }
            let ours = try await browse.page(AccountFilter(subject: books.booking), limit: 9, in: books.one).accounts
            #expect(ours.map(\.account) == [.receivable(of: books.booking, .eur)])
            #expect(try await browse.page(AccountFilter(currency: .usd), limit: 9, in: books.one).accounts.count == 6)
            #expect(try await browse.page(AccountFilter(code: .tax), limit: 9, in: books.one).accounts.count == 1)
            #expect(try await browse.one(all[0].id, in: books.one) == all[0])
            await #expect(throws: LedgerError.accountUnknown) { try await browse.one(all[0].id, in: books.two) }
            #expect(try await browse.page(AccountFilter(), limit: 9, in: books.two).accounts.isEmpty)
        }
    }
}
