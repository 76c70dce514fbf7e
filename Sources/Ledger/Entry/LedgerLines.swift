package import Vocabulary

/// One side of a transaction: an amount on an account, debits positive, credits negative, never zero.
package struct LedgerLine: Hashable, Sendable {
    package let account: LedgerAccount
    package let minor: Int

    package var amount: Money { Money(minor: minor, account.currency) }
}

/// The lines of one transaction. There is no way to make any that do not sum to zero in each currency, that hold a
/// zero, or that name an account twice.
package struct LedgerLines: Hashable, Sendable {
    /// Accounts that one transaction touches.
    package static let linesMax = 200

    package let lines: [LedgerLine]

    /// One movement of money: what is added to an account's debit or credit side.
    package enum Movement: Hashable, Sendable {
        case debit(LedgerAccount, Money)
        case credit(LedgerAccount, Money)
    }

    /// What moves on one account is added up; what comes to nothing is left out.
    ///
    /// Throws `LedgerError.unbalanced`, `.nothingMoves`, `.amountOutOfRange`, `.tooManyLines`, or `.wrongCurrency`
    /// for an amount in another currency than its account's.
    package init(_ movements: [Movement]) throws(LedgerError) {
        var order: [LedgerAccount] = []
        var sums: [LedgerAccount: Int] = [:]
        for movement in movements {
            let (account, minor) = try Self.signed(movement)
            if sums[account] == nil { order.append(account) }
            sums[account] = try Self.sum(sums[account] ?? 0, minor)
        }
        var lines: [LedgerLine] = []
        var totals: [CurrencyCode: Int] = [:]
        for account in order {
            guard let minor = sums[account], minor != 0 else { continue }
            guard minor.magnitude <= UInt(Money.minorMax) else { throw .amountOutOfRange }
            lines.append(LedgerLine(account: account, minor: minor))
            totals[account.currency] = try Self.sum(totals[account.currency] ?? 0, minor)
        }
        if let (currency, minor) = totals.filter({ $0.value != 0 }).min(by: { $0.key < $1.key }) {
            throw .unbalanced(Money(minor: minor, currency))
        }
        guard !lines.isEmpty else { throw .nothingMoves }
        guard lines.count <= Self.linesMax else { throw .tooManyLines }
        self.lines = lines
    }

    /// The same amount from one account to another.
    ///
    /// Throws as `init(_:)`.
    package init(_ amount: Money, debit: LedgerAccount, credit: LedgerAccount) throws(LedgerError) {
        try self.init([.debit(debit, amount), .credit(credit, amount)])
    }

    private static func signed(_ movement: Movement) throws(LedgerError) -> (LedgerAccount, Int) {
        let (account, money, isDebit) =
            switch movement {
            case .debit(let account, let money): (account, money, true)
            case .credit(let account, let money): (account, money, false)
            }
        guard money.currency == account.currency else { throw .wrongCurrency(money.currency, account.currency) }
        guard money.minor.magnitude <= UInt(Money.minorMax) else { throw .amountOutOfRange }
        return (account, isDebit ? money.minor : -money.minor)
    }

    private static func sum(_ left: Int, _ right: Int) throws(LedgerError) -> Int {
        let (sum, isOver) = left.addingReportingOverflow(right)
        guard !isOver else { throw .amountOutOfRange }
        return sum
    }
}
