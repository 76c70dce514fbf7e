package import Foundation
package import Postgres
package import Vocabulary

/// Every partner's invoices in one list, for operators.
package struct InvoiceRegister: Sendable {
    package struct Entry: Hashable, Sendable {
        package let tenant: TenantID
        package let invoice: UUID
        package let number: String
        package let period: BillingPeriod
        package let total: Money
        package let state: Invoice.State
        package let issuedAt: Date
        package let dueOn: CalendarDate
        package let closedAt: Date?

        package func standing(on today: CalendarDate) -> Invoice.Standing {
            switch state {
            case .open: today > dueOn ? .overdue : .open
            case .paid: .paid
            case .void: .void
            }
        }
    }

    /// What stands under one currency, of those that the filter lets through.
    package struct Total: Hashable, Sendable {
        package let currency: CurrencyCode
        package let invoices: Int
        /// Of all but the void ones.
        package let asked: Money
        package let paid: Money
        package let open: Money
        package let overdue: Money
    }

    package static let pageMax = 500
    private let pool: PostgresPool

    /// - Parameter pool: of the worker's login, whose policy sees all of them.
    package init(pool: PostgresPool) { self.pool = pool }

    /// Throws `PostgresError`.
    package func list(
        _ filter: InvoiceFilter, of tenant: TenantID?, _ page: RowPage<RegisterOrder>, limit: Int
    ) async throws -> [Entry] {
        try await pool.single(
            """
            select i.tenant_id, i.invoice_id, i.number, i.period_from, i.currency, i.total_minor, i.state, i.issued_at,
                   i.due_on, i.closed_at
              from shared.billing_register i
             where \(fragment: Self.conditions(filter, tenant)) and \(fragment: page.condition)
             order by \(fragment: page.ordering) limit \(min(max(1, limit), Self.pageMax))
            """
        ).map { try Entry($0) }
    }

    /// By currency; none is summed with another.
    ///
    /// Throws `PostgresError`.
    package func totals(_ filter: InvoiceFilter, of tenant: TenantID?) async throws -> [Total] {
        try await pool.single(
            """
            select i.currency, count(*) as invoices,
                   coalesce(sum(i.total_minor) filter (where i.state <> 'void'), 0)::bigint as asked,
                   coalesce(sum(i.total_minor) filter (where i.state = 'paid'), 0)::bigint as paid,
                   coalesce(sum(i.total_minor) filter (where i.state = 'open'), 0)::bigint as open,
                   coalesce(sum(i.total_minor) filter (where i.state = 'open' and i.due_on < \(filter.today)), 0)::bigint
                     as overdue
              from shared.billing_register i where \(fragment: Self.conditions(filter, tenant))
             group by i.currency order by i.currency
            """
        ).map { row in
            let currency: CurrencyCode = try row.get("currency")
            func money(_ column: String) throws -> Money { Money(minor: try row.get(column), currency) }
            return Total(
                currency: currency, invoices: try row.get("invoices"), asked: try money("asked"),
                paid: try money("paid"), open: try money("open"), overdue: try money("overdue"))
        }
    }

    private static func conditions(_ filter: InvoiceFilter, _ tenant: TenantID?) -> SQL {
        guard let tenant else { return filter.conditions }
        return "i.tenant_id = \(tenant) and \(fragment: filter.conditions)"
    }
}

extension InvoiceRegister.Entry {
    init(_ row: Row) throws {
        guard let period = BillingPeriod(of: try row.get("period_from")) else {
            throw BillingRowFault(column: "period_from")
        }
        guard let state = Invoice.State(rawValue: try row.get("state")) else { throw BillingRowFault(column: "state") }
        self.init(
            tenant: try row.get("tenant_id"), invoice: try row.get("invoice_id"), number: try row.get("number"),
            period: period, total: Money(minor: try row.get("total_minor"), try row.get("currency")), state: state,
            issuedAt: try row.get("issued_at"), dueOn: try row.get("due_on"), closedAt: try row.get("closed_at"))
    }
}

/// The orders of the register.
package enum RegisterOrder: String, RowOrder {
    case issued, due, total

    package static let id: SQL = "i.invoice_id"
    package static func id(of item: InvoiceRegister.Entry) -> UUID { item.invoice }

    package var value: RowValue<InvoiceRegister.Entry>? {
        switch self {
        case .issued: .moment("i.issued_at") { $0.issuedAt }
        case .due: .number("(i.due_on - date '1970-01-01')") { $0.dueOn.daysSinceEpoch }
        case .total: .number("i.total_minor") { $0.total.minor }
        }
    }
}
