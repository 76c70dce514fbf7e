import Bookings
import Foundation
import Payments
import Postgres
import Tenancy
import Vocabulary
import Web

/// Payments and refunds as a table, read page by page while it is being taken.
struct MoneyExport: Sendable {
    let browse: BrowseMoney
    /// Nil where nothing can fit.
    let filter: MoneyFilter?
    let direction: RowDirection
    let scope: TenantScope

    func answer(isForPeople: Bool) async throws -> Answer {
        let first = RowPage(MoneyOrder.made, direction)
        return try await .file("payments", Self.columns, isForPeople: isForPeople) { last, _ in
            guard let filter else { return [] }
            return try await browse.list(
                filter, last.map { first.behind($0) } ?? first, limit: BrowseMoney.pageMax, in: scope)
        } cells: {
            Self.cells($0)
        }
    }

    private static let columns = [
        "id", "kind", "payment_id", "booking_id", "booking_reference", "state", "amount_minor", "refunded_minor",
        "currency", "cause", "card", "fault", "processor_name", "person_for", "person_since", "created_at",
        "settled_at",
    ]

    private static func cells(_ move: MoneyMove) -> [CSVWriter.Cell] {
        func text(_ text: String?) -> CSVWriter.Cell { text.map(CSVWriter.Cell.text) ?? .empty }
        return [
            .text(move.id.text), .text(move.kind.rawValue), .text(move.payment.uuid.text),
            .text(move.booking.uuid.text), .text(move.reference), .text(move.state.rawValue),
            .number("\(move.amount.minor)"), move.refunded.map { .number("\($0.minor)") } ?? .empty,
            .text(move.amount.currency.code), text(move.cause?.rawValue), text(move.card?.text), text(move.fault),
            text(move.processorName), text(move.personFor?.rawValue), text(move.personSince?.rfc3339),
            .text(move.createdAt.rfc3339), text(move.settledAt?.rfc3339),
        ]
    }
}
