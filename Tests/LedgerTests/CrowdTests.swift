import Foundation
import Ledger
import Postgres
import Synchronization
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Many write at once")
struct CrowdTests {
    /// Entries of one writer.
    private static let entryCount = ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == nil ? 25 : 500
    private static let writerCount = 12

    @Test(
        "on the same accounts, in any order, nobody waits for ever and every cent is there",
        arguments: IsolationMode.allCases)
    func sums(mode: IsolationMode) async throws {
        try await TwoBooks.with(mode, connections: 12) { books in
            let accounts: [LedgerAccount] = [
                .processor(.eur), .revenue(.eur), .tax(.eur), .platformFee(.eur), .bank(.eur),
                .supplier(books.hotel, .eur),
            ]
            let expected = try await withThrowingTaskGroup(of: [LedgerAccount: Int].self) { group in
                for writer in 0..<Self.writerCount {
                    group.addTask {
                        try await Self.write(
                            books, writer.isMultiple(of: 2) ? books.one : books.two, accounts, UInt64(writer))
                    }
                }
                return try await group.reduce(into: [LedgerAccount: Int]()) { $0.merge($1, uniquingKeysWith: +) }
            }
            var found: [LedgerAccount: Int] = [:]
            for scope in [books.one, books.two] {
                #expect(try await VerifyBooks().run(scope).findings == [])
                for balance in try await books.balances(accounts, in: scope).compactMap({ $0 }) {
                    found[balance.account, default: 0] += balance.posted.debits - balance.posted.credits
                }
            }
            #expect(found == expected.filter { found[$0.key] != nil || $0.value != 0 })
        }
    }

    @Test("an account that many meet for the first time at once is opened once", arguments: IsolationMode.allCases)
    func opening(mode: IsolationMode) async throws {
        try await TwoBooks.with(mode, connections: 12) { books in
            for _ in 0..<20 {
                let booking = books.identifiers.next()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 0..<Self.writerCount {
                        group.addTask {
                            let euro = Money(minor: writer + 1, .eur)
                            try await books.post(
                                .of(.goodwill(booking: booking, euro), key: UUID().uuidString, about: .none))
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(try await books.standing(.refunds(of: booking, .eur))[0] == (1...Self.writerCount).reduce(0, +))
            }
            let opened = try await BrowseAccounts().page(
                AccountFilter(code: .refundsPayable), limit: 100, in: books.one)
            #expect(opened.accounts.count == 20)
        }
    }

    @Test("two that open the same accounts in opposite orders: neither is undone", arguments: IsolationMode.allCases)
    func opposite(mode: IsolationMode) async throws {
        try await TwoBooks.with(mode, connections: 4) { books in
            let money = Money(minor: 100, .eur)
            let entries = try [(LedgerAccount.processor(.eur), LedgerAccount.revenue(.eur)), (.bank(.eur), .tax(.eur))]
                .map {
                    LedgerEntry(
                        .init(.exchange, UUID()), .single(try .init(money, debit: $0, credit: $1)), about: .none)
                }
            let again = try [(LedgerAccount.bank(.eur), LedgerAccount.tax(.eur)), (.processor(.eur), .revenue(.eur))]
                .map {
                    LedgerEntry(
                        .init(.exchange, UUID()), .single(try .init(money, debit: $0, credit: $1)), about: .none)
                }
            let steps = Steps()
            let once = TransactionOptions(retriesMax: 0)
            async let first: Void = books.one.transaction(once) { tx in
                try await books.ledger.post(entries[0], in: tx)
                steps.take(1)
                let met = try await comesTrue {
                    if steps.hasTaken(2) { return true }
                    return try await Self.isAnyoneWaiting(books)
                }
                #expect(met)
                try await books.ledger.post(entries[1], in: tx)
            }
            async let second: Void = books.one.transaction(once) { tx in
                #expect(try await comesTrue { steps.hasTaken(1) })
                try await books.ledger.post(again[0], in: tx)
                steps.take(2)
                try await books.ledger.post(again[1], in: tx)
            }
            _ = try await (first, second)
            #expect(try await books.standing(.revenue(.eur))[0] == 200)
        }
    }

    private static func isAnyoneWaiting(_ books: TwoBooks) async throws -> Bool {
        try await books.fleet.admin.single(
            """
            select count(*) > 0 as waits from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock'
            """
        ).only().get("waits")
    }

    /// Transactions of several entries each, over the same accounts in an order of their own.
    private static func write(
        _ books: TwoBooks, _ scope: TenantScope, _ accounts: [LedgerAccount], _ seed: UInt64
    ) async throws -> [LedgerAccount: Int] {
        var generator = SeededGenerator(seed: seed)
        var sums: [LedgerAccount: Int] = [:]
        for _ in 0..<entryCount {
            var entries: [LedgerEntry] = []
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let pair = accounts.shuffled(using: &generator).prefix(2)
                let amount = Money(minor: Int.random(in: 1...10_000, using: &generator), .eur)
                let lines = try LedgerLines(amount, debit: pair[0], credit: pair[1])
                entries.append(LedgerEntry(LedgerReference(.exchange, UUID()), .single(lines), about: .none))
                for line in lines.lines { sums[line.account, default: 0] += line.minor }
            }
            let made = entries
            // A deadlock is not made good here: the transaction is run once.
            _ = try await scope.transaction { tx in try await books.ledger.post(made, in: tx) }
        }
        return sums
    }
}

/// How far two that run at once have come.
private final class Steps: Sendable {
    private let taken = Mutex<Set<Int>>([])

    func take(_ step: Int) { taken.withLock { _ = $0.insert(step) } }

    func hasTaken(_ step: Int) -> Bool { taken.withLock { $0.contains(step) } }
}
