package import Foundation
package import Postgres
package import Tenancy
package import Vocabulary

/// An invoice with what it is made of.
package struct InvoiceCase: Hashable, Sendable {
    package let invoice: Invoice
    package let lines: [BillLine]
}

/// What is looked for among a site's invoices; what is nil does not matter.
package struct InvoiceFilter: Hashable, Sendable {
    package var standing: Invoice.Standing?
    package var period: BillingPeriod?
    /// By whose clock an invoice is overdue.
    package var today: CalendarDate

    package init(standing: Invoice.Standing? = nil, period: BillingPeriod? = nil, today: CalendarDate) {
        self.standing = standing
        self.period = period
        self.today = today
    }

    var conditions: SQL {
        var conditions: [SQL] = ["true"]
        if let period { conditions.append("i.period_from = \(period.from)") }
        switch standing {
        case .open: conditions.append("i.state = 'open' and i.due_on >= \(today)")
        case .overdue: conditions.append("i.state = 'open' and i.due_on < \(today)")
        case .paid: conditions.append("i.state = 'paid'")
        case .void: conditions.append("i.state = 'void'")
        case nil: break
        }
        return conditions.joined(separator: " and ")
    }
}

/// The orders of invoices.
package enum InvoiceOrder: String, RowOrder {
    case issued, due, total

    package static let id: SQL = "i.invoice_id"
    package static func id(of item: Invoice) -> UUID { item.id }

    package var value: RowValue<Invoice>? {
        switch self {
        case .issued: .moment("i.issued_at") { $0.issuedAt }
        case .due: .number("(i.due_on - date '1970-01-01')") { $0.dueOn.daysSinceEpoch }
        case .total: .number("i.total_minor") { $0.total.minor }
        }
    }
}

/// A site's invoices as its staff and operators look at them.
package struct BrowseInvoices: Sendable {
    package static let pageMax = 500

    /// Throws `PostgresError`.
    package func list(
        _ filter: InvoiceFilter, _ page: RowPage<InvoiceOrder>, limit: Int, in scope: TenantScope
    ) async throws -> [Invoice] {
        try await scope.run(
            """
            select \(fragment: InvoiceStore.columns) from billing_invoices i
             where \(fragment: filter.conditions) and \(fragment: page.condition)
             order by \(fragment: page.ordering) limit \(min(max(1, limit), Self.pageMax))
            """
        ).map { try Invoice($0) }
    }

    /// Throws `BillingError.unknown`, or `PostgresError`.
    package func one(_ id: UUID, in scope: TenantScope) async throws -> InvoiceCase {
        let rows = try await scope.run([InvoiceStore.find(id), InvoiceStore.lines(of: id)])
        guard let row = rows[0].first else { throw BillingError.unknown }
        let invoice = try Invoice(row)
        return InvoiceCase(invoice: invoice, lines: try rows[1].map { try BillLine($0, invoice.total.currency) })
    }

    /// What was asked for and what came in, oldest first, with what was owed after each.
    ///
    /// Throws `PostgresError`.
    package func account(limit: Int = pageMax, after offset: Int = 0, in scope: TenantScope) async throws
        -> [BillingMove]
    {
        try await scope.run(BillingMove.list(limit: limit, offset: offset)).map { try BillingMove($0) }
    }
}
