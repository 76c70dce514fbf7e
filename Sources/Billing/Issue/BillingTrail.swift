import Postgres
import Tenancy
import Vocabulary
import Web

/// What stands in the trail of a partner about its invoices.
enum BillingTrail {
    static func issued(_ invoice: Invoice, _ actor: AuditActor) -> AuditEntry {
        entry("invoice.issue", invoice, actor) {
            $0.member("number", invoice.number.description)
            $0.member("period", invoice.period.description)
            $0.member("total", invoice.total)
        }
    }

    static func paid(_ invoice: Invoice, _ payment: InvoicePayment, _ actor: AuditActor) -> AuditEntry {
        entry("invoice.pay", invoice, actor) {
            $0.member("number", invoice.number.description)
            $0.member("amount", payment.amount)
            $0.member("paid_on", payment.date)
            $0.member("reference", payment.reference)
        }
    }

    static func void(_ invoice: Invoice, _ reason: String, _ actor: AuditActor) -> AuditEntry {
        entry("invoice.void", invoice, actor) {
            $0.member("number", invoice.number.description)
            $0.member("reason", reason)
        }
    }

    private static func entry(
        _ action: String, _ invoice: Invoice, _ actor: AuditActor, _ write: (inout JSONWriter) -> Void
    ) -> AuditEntry {
        var json = JSONWriter()
        json.object(write)
        return AuditEntry(
            action: action, actor: actor, subjectKind: "invoice", subjectID: invoice.id.text,
            after: JSONText(String(decoding: json.bytes, as: UTF8.self)))
    }
}
