package import Foundation
package import Postgres
package import Tenancy
package import Vocabulary

/// Which part of an account's course is looked at.
package struct StatementPeriod: Hashable, Sendable {
    /// Included; nil for the beginning.
    package let from: Date?
    /// Not included; nil for the end.
    package let until: Date?

    package init(from: Date? = nil, until: Date? = nil) {
        self.from = from
        self.until = until
    }

    func holds(_ time: Date) -> Bool { (from.map { time >= $0 } ?? true) && (until.map { time < $0 } ?? true) }
}

/// Where a line stands in its account's course; as text, the cursor of a page.
package struct StatementPlace: Hashable, Sendable, LosslessStringConvertible {
    /// Since 1970, as exact as the database's clock.
    let microseconds: Int
    let transaction: UUID
    let position: Int16

    /// The year 2242; far below what a double tells apart.
    private static let microsecondsMax = 1 << 53

    package init(_ line: AccountStatement.Line) {
        microseconds = Int((line.effectiveAt.timeIntervalSince1970 * 1_000_000).rounded())
        transaction = line.transaction
        position = line.position
    }

    /// `1780315200000000.0190….3`
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let microseconds = Int(parts[0]),
            microseconds.magnitude <= UInt(Self.microsecondsMax), let transaction = UUID(uuidString: String(parts[1])),
            let position = Int16(parts[2])
        else { return nil }
        (self.microseconds, self.transaction, self.position) = (microseconds, transaction, position)
    }

    package var description: String { "\(microseconds).\(transaction.uuidString.lowercased()).\(position)" }

    var effectiveAt: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
}

/// An account's course through a period, page by page: what stood on it before, each line that counts with what stood
/// on it afterwards, and what stands on it at the end.
package struct AccountStatement: Sendable {
    package static let pageMax = 500

    package struct Line: Hashable, Sendable {
        package let transaction: UUID
        package let position: Int16
        package let kind: String
        package let key: String
        package let booking: UUID?
        package let payment: UUID?
        package let refund: UUID?
        package let processorReference: String?
        package let effectiveAt: Date
        package let recordedAt: Date
        /// Debits positive, credits negative.
        package let amount: Money
        /// On the account's normal side.
        package let balance: Money
    }

    package let account: AccountBalance
    package let period: StatementPeriod
    /// On the account's normal side.
    package let opening: Money
    package let closing: Money
    package let lines: [Line]
    package let next: StatementPlace?

    /// Oldest first unless told otherwise.
    ///
    /// Throws `LedgerError.accountUnknown`, or `PostgresError`.
    package static func page(
        of id: UUID, _ period: StatementPeriod, _ direction: RowDirection = .up, after place: StatementPlace? = nil,
        limit: Int, in scope: TenantScope
    ) async throws -> AccountStatement {
        let limit = min(max(1, limit), pageMax)
        // One moment for all, so that what is told at the edges is the sum of the lines between them.
        let results = try await scope.transaction(
            TransactionOptions(isolation: .repeatableRead, readOnly: true)
        ) { tx in
            try await tx.run([
                BalanceStore.balance(of: id), StatementStore.edges(of: id, period, direction, after: place),
                StatementStore.lines(of: id, period, direction, after: place, limit: limit + 1),
            ])
        }
        guard let row = results[0].first else { throw LedgerError.accountUnknown }
        let account = try AccountBalance(row)
        let edges = try results[1].only()
        let sign = account.account.code.normalSide == .debit ? 1 : -1
        let currency = account.account.currency
        let now = account.posted.debits - account.posted.credits
        let opening = period.from == nil ? 0 : now - (try edges.get("since") as Int)
        let closing = now - (try edges.get("beyond") as Int)
        let passed: Int = try edges.get("before_page")
        var balance = direction == .up ? opening + passed : closing - passed
        let lines = try results[2].prefix(limit).map { row in
            let minor: Int = try row.get("amount_minor")
            if direction == .up { balance += minor }
            defer { if direction == .down { balance -= minor } }
            return try Line(row, amount: Money(minor: minor, currency), balance: Money(minor: sign * balance, currency))
        }
        return AccountStatement(
            account: account, period: period, opening: Money(minor: sign * opening, currency),
            closing: Money(minor: sign * closing, currency), lines: lines,
            next: results[2].count > limit ? lines.last.map { StatementPlace($0) } : nil)
    }
}

extension AccountStatement.Line {
    fileprivate init(_ row: Row, amount: Money, balance: Money) throws {
        transaction = try row.get("transaction_id")
        position = try row.get("position")
        kind = try row.get("kind")
        key = try row.get("key")
        booking = try row.get("booking_id")
        payment = try row.get("payment_id")
        refund = try row.get("refund_id")
        processorReference = try row.get("processor_reference")
        effectiveAt = try row.get("effective_at")
        recordedAt = try row.get("recorded_at")
        self.amount = amount
        self.balance = balance
    }
}
