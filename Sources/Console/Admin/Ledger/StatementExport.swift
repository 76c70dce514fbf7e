import Foundation
import Ledger
import Postgres
import Tenancy
import Vocabulary
import Web

/// A statement as a table, read page by page while it is being taken.
struct StatementExport: Sendable {
    private typealias Row = (line: AccountStatement.Line, next: StatementPlace?)

    let account: UUID
    let period: StatementPeriod
    let direction: RowDirection
    let scope: TenantScope

    func answer(isForPeople: Bool) async throws -> Answer {
        try await .file("statement", Self.columns, isForPeople: isForPeople) { last, _ in
            try await rows(after: last)
        } cells: {
            Self.cells($0.line)
        }
    }

    /// Those behind `last`; the last row of all is behind nothing.
    private func rows(after last: Row?) async throws -> [Row] {
        guard last == nil || last?.next != nil else { return [] }
        let page = try await AccountStatement.page(
            of: account, period, direction, after: last?.next, limit: AccountStatement.pageMax, in: scope)
        return page.lines.map { ($0, page.next) }
    }

    private static let columns = [
        "effective_at", "recorded_at", "transaction_id", "kind", "key", "booking_id", "payment_id", "refund_id",
        "processor_reference", "amount_minor", "balance_minor", "currency",
    ]

    private static func cells(_ line: AccountStatement.Line) -> [CSVWriter.Cell] {
        let names = [line.booking?.text, line.payment?.text, line.refund?.text, line.processorReference]
        return [
            .text(line.effectiveAt.rfc3339), .text(line.recordedAt.rfc3339), .text(line.transaction.text),
            .text(line.kind), .text(line.key),
        ] + names.map { $0.map(CSVWriter.Cell.text) ?? .empty } + [
            .number("\(line.amount.minor)"), .number("\(line.balance.minor)"), .text(line.amount.currency.code),
        ]
    }
}
