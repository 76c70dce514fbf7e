import Foundation
import Messaging
import Postgres
package import Tenancy
import Vocabulary

/// Reminds of invoices that are overdue: three times at most, each once, with longer times between.
package struct RemindOverdue: Sendable {
    /// Days after the one on which it was due.
    package static let days = [3, 10, 20]
    /// Of one site in one round; there are hardly ever more.
    static let invoicesMax = 50

    let parts: BillingParts

    package init(parts: BillingParts) { self.parts = parts }

    /// Returns how many invoices were reminded of. A stage that nobody was there for is not made up for: the one that
    /// is due now is sent alone.
    package func remind(in scope: TenantScope) async throws -> Int {
        guard let terms = try await parts.terms(scope.entry) else { return 0 }
        let today = try terms.day(of: parts.clock.now())
        let late = try await scope.run(ReminderStore.late(on: today, afterDays: Self.days[0], limit: Self.invoicesMax))
        guard !late.isEmpty else { return 0 }
        let people = try await parts.recipients(scope)
        var count = 0
        for row in late {
            let invoice = try Invoice(row)
            let sent: Int16? = try row.get("stage")
            let over = today.daysSinceEpoch - invoice.dueOn.daysSinceEpoch
            let stage = Self.days.count { $0 <= over }
            guard stage > Int(sent ?? 0) else { continue }
            if try await remind(of: invoice, stage, today, people, in: scope) { count += 1 }
        }
        return count
    }

    /// Whoever is second to it leaves it alone.
    private func remind(
        of invoice: Invoice, _ stage: Int, _ today: CalendarDate, _ people: [BillingRecipient], in scope: TenantScope
    ) async throws -> Bool {
        try await scope.transaction { tx in
            let rows = try await tx.run([
                InvoiceStore.turn(tx.tenant), InvoiceStore.lock(invoice.id),
                ReminderStore.insert(invoice.id, stage, tenant: tx.tenant),
            ])
            guard let row = rows[1].first, try Invoice(row).state == .open, rows[2].affectedCount == 1 else {
                return false
            }
            for one in people {
                try await parts.mail.enqueue(
                    .invoiceOverdue(InvoiceLetter(invoice, overdueOn: today)), to: one.recipient, in: one.locale,
                    uniqueKey: "invoice.\(invoice.id.text).\(stage).\(one.key)", in: tx)
            }
            return true
        }
    }
}

/// SQL on `billing_reminders`.
private enum ReminderStore {
    /// With the last reminder of each.
    static func late(on today: CalendarDate, afterDays days: Int, limit: Int) -> SQL {
        """
        select \(fragment: InvoiceStore.columns), r.stage
          from billing_invoices i
          left join lateral (select max(r.stage) as stage from billing_reminders r
                              where r.tenant_id = i.tenant_id and r.invoice_id = i.invoice_id) r on true
         where i.state = 'open' and i.due_on <= \(today.adding(days: -days))
           and coalesce(r.stage, 0) < 3
         order by i.due_on limit \(limit)
        """
    }

    static func insert(_ id: UUID, _ stage: Int, tenant: TenantID) -> SQL {
        """
        insert into billing_reminders (tenant_id, invoice_id, stage) values (\(tenant), \(id), \(Int16(stage)))
        on conflict do nothing
        """
    }
}

extension InvoiceLetter {
    init(_ invoice: Invoice, overdueOn today: CalendarDate? = nil) {
        self.init(
            number: invoice.number.description, from: invoice.period.from,
            until: invoice.period.until.adding(days: -1), total: invoice.total, dueOn: invoice.dueOn,
            overdueDays: today.map { max(0, $0.daysSinceEpoch - invoice.dueOn.daysSinceEpoch) } ?? 0,
            path: "\(BillingFeature.consolePath)/\(invoice.id.text)")
    }
}
