package import Billing
import Tenancy
import Vocabulary
package import Web

/// Invoices as JSON: what each answer holds, and how it is described.
enum InvoiceAnswers {
    static let line = Schema.object(
        "InvoiceLine",
        [
            .init("kind", .choice(BillLine.Kind.allCases.map(\.rawValue))),
            .init("quantity", .count.annotated("Days of the plan, bookings, calls beyond those that are included.")),
            .init("unit", .nullable(.money).annotated("For a whole month, or for a thousand calls.")),
            .init("amount", .money), .init("owed", .nullable(.money).annotated("Before it was converted.")),
        ], closed: true)

    private static let head: [Schema.Property] = [
        .init("id", .uuid), .init("number", .text), .init("period", .text.annotated("`2026-05`")),
        .init("state", .choice(Invoice.Standing.allCases.map(\.rawValue))), .init("total", .money),
        .init("issued_at", .instant), .init("due_on", .date), .init("closed_at", .nullable(.instant)),
    ]

    static let row = Schema.object("InvoiceRow", head, closed: true)

    static let invoice = Schema.object(
        "PlatformInvoice",
        head + [
            .init("net", .money), .init("tax_basis_points", .count), .init("tax", .money), .init("plan", .text),
            .init("lines", .array(line)), .init("rates_of", .nullable(.date)), .init("paid_on", .nullable(.date)),
            .init("paid_reference", .nullable(.text)), .init("void_reason", .nullable(.text)),
            .init("seller", party), .init("buyer", party),
        ], closed: true)

    private static let party = Schema.object(
        "InvoiceParty", [.init("company", .text), .init("address", .array(.text))], closed: true)

    static let register = Schema.object(
        "InvoiceRegister",
        [
            .init("data", .array(.object("RegisteredInvoice", [.init("tenant", .text)] + head, closed: true))),
            .init("next_cursor", .nullable(.text)),
            .init(
                "totals",
                .array(
                    .object(
                        "InvoiceTotal",
                        [
                            .init("currency", .currency), .init("invoices", .count), .init("asked", .money),
                            .init("paid", .money), .init("open", .money), .init("overdue", .money),
                        ], closed: true))),
        ], closed: true)

    static let overview = Schema.object(
        "BillingOverview",
        [
            .init("plan", .text), .init("currency", .currency), .init("plan_fee", .money),
            .init("platform_fee_basis_points", .count), .init("tax_basis_points", .count), .init("due_days", .count),
            .init("included_calls", .nullable(.count)), .init("price_per_thousand_calls", .nullable(.money)),
            .init(
                "so_far",
                .object(
                    "BillSoFar",
                    [
                        .init("period", .text), .init("calls", .count), .init("lines", .array(line)),
                        .init("net", .nullable(.money)), .init("tax", .nullable(.money)),
                        .init("total", .nullable(.money).annotated("Null while a rate is missing.")),
                    ], closed: true)),
        ], closed: true)

    static let statement = Schema.object(
        "BillingStatement",
        [
            .init(
                "data",
                .array(
                    .object(
                        "BillingMove",
                        [
                            .init("kind", .choice(BillingMove.Kind.allCases.map(\.rawValue))),
                            .init("invoice_id", .uuid), .init("number", .text), .init("at", .instant),
                            .init("amount", .money.annotated("What is asked for is positive.")),
                            .init("balance", .money.annotated("Owed after it.")), .init("reference", .nullable(.text)),
                        ], closed: true)))
        ], closed: true)
}

/// What a list tells of an invoice.
struct InvoiceRow: JSONWritable {
    let invoice: Invoice
    let today: CalendarDate

    func write(to json: inout JSONWriter) { json.object { members(&$0) } }

    func members(_ json: inout JSONWriter) {
        json.member("id", invoice.id)
        json.member("number", invoice.number.description)
        json.member("period", invoice.period.description)
        json.member("state", invoice.standing(on: today).rawValue)
        json.member("total", invoice.total)
        json.member("issued_at", invoice.issuedAt)
        json.member("due_on", invoice.dueOn)
        json.member("closed_at", invoice.closedAt)
    }
}

/// All of an invoice.
struct InvoiceAnswer: JSONWritable {
    let found: InvoiceCase
    let today: CalendarDate

    func write(to json: inout JSONWriter) {
        let invoice = found.invoice
        json.object { json in
            InvoiceRow(invoice: invoice, today: today).members(&json)
            json.member("net", invoice.net)
            json.member("tax_basis_points", invoice.taxBasisPoints)
            json.member("tax", invoice.tax)
            json.member("plan", invoice.content.plan.rawValue)
            json.member("lines", array: { for line in found.lines { $0.value(line) } })
            json.member("rates_of", invoice.content.ratesOf)
            json.member("paid_on", invoice.paidOn)
            json.member("paid_reference", invoice.paidReference)
            json.member("void_reason", invoice.voidReason)
            json.member(
                "seller", object: { Self.party(invoice.content.seller.company, invoice.content.seller.address, &$0) })
            json.member(
                "buyer", object: { Self.party(invoice.content.buyer.company, invoice.content.buyer.address, &$0) })
        }
    }

    private static func party(_ company: String, _ address: [String], _ json: inout JSONWriter) {
        json.member("company", company)
        json.member("address", array: { for line in address { $0.value(line) } })
    }
}

extension BillLine: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.member("kind", kind.rawValue)
            $0.member("quantity", quantity)
            $0.member("unit", unit)
            $0.member("amount", amount)
            $0.member("owed", owed)
        }
    }
}

extension BillingMove: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.member("kind", kind.rawValue)
            $0.member("invoice_id", invoice)
            $0.member("number", number.description)
            $0.member("at", at)
            $0.member("amount", amount)
            $0.member("balance", balance)
            $0.member("reference", reference)
        }
    }
}

extension InvoiceRegister.Total: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.member("currency", currency)
            $0.member("invoices", invoices)
            $0.member("asked", asked)
            $0.member("paid", paid)
            $0.member("open", open)
            $0.member("overdue", overdue)
        }
    }
}

extension BillPreview: JSONWritable {
    package func write(to json: inout JSONWriter) {
        let billing = terms.billing
        json.object { json in
            json.member("plan", billing.plan.rawValue)
            json.member("currency", billing.currency)
            json.member("plan_fee", Money(minor: billing.planFeeMinor, billing.currency))
            json.member("platform_fee_basis_points", billing.platformFeeBasisPoints)
            json.member("tax_basis_points", billing.tax.basisPoints)
            json.member("due_days", terms.dueDays)
            json.member("included_calls", billing.usage?.includedCalls)
            json.member(
                "price_per_thousand_calls",
                billing.usage.map { Money(minor: $0.priceMinorPerThousand, billing.currency) })
            json.member(
                "so_far",
                object: { json in
                    json.member("period", period.description)
                    json.member("calls", calls)
                    json.member("lines", array: { for line in bill?.lines ?? [] { $0.value(line) } })
                    json.member("net", bill?.net)
                    json.member("tax", bill?.tax)
                    json.member("total", bill?.total)
                })
        }
    }
}
