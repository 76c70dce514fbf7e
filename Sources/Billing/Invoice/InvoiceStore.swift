import Foundation
import Postgres
import Vocabulary

/// SQL on `billing_invoices`, `billing_invoice_lines` and `billing_series`.
enum InvoiceStore {
    static let columns: SQL = """
        i.invoice_id, i.year, i.number, i.period_from, i.zone, i.currency, i.net_minor, i.tax_basis_points, i.tax_minor,
        i.state, i.issued_at, i.due_on, i.closed_at, i.paid_on, i.paid_reference, i.void_reason, i.content
        """

    /// Whoever issues, pays or voids goes alone, so that each finds what the one before left.
    static func turn(_ tenant: TenantID) -> SQL {
        "select pg_advisory_xact_lock(hashtextextended('billing:' || \(tenant.uuid.uuidString), 0))"
    }

    /// Those of a month, the void ones too.
    static func ofPeriod(_ period: BillingPeriod) -> SQL {
        "select i.state from billing_invoices i where i.period_from = \(period.from)"
    }

    /// The first days of those since `first` that have one, void or not.
    static func periods(since first: CalendarDate) -> SQL {
        "select distinct i.period_from from billing_invoices i where i.period_from >= \(first)"
    }

    static func number(_ year: Int, tenant: TenantID) -> SQL {
        """
        insert into billing_series as s (tenant_id, year, last_number) values (\(tenant), \(Int16(year)), 1)
        on conflict (tenant_id, year) do update set last_number = s.last_number + 1
        returning last_number
        """
    }

    static func insert(_ invoice: Invoice, content: JSONText, tenant: TenantID) -> SQL {
        """
        insert into billing_invoices
          (tenant_id, invoice_id, year, number, period_from, period_until, zone, currency, net_minor, tax_basis_points,
           tax_minor, total_minor, issued_at, due_on, content)
        values (\(tenant), \(invoice.id), \(Int16(invoice.number.year)), \(Int32(invoice.number.number)),
                \(invoice.period.from), \(invoice.period.until), \(invoice.zone), \(invoice.net.currency),
                \(invoice.net.minor), \(Int32(invoice.taxBasisPoints)), \(invoice.tax.minor), \(invoice.total.minor),
                \(invoice.issuedAt), \(invoice.dueOn), \(content))
        """
    }

    static func insert(_ lines: [BillLine], of invoice: UUID, tenant: TenantID) -> SQL {
        """
        insert into billing_invoice_lines
          (tenant_id, invoice_id, position, kind, quantity, unit_minor, amount_minor, owed_currency, owed_minor)
        select \(tenant), \(invoice), l.position, l.kind, l.quantity, l.unit_minor, l.amount_minor, l.owed_currency,
               l.owed_minor
          from unnest(\(lines.map(\.kind.rawValue)), \(lines.map(\.quantity)), \(lines.map { $0.unit?.minor }),
                      \(lines.map(\.amount.minor)), \(lines.map { $0.owed?.currency.code }),
                      \(lines.map { $0.owed?.minor }))
               with ordinality as l (kind, quantity, unit_minor, amount_minor, owed_currency, owed_minor, position)
        """
    }

    static func find(_ id: UUID) -> SQL {
        "select \(fragment: columns) from billing_invoices i where i.invoice_id = \(id)"
    }

    static func lock(_ id: UUID) -> SQL { "\(fragment: find(id)) for no key update" }

    static func lines(of id: UUID) -> SQL {
        """
        select l.kind, l.quantity, l.unit_minor, l.amount_minor, l.owed_currency, l.owed_minor
          from billing_invoice_lines l where l.invoice_id = \(id) order by l.position
        """
    }

    static func pay(_ id: UUID, on date: CalendarDate, reference: String, at now: Date) -> SQL {
        """
        update billing_invoices set state = 'paid', closed_at = \(now), paid_on = \(date),
               paid_reference = \(reference)
         where invoice_id = \(id) and state = 'open'
        """
    }

    static func void(_ id: UUID, reason: String, at now: Date) -> SQL {
        """
        update billing_invoices set state = 'void', closed_at = \(now), void_reason = \(reason)
         where invoice_id = \(id) and state = 'open'
        """
    }
}
