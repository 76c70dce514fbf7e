import Billing
import Foundation
import HTTPTypes
import Localization
import Papers
import Postgres
import Tenancy
import Vocabulary
import Web

/// All partners' invoices on the operators' console, with what they come to in each currency.
struct DeskInvoices: Sendable {
    let parts: DeskParts

    static let url = DeskPart.invoices.url

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(Self.url), .operate(.billing),
                "Invoices of all partners, newest first unless told otherwise, or those that fit as a table",
                gives: [.html(), Answer.csvOutput, .signIn], refuses: [InvoiceDesk.nobody], options: .desk
            ) { (input: RegisterListInput, context: OperatorPageContext) in
                try await list(input.list, Sitting(context, parts, at: .invoices))
            },
            Route(
                .get, PathTemplate("\(Self.url)/{slug}/{id}"), .operate(.billing),
                "One invoice with what can be done about it", gives: [.html(), .signIn],
                refuses: InvoiceDesk.unknown, options: .desk
            ) { (input: PartnerInvoiceInput, context: OperatorPageContext) in
                try await show(input, Sitting(context, parts, at: .invoices))
            },
            Route(
                .get, PathTemplate("\(Self.url)/{slug}/{id}/invoice.pdf"), .operate(.billing),
                "One invoice as a file", gives: [.pdf, .signIn],
                refuses: InvoiceDesk.unknown + [.init(503, "paper.busy")], options: .desk
            ) { (input: PartnerInvoiceInput, context: OperatorPageContext) in
                let found = try await parts.invoices.billing.browse.one(
                    input.id, in: try parts.invoices.scope(input.slug))
                return try await .invoice(
                    found, in: Sitting(context, parts, at: .invoices).words, parts.invoices.billing)
            },
        ]
    }

    private func list(_ input: InvoiceListInput, _ sitting: Sitting) async throws -> Answer {
        let (desk, words) = (parts.invoices, sitting.words)
        let today = desk.today
        let tenant = try input.look.tenant.map(desk.entry)?.id
        let filter = InvoiceFilter(standing: input.standing, period: input.period, today: today)
        let totals = input.look.format == .csv ? [] : try await desk.register.totals(filter, of: tenant)
        return try await sitting.show(
            table(sitting, today), input.look, by: RegisterOrder.issued, .down,
            lead: words("desk.invoices.lead"), before: [.table(Self.totals(totals, words))],
            fields: InvoiceSight.fields(input, sitting) + [sitting.tenantField(input.look)], row: \.entry,
            read: { page, limit in try await desk.list(filter, of: tenant, page, limit: limit) })
    }

    private static func totals(_ totals: [InvoiceRegister.Total], _ words: Translator) -> Table {
        let labels = ["invoices", "asked", "paid", "open", "overdue"].map { words("desk.invoices.sum.\($0)") }
        var table = Table(
            caption: words("desk.invoices.sums"),
            columns: [Table.Column(label: words("invoice.currency"))]
                + labels.map { Table.Column(label: $0, isNumber: true) },
            rows: totals.map { one in
                [Cell.code(one.currency.code), Cell(words.formats.number(one.invoices))]
                    + [one.asked, one.paid, one.open, one.overdue].map { Cell(words.formats.money($0)) }
            })
        table.empty = words("desk.invoices.none")
        return table
    }

    private func table(_ sitting: Sitting, _ today: CalendarDate) -> ItemList<RegisterLine> {
        let words = sitting.words
        return ItemList(
            words: words, path: Self.url, file: "invoices", caption: words("desk.menu.invoices"),
            empty: words("desk.invoices.none"),
            columns: [
                .code("number", words("invoice.number"), isOrdered: false) { line in
                    "\(Self.url)/\(line.slug)/\(line.entry.invoice.text)"
                } _: {
                    $0.entry.number
                },
                .code("tenant", words("desk.column.tenant"), isOrdered: false) { line in
                    "\(DeskPart.tenants.url)/\(line.slug)"
                } _: {
                    $0.slug
                },
                .init(key: "period", label: words("invoice.period"), isOrdered: false) {
                    ListValue($0.entry.period.description)
                } cell: {
                    Cell(InvoiceWords(words).period($0.entry.period))
                },
                .state("state", words("invoice.state"), isOrdered: false) {
                    $0.entry.standing(on: today).rawValue
                } cell: {
                    InvoiceSight.cell($0.entry.standing(on: today), words)
                },
                .init(key: RegisterOrder.total.rawValue, label: words("invoice.total"), isNumber: true) {
                    ListValue($0.entry.total.minor)
                } cell: {
                    Cell(words.formats.money($0.entry.total))
                },
                .code("currency", words("invoice.currency"), isOrdered: false) { $0.entry.total.currency.code },
                .moment(RegisterOrder.issued.rawValue, words("invoice.issued_at"), sitting) { $0.entry.issuedAt },
                .init(key: RegisterOrder.due.rawValue, label: words("invoice.due_on")) {
                    ListValue($0.entry.dueOn.description)
                } cell: {
                    Cell(words.formats.date($0.entry.dueOn))
                },
            ])
    }

    private func show(_ input: PartnerInvoiceInput, _ sitting: Sitting) async throws -> Answer {
        let (desk, words) = (parts.invoices, sitting.words)
        let found = try await desk.billing.browse.one(input.id, in: try desk.scope(input.slug))
        let url = "\(Self.url)/\(input.slug)/\(input.id.text)"
        var links = [
            Link(words("invoice.pdf"), "\(url)/invoice.pdf"), Link(input.slug, "\(DeskPart.tenants.url)/\(input.slug)"),
        ]
        if found.invoice.state == .open {
            links += [
                Link(words("desk.invoices.pay.title"), "\(url)/pay"),
                Link(words("desk.invoices.void.title"), "\(url)/void"),
            ]
        }
        return try sitting.page(
            words("invoice.title", ["number": .text(found.invoice.number.description)]),
            trail: [Link(words("desk.menu.invoices"), Self.url)], done: input.done,
            InvoiceSight(reader: sitting, today: desk.today).blocks(found, links: links))
    }
}
