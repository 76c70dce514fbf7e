import ArgumentParser
import Foundation
import Ledger
import Payments
import Tenancy
import Vocabulary

/// A partner's books from outside the application.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Verify a partner's books, read them, and compare them with the processor's.",
        subcommands: [Verify.self, Trial.self, Statement.self, Reconcile.self])
}

/// Whose books.
struct LedgerOptions: ParsableArguments {
    @Option(name: .long, help: "The partner.")
    var tenant: String

    /// The database's logins end with `body`.
    func with<Result>(_ body: (TenantScope) async throws -> Result) async throws -> Result {
        try await with { scope, _ in try await body(scope) }
    }

    func with<Result>(_ body: (TenantScope, TenantDesk) async throws -> Result) async throws -> Result {
        let desk = try TenantDesk(base: try await Launch.base())
        do {
            guard let scope = try await desk.scope(slug: tenant) else { throw ValidationError("no partner \(tenant)") }
            let result = try await body(scope, desk)
            await desk.close()
            return result
        } catch {
            await desk.close()
            throw error
        }
    }
}

/// An instant on the command line.
struct LedgerInstant: ExpressibleByArgument {
    let date: Date

    init?(argument: String) {
        guard let date = try? Date(argument, strategy: .iso8601) else { return nil }
        self.date = date
    }
}

extension LedgerCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read all of the books again and name what cannot be.",
            discussion: "Exits with 1 for any finding."
        )

        @OptionGroup var options: LedgerOptions

        func run() async throws {
            let report = try await options.with { try await VerifyBooks().run($0) }
            for finding in report.findings { print("BROKEN: \(finding)") }
            print(
                "\(report.transactionCount) transactions, \(report.lineCount) lines on \(report.accountCount) accounts"
                    + (report.isSound ? ": sound" : ""))
            guard report.isSound else { throw ExitCode(1) }
        }
    }

    struct Trial: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "trial-balance", abstract: "Write what stands in the books, by currency and code.",
            discussion: "Exits with 1 where debits and credits differ.")

        @OptionGroup var options: LedgerOptions

        @Option(name: .long, help: "What had happened by then (RFC 3339); absent: by now.")
        var at: LedgerInstant?

        func run() async throws {
            let balance = try await options.with { try await TrialBalance.read(at: at?.date, in: $0) }
            for line in balance.lines {
                print(
                    Self.row(
                        line.currency, line.code.rawValue, line.posted, "balance \(line.balance)", line.pending))
            }
            for total in balance.totals {
                print(Self.row(total.currency, "total", total.posted, total.isBalanced ? "" : "BROKEN", total.pending))
            }
            guard balance.isBalanced else { throw ExitCode(1) }
        }

        private static func row(
            _ currency: CurrencyCode, _ name: String, _ posted: LedgerSums, _ told: String, _ pending: LedgerSums
        ) -> String {
            func money(_ minor: Int) -> String { Money(minor: minor, currency).description }
            var text = "\(name)\tdebits \(money(posted.debits))\tcredits \(money(posted.credits))"
            if !told.isEmpty { text += "\t\(told)" }
            if pending != .none { text += "\treserved \(money(pending.debits)) / \(money(pending.credits))" }
            return text
        }
    }

    struct Statement: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write what happened on an account, oldest first, a line of tab-separated text each.")

        @OptionGroup var options: LedgerOptions

        @Option(name: .long, help: "Of the chart of accounts: processor_balance, tax, …")
        var code: AccountCode

        @Option(name: .long, help: "ISO 4217.")
        var currency: CurrencyCode

        @Option(
            name: .long, help: "The booking, property or partner that the account is kept for.", transform: Self.id)
        var subject: UUID?

        @Option(name: .long, help: "Not before (RFC 3339).")
        var from: LedgerInstant?

        @Option(name: .long, help: "Before (RFC 3339).")
        var until: LedgerInstant?

        func run() async throws {
            try await options.with { scope in
                let filter = AccountFilter(code: code, currency: currency, subject: subject)
                let found = try await BrowseAccounts().page(filter, limit: 2, in: scope).accounts
                guard found.count == 1 else {
                    throw ValidationError(found.isEmpty ? "no such account" : "several accounts: say --subject")
                }
                try await write(found[0].id, scope)
            }
        }

        @Sendable private static func id(_ text: String) throws -> UUID {
            guard let id = UUID(uuidString: text) else { throw ValidationError("\(text) is not a UUID") }
            return id
        }

        private func write(_ account: UUID, _ scope: TenantScope) async throws {
            let period = StatementPeriod(from: from?.date, until: until?.date)
            var place: StatementPlace?
            var isFirst = true
            repeat {
                let page = try await AccountStatement.page(
                    of: account, period, after: place, limit: AccountStatement.pageMax, in: scope)
                if isFirst { print("opening\t\(page.opening)") }
                for line in page.lines {
                    print(
                        [
                            line.effectiveAt.formatted(.iso8601), line.kind, line.key, line.processorReference ?? "",
                            line.amount.description, line.balance.description,
                        ].joined(separator: "\t"))
                }
                (place, isFirst) = (page.next, false)
                if place == nil { print("closing\t\(page.closing)") }
            } while place != nil
        }
    }
}

extension AccountCode: ExpressibleByArgument {}

extension CurrencyCode: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
