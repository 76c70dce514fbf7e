package import Foundation
package import Ledger
import Postgres
package import Tenancy
package import Vocabulary

/// Holds a partner's books beside what the processor says: what stands there now, and what moved there in a period.
package struct CompareBooks: Sendable {
    /// Of so many days where no beginning is asked for.
    package static let days = 30
    /// What somebody waits for: pages of the processor's, a hundred lines each.
    package static let pagesMax = 50

    /// Why the processor's side is not known.
    package enum Silence: String, CaseIterable, Hashable, Sendable {
        /// Nobody has said where the money goes.
        case noAccount = "no_account"
        /// The key opens nothing, or does not open here.
        case keyRefused = "key_refused"
        case unreachable
        /// More moved than is read at once.
        case tooMuch = "too_much"
    }

    package enum Answer: Hashable, Sendable {
        case told([BalanceComparison], Reconciliation)
        case silent(Silence)

        /// Nil where it is not known.
        package var isSound: Bool? {
            guard case .told(let balances, let facts) = self else { return nil }
            return facts.isSound && balances.allSatisfy(\.isSound)
        }
    }

    let clock: WallClock
    private let caller: StripeCaller
    private let balance: ReadBalance
    private let dataKeys: DataKeys

    package init(caller: StripeCaller, dataKeys: DataKeys, clock: WallClock) {
        self.clock = clock
        self.caller = caller
        self.dataKeys = dataKeys
        balance = ReadBalance(caller: caller, dataKeys: dataKeys)
    }

    /// That the processor does not say it is an answer.
    ///
    /// Throws `PostgresError`.
    package func read(
        _ period: StatementPeriod, pagesMax: Int = CompareBooks.pagesMax, in scope: TenantScope
    ) async throws -> Answer {
        do {
            return .told(try await balances(in: scope), try await facts(period, pagesMax: pagesMax, in: scope))
        } catch let fault as ProcessorFault {
            return .silent(Self.silence(fault))
        } catch is StripeFacts.TooMany {
            return .silent(.tooMuch)
        }
    }

    /// What stands at the processor by currency, beside the books'.
    ///
    /// Throws `ProcessorFault` or `PostgresError`.
    package func balances(in scope: TenantScope) async throws -> [BalanceComparison] {
        try await BalanceComparison.read(processor: try await balance.read(in: scope), in: scope)
    }

    /// The period that is meant where its beginning is left out.
    package func period(from: Date?, until: Date?) -> StatementPeriod {
        let end = until ?? clock.now()
        return StatementPeriod(from: from ?? end.addingTimeInterval(-Double(Self.days) * 86_400), until: until)
    }

    private func facts(_ period: StatementPeriod, pagesMax: Int, in scope: TenantScope) async throws -> Reconciliation {
        let key = try await dataKeys.key(of: scope.tenant)
        let account = try PaymentAccount.opened(try await scope.run(AccountStore.find).first, key)
        let facts = StripeFacts(verbs: StripeVerbs(caller: caller, account: account), pagesMax: pagesMax)
        return try await ReconcileBooks(processor: facts, clock: clock).run(period, in: scope)
    }

    private static func silence(_ fault: ProcessorFault) -> Silence {
        switch fault {
        case .noAccount: .noAccount
        case .keyRefused, .keyUnread: .keyRefused
        case .refused, .unknown, .unread, .busy, .resting: .unreachable
        }
    }
}
