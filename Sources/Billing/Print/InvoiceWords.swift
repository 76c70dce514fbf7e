import Foundation
package import Localization
import Messaging
import Papers
import Pricing
import Tenancy
package import Vocabulary

/// What an invoice says in the words of one reader: on paper and on pages.
package struct InvoiceWords: Sendable {
    let words: Translator

    package init(_ words: Translator) { self.words = words }

    private func t(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String {
        words("invoice.\(key)", arguments)
    }

    /// A foreign value: nothing in it is read as anything but text.
    private func value(_ text: String) -> String { PlainLine.isolated(PlainLine.clean(text), in: words.direction) }

    package func money(_ money: Money) -> String { words.formats.money(money) }

    package func period(_ period: BillingPeriod) -> String {
        words.formats.date(period.from, .monthYear)
    }

    /// `Plan PRO`
    package func name(of line: BillLine, plan: String) -> String {
        t("line.\(line.kind.rawValue)", ["plan": .text(plan)])
    }

    /// How many, at how much, from which other currency.
    package func note(of line: BillLine, ratesOf: String?) -> String {
        let count = t("quantity.\(line.kind.rawValue)", ["count": .number(line.quantity)])
        let unit = line.unit.map { t("unit.\(line.kind.rawValue)", ["amount": .text(money($0))]) }
        let day = ratesOf.flatMap { CalendarDate($0) }.map { words.formats.date($0) } ?? ""
        let owed = line.owed.map { t("converted", ["amount": .text(money($0)), "date": .text(day)]) }
        return [count, unit, owed].compactMap(\.self).joined(separator: " · ")
    }

    package func tax(_ invoice: Invoice) -> String {
        let names = invoice.content.tax.name
        let name = names[words.locale] ?? names.locales.first.flatMap { names[$0] } ?? ""
        return t(
            "tax",
            ["name": .text(value(name)), "rate": .text(words.formats.percent(basisPoints: invoice.taxBasisPoints))]
        )
    }

    package func seller(_ invoice: Invoice) -> [String] {
        let seller = invoice.content.seller
        return ([seller.company] + seller.address).map(value)
            + (seller.taxNumber.map { [t("tax_number", ["number": .text(value($0))])] } ?? [])
    }

    package func buyer(_ invoice: Invoice) -> [String] {
        let buyer = invoice.content.buyer
        return ([buyer.company] + buyer.address).map(value) + [words.formats.displayName(ofRegion: buyer.country)]
            + [buyer.registration].compactMap { $0.map(value) }
    }

    func sheet(_ found: InvoiceCase) -> PaperSheet {
        let (invoice, words) = (found.invoice, words)
        let seller = value(invoice.content.seller.company)
        return .ofPlatform(
            seller, in: words.locale, date: invoice.issuedAt, title: "\(t("heading")) \(invoice.number)",
            heading: t("heading"), sender: self.seller(invoice),
            addressee: .of(t("buyer"), buyer(invoice)),
            facts: [
                (t("number"), value(invoice.number.description)), (t("issued_at"), issued(invoice)),
                (t("due_on"), words.formats.date(invoice.dueOn, .long)),
                (t("currency"), words.formats.displayName(of: invoice.total.currency)),
            ],
            subject: .of(
                t("period_title"),
                [
                    period(invoice.period),
                    words.formats.dateRange(invoice.period.from, invoice.period.until.adding(days: -1)),
                ]),
            table: .of(
                t("description"), t("amount"),
                found.lines.map {
                    .of(
                        name(of: $0, plan: invoice.content.plan.rawValue),
                        note: note(of: $0, ratesOf: invoice.content.ratesOf), money($0.amount))
                },
                sums: [
                    (t("net"), money(invoice.net)), (tax(invoice), money(invoice.tax)),
                    (t("total"), money(invoice.total)),
                ]), notes: notes(invoice), footer: seller,
            pageWords: { words("paper.page", ["page": .number($0), "pages": .number($1)]) })
    }

    /// The day on the partner's clock.
    private func issued(_ invoice: Invoice) -> String {
        (try? Deadline(instant: invoice.issuedAt, zone: invoice.zone)).map { words.formats.date($0.date, .long) }
            ?? invoice.issuedAt.rfc3339
    }

    /// Only what is as it was issued, or over: the same paper says the same for as long as its state is the same.
    private func notes(_ invoice: Invoice) -> [String] {
        switch invoice.state {
        case .open:
            [
                t(
                    "note_open",
                    [
                        "amount": .text(money(invoice.total)), "date": .text(words.formats.date(invoice.dueOn, .long)),
                        "number": .text(value(invoice.number.description)),
                    ])
            ] + (invoice.content.seller.payment.map { [value($0)] } ?? [])
        case .paid: [t("note_paid", ["date": .text(invoice.paidOn.map { words.formats.date($0, .long) } ?? "")])]
        case .void: [t("note_void")]
        }
    }
}
