import Billing
import Localization
import Tenancy
import Vocabulary
import Web

/// An invoice as a page of either console shows it.
struct InvoiceSight: Sendable {
    let reader: any Reader
    let today: CalendarDate

    private var words: Translator { reader.words }
    private var told: InvoiceWords { InvoiceWords(words) }
    private func t(_ key: String) -> String { words("invoice.\(key)") }
    private func money(_ money: Money) -> Cell { Cell(told.money(money)) }
    private func day(_ date: CalendarDate) -> Cell { Cell(words.formats.date(date)) }

    static func name(_ standing: Invoice.Standing, _ words: Translator) -> String {
        words("invoice.standing.\(standing.rawValue)")
    }

    static func cell(_ standing: Invoice.Standing, _ words: Translator) -> Cell {
        let tone: Cell.Tone =
            switch standing {
            case .open: .busy
            case .overdue: .bad
            case .paid: .good
            case .void: .plain
            }
        return Cell(name(standing, words), tone: tone)
    }

    static func fields(_ input: InvoiceListInput, _ reader: some Reader) -> [FormField] {
        let words = reader.words
        return [
            reader.choiceField(
                "state", words("invoice.state"), Invoice.Standing.allCases.map { ($0.rawValue, name($0, words)) },
                chosen: input.standing?.rawValue),
            reader.codeField(
                "period", words("invoice.period"), input.period?.description, max: InvoiceFields.periodMax,
                hint: words("invoice.period_hint")),
        ]
    }

    /// - Parameter links: what leads on from it.
    func blocks(_ found: InvoiceCase, links: [Link]) -> [Block] {
        let invoice = found.invoice
        return [
            .facts(title: nil, facts(invoice)), .links(title: nil, links),
            .table(
                lines(found.lines, plan: invoice.content.plan.rawValue, ratesOf: invoice.content.ratesOf)),
            .facts(
                title: nil,
                [
                    Fact(t("net"), money(invoice.net)), Fact(told.tax(invoice), money(invoice.tax)),
                    Fact(t("total"), money(invoice.total)),
                ]),
            .facts(
                title: nil,
                [
                    Fact(t("seller"), Cell(told.seller(invoice).joined(separator: " · "))),
                    Fact(t("buyer"), Cell(told.buyer(invoice).joined(separator: " · "))),
                ]),
        ]
    }

    func lines(_ lines: [BillLine], plan: String, ratesOf: String?) -> Table {
        var table = Table(
            caption: t("lines"),
            columns: [
                .init(label: t("description")), .init(label: t("quantity_label")),
                .init(label: t("amount"), isNumber: true),
            ],
            rows: lines.map {
                [
                    Cell(told.name(of: $0, plan: plan)), Cell(told.note(of: $0, ratesOf: ratesOf)),
                    money($0.amount),
                ]
            })
        table.empty = t("no_lines")
        return table
    }

    private func facts(_ invoice: Invoice) -> [Fact] {
        var facts = [
            Fact(t("state"), Self.cell(invoice.standing(on: today), words)),
            Fact(t("period"), Cell(told.period(invoice.period))), Fact(t("total"), money(invoice.total)),
            Fact(t("issued_at"), reader.moment(invoice.issuedAt)), Fact(t("due_on"), day(invoice.dueOn)),
        ]
        if let date = invoice.paidOn {
            facts += [Fact(t("paid_on"), day(date)), Fact(t("paid_reference"), .code(invoice.paidReference))]
        }
        if let reason = invoice.voidReason { facts.append(Fact(t("void_reason"), Cell(reason))) }
        return facts
    }
}
