import Billing
import Foundation
import Postgres
import Vocabulary
import Web

/// What a search through a site's invoices takes; every part may be left out.
struct InvoiceSearchInput: Input {
    let standing: Invoice.Standing?
    let period: BillingPeriod?
    let page: RowPage<InvoiceOrder>
    let limit: Int

    static let form = Form<InvoiceSearchInput>(
        "InvoiceSearch", InvoiceFields.state, InvoiceFields.month, PageFields.sort(InvoiceOrder.issued),
        PageFields.order(.down), PageFields.cursor, Field("limit", .integer(1...100)).or(20)
    ) { state, period, sort, order, cursor, limit in
        InvoiceSearchInput(
            standing: state, period: period, page: try PageFields.page(sort, order, cursor), limit: limit)
    }
}

/// The same through every partner's.
struct RegisterSearchInput: Input {
    let tenant: String?
    let standing: Invoice.Standing?
    let period: BillingPeriod?
    let page: RowPage<RegisterOrder>
    let limit: Int

    static let form = Form<RegisterSearchInput>(
        "InvoiceRegisterSearch", Field("tenant", .code(SlugInput.pattern), "Only this partner's.").optional,
        InvoiceFields.state, InvoiceFields.month, PageFields.sort(RegisterOrder.issued), PageFields.order(.down),
        PageFields.cursor, Field("limit", .integer(1...100)).or(20)
    ) { tenant, state, period, sort, order, cursor, limit in
        RegisterSearchInput(
            tenant: tenant, standing: state, period: period, page: try PageFields.page(sort, order, cursor),
            limit: limit)
    }
}

/// A console's list of invoices.
struct InvoiceListInput: Input {
    let look: ListInput
    let standing: Invoice.Standing?
    let period: BillingPeriod?

    static let form = Form<InvoiceListInput>(
        InvoiceFields.state, InvoiceFields.month, ListFields.sort, ListFields.order, ListFields.after,
        ListFields.format, ListFields.done
    ) { state, period, sort, order, after, format, done in
        InvoiceListInput(
            look: ListInput(
                state: state?.rawValue, sort: sort, order: order, after: after, format: format, done: done,
                others: [("period", period?.description)]), standing: state, period: period)
    }
}

/// The same of all partners, or of one among them.
struct RegisterListInput: Input {
    let list: InvoiceListInput

    static let form = Form<RegisterListInput>(
        InvoiceFields.state, InvoiceFields.month, ListFields.tenant, ListFields.sort, ListFields.order,
        ListFields.after, ListFields.format, ListFields.done
    ) { state, period, tenant, sort, order, after, format, done in
        RegisterListInput(
            list: InvoiceListInput(
                look: ListInput(
                    state: state?.rawValue, tenant: tenant, sort: sort, order: order, after: after, format: format,
                    done: done, others: [("period", period?.description)]), standing: state, period: period))
    }
}

/// One invoice of one partner.
struct PartnerInvoiceInput: Input {
    let slug: String
    let id: UUID
    let done: String?

    static let form = Form<PartnerInvoiceInput>(
        "PartnerInvoice", Field("slug", .code(SlugInput.pattern)), Field("id", .uuid), ListFields.done
    ) { PartnerInvoiceInput(slug: $0, id: $1, done: $2) }
}

/// A month of one partner that is to be billed.
struct BillMonthInput: Input {
    let slug: String
    let period: BillingPeriod

    static let form = Form<BillMonthInput>(
        "BillMonth", Field("slug", .code(SlugInput.pattern)),
        Field("period", InvoiceFields.period, "The month.").example(.text("2026-05"))
    ) { BillMonthInput(slug: $0, period: $1) }
}

/// What came in, as a program says it.
struct PayInvoiceInput: Input {
    let slug: String
    let id: UUID
    let payment: InvoicePayment

    static let form = Form<PayInvoiceInput>(
        "InvoicePayment", Field("slug", .code(SlugInput.pattern)), Field("id", .uuid),
        Field("amount", .money(minor: 1...Money.minorMax), "The invoice's total."), InvoiceFields.paidOn,
        InvoiceFields.reference
    ) { PayInvoiceInput(slug: $0, id: $1, payment: InvoicePayment(amount: $2, date: $3, reference: $4)) }
}

/// The same as an operator types it.
struct TypedPaymentInput: Input {
    let slug: String
    let id: UUID
    /// In major units.
    let amount: String
    let date: CalendarDate
    let reference: String

    static let form = Form<TypedPaymentInput>(
        Field("slug", .code(SlugInput.pattern)), Field("id", .uuid),
        Field("amount", .text(max: TypedAmount.lengthMax), "As people type it."), InvoiceFields.paidOn,
        InvoiceFields.reference
    ) { TypedPaymentInput(slug: $0, id: $1, amount: $2, date: $3, reference: $4) }
}

struct VoidInvoiceInput: Input {
    let slug: String
    let id: UUID
    let reason: String

    static let form = Form<VoidInvoiceInput>(
        "VoidInvoice", Field("slug", .code(SlugInput.pattern)), Field("id", .uuid),
        Field("reason", .text(max: VoidInvoice.reasonMax, [.trimmed, .composed, .lines]), "The partner may read it.")
    ) { VoidInvoiceInput(slug: $0, id: $1, reason: $2) }
}

enum InvoiceFields {
    static let state = Field("state", Kind<Invoice.Standing>.choice).optional
    static let periodMax = 7
    static let period = Kind<BillingPeriod>.parsed(nil, "format", expected: "2026-05", max: periodMax)
    static let month = Field("period", period, "Of this month").optional.example(.text("2026-05"))
    static let paidOn = Field("paid_on", .date, "On which the bank had it.")
    static let reference = Field("reference", .text(max: InvoicePayment.referenceMax), "The bank's words for it.")
}
