import Foundation
import Postgres
import Vocabulary

/// SQL on `shared.billing_register`, written with the invoice that it tells of.
enum RegisterStore {
    static func insert(_ invoice: Invoice, tenant: TenantID) -> SQL {
        """
        insert into billing_register
          (tenant_id, invoice_id, number, period_from, currency, total_minor, state, issued_at, due_on)
        values (\(tenant), \(invoice.id), \(invoice.number.description), \(invoice.period.from),
                \(invoice.total.currency), \(invoice.total.minor), \(invoice.state.rawValue), \(invoice.issuedAt),
                \(invoice.dueOn))
        """
    }

    static func close(_ id: UUID, _ state: Invoice.State, at now: Date) -> SQL {
        """
        update billing_register set state = \(state.rawValue), closed_at = \(now) where invoice_id = \(id)
        """
    }
}
