import Billing
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// What a site owes the platform, on its console: what it pays for, the month so far, its invoices.
struct BillingSight: Sendable {
    let seat: Seat
    let today: CalendarDate

    static let path = BillingFeature.consolePath
    static let statementPath = "\(path)/statement"

    @Sendable private func t(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String {
        seat.t("console.billing.\(key)", arguments)
    }

    private func money(_ money: Money) -> String { seat.words.formats.money(money) }

    func overview(_ preview: BillPreview) -> [Block] {
        let invoice = InvoiceSight(reader: seat, today: today)
        let billing = preview.terms.billing
        let title = t(
            "so_far", ["month": .text(InvoiceWords(seat.words).period(preview.period))])
        guard let bill = preview.bill else {
            return [.facts(title: t("terms"), terms(preview)), .warning(t("no_rate"))]
        }
        var lines = invoice.lines(bill.lines, plan: billing.plan.rawValue, ratesOf: nil)
        lines = Table(
            caption: title, columns: lines.columns,
            rows: lines.rows + [
                [Cell(seat.t("invoice.net")), .none, Cell(money(bill.net))],
                [
                    Cell(
                        seat.t(
                            "invoice.tax",
                            [
                                "name": .text(taxName(billing.tax.name)),
                                "rate": .text(seat.words.formats.percent(basisPoints: bill.taxBasisPoints)),
                            ])), .none, Cell(money(bill.tax)),
                ],
                [Cell(seat.t("invoice.total")), .none, Cell(money(bill.total))],
            ])
        return [.facts(title: t("terms"), terms(preview)), .table(lines), .text(t("so_far_note"))]
    }

    private func taxName(_ names: LocalizedText) -> String {
        names[seat.words.locale] ?? names.locales.first.flatMap { names[$0] } ?? ""
    }

    private func terms(_ preview: BillPreview) -> [Fact] {
        let (billing, formats) = (preview.terms.billing, seat.words.formats)
        return [
            Fact(t("plan"), .code(billing.plan.rawValue)),
            Fact(t("plan_fee"), Cell(money(Money(minor: billing.planFeeMinor, billing.currency)))),
            Fact(t("platform_fee"), Cell(formats.percent(basisPoints: billing.platformFeeBasisPoints))),
            Fact(t("calls"), Cell(usage(billing.usage, billing.currency))),
            Fact(t("calls_so_far"), seat.number(preview.calls)),
            Fact(t("due_days"), Cell(t("days", ["count": .number(preview.terms.dueDays)]))),
        ]
    }

    private func usage(_ usage: MeteredUsage?, _ currency: CurrencyCode) -> String {
        guard let usage, usage.priceMinorPerThousand > 0 else { return t("calls_free") }
        return t(
            "calls_priced",
            [
                "included": .number(usage.includedCalls),
                "amount": .text(money(Money(minor: usage.priceMinorPerThousand, currency))),
            ])
    }

    var list: ItemList<Invoice> {
        let (seat, today) = (seat, today)
        return ItemList(
            words: seat.words, path: Self.path, file: "invoices", caption: t("invoices"), empty: t("none"),
            columns: [
                .code("number", seat.t("invoice.number"), isOrdered: false) { one in
                    "\(Self.path)/\(one.id.text)"
                } _: {
                    $0.number.description
                },
                .init(key: "period", label: seat.t("invoice.period"), isOrdered: false) {
                    ListValue($0.period.description)
                } cell: {
                    Cell(InvoiceWords(seat.words).period($0.period))
                },
                .state("state", seat.t("invoice.state"), isOrdered: false) {
                    $0.standing(on: today).rawValue
                } cell: {
                    InvoiceSight.cell($0.standing(on: today), seat.words)
                },
                .init(key: InvoiceOrder.total.rawValue, label: seat.t("invoice.total"), isNumber: true) {
                    ListValue($0.total.minor)
                } cell: {
                    Cell(seat.words.formats.money($0.total))
                },
                .code("currency", seat.t("invoice.currency"), isOrdered: false) { $0.total.currency.code },
                .moment(InvoiceOrder.issued.rawValue, seat.t("invoice.issued_at"), seat) { $0.issuedAt },
                .init(key: InvoiceOrder.due.rawValue, label: seat.t("invoice.due_on")) {
                    ListValue($0.dueOn.description)
                } cell: {
                    Cell(seat.words.formats.date($0.dueOn))
                },
            ])
    }

    var statement: ItemList<BillingMove> {
        let seat = seat
        func amount(_ key: String, _ read: @escaping @Sendable (BillingMove) -> Money) -> ItemList<BillingMove>.Column {
            .init(key: key, label: t(key), isOrdered: false, isNumber: true) {
                ListValue(read($0).minor)
            } cell: {
                Cell(seat.words.formats.money(read($0)))
            }
        }
        return ItemList(
            words: seat.words, path: Self.statementPath, file: "billing-statement", caption: t("statement"),
            empty: t("statement_none"),
            columns: [
                .moment("at", t("at"), seat, isOrdered: false) { $0.at },
                .state("kind", t("kind"), isOrdered: false) {
                    $0.kind.rawValue
                } cell: {
                    Cell(seat.t("console.billing.move.\($0.kind.rawValue)"))
                },
                .code("number", seat.t("invoice.number"), isOrdered: false) { one in
                    "\(Self.path)/\(one.invoice.text)"
                } _: {
                    $0.number.description
                },
                .code("reference", seat.t("invoice.paid_reference"), isOrdered: false) { $0.reference },
                amount("amount") { $0.amount }, amount("balance") { $0.balance },
                .code("currency", seat.t("invoice.currency"), isOrdered: false) { $0.amount.currency.code },
            ])
    }
}
