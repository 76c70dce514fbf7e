import Billing
import Foundation
import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// What an operator does about a partner's invoices: issues one, notes that one is paid, takes one back. Each is said
/// before it is done.
struct DeskInvoiceVerbs: Sendable {
    let parts: DeskParts

    private static let one = "\(DeskInvoices.url)/{slug}/{id}"

    var routes: [Route] {
        [
            asking("\(Self.one)/pay", "Asks what came in for an invoice", payment),
            Route(
                .post, PathTemplate("\(Self.one)/pay"), .operate(.billing), "Note that an invoice is paid",
                gives: [.redirect()], refuses: InvoiceDesk.payRefusals, options: .desk
            ) { (entry: Submission<TypedPaymentInput>, context: OperatorPageContext) in
                try await pay(entry, Sitting(context, parts, at: .invoices))
            },
            asking("\(Self.one)/void", "Asks why an invoice is taken back", voiding),
            Route(
                .post, PathTemplate("\(Self.one)/void"), .operate(.billing), "Take an open invoice back",
                gives: [.redirect()], refuses: InvoiceDesk.voidRefusals, options: .desk
            ) { (entry: Submission<VoidInvoiceInput>, context: OperatorPageContext) in
                try await void(entry, Sitting(context, parts, at: .invoices))
            },
            Route(
                .get, "/desk/tenants/{slug}/invoice", .operate(.billing), "Asks which month of a partner to bill",
                gives: [.html(), .signIn], refuses: [InvoiceDesk.nobody], options: .desk
            ) { (input: SlugInput, context: OperatorPageContext) in
                _ = try parts.invoices.entry(input.slug)
                let sitting = Sitting(context, parts, at: .tenants)
                return try sitting.ask(issuing(input.slug, sitting))
            },
            Route(
                .post, "/desk/tenants/{slug}/invoice", .operate(.billing), "Issue a partner's invoice for a month",
                gives: [.redirect()], refuses: InvoiceDesk.issueRefusals, options: .desk
            ) { (entry: Submission<BillMonthInput>, context: OperatorPageContext) in
                try await issue(entry, Sitting(context, parts, at: .tenants))
            },
        ]
    }

    private typealias Asking = @Sendable (String, InvoiceCase, Sitting) -> Question

    private func asking(_ path: String, _ summary: String, _ question: @escaping Asking) -> Route {
        Route(
            .get, PathTemplate(path), .operate(.billing), summary, gives: [.html(), .signIn],
            refuses: InvoiceDesk.unknown, options: .desk
        ) { (input: PartnerInvoiceInput, context: OperatorPageContext) in
            let sitting = Sitting(context, parts, at: .invoices)
            return try sitting.ask(question(input.slug, try await found(input.slug, input.id), sitting))
        }
    }

    private func found(_ slug: String, _ id: UUID) async throws -> InvoiceCase {
        try await parts.invoices.billing.browse.one(id, in: try parts.invoices.scope(slug))
    }

    /// The one that the address names, whatever the form says.
    private func named(_ sitting: Sitting) async throws -> (slug: String, found: InvoiceCase) {
        let arrival = sitting.context.arrival
        guard let slug = arrival.parameter("slug"), let id = arrival.parameter("id").flatMap(UUID.init) else {
            throw BillingError.unknown
        }
        return (slug, try await found(slug, id))
    }

    private func pay(_ entry: Submission<TypedPaymentInput>, _ sitting: Sitting) async throws -> Answer {
        let (slug, found) = try await named(sitting)
        let question = sitting.again(payment(slug, found, sitting), entry)
        guard case .success(let input) = entry.result else {
            return try sitting.ask(question, status: .unprocessableContent)
        }
        guard let amount = TypedAmount.money(input.amount, found.invoice.total.currency) else {
            var unread = question
            unread.fields[0].error = sitting.words("console.payments.amount_unread")
            return try sitting.ask(unread, status: .unprocessableContent)
        }
        return try await sitting.done("invoice_paid", at: Self.url(slug, found), question) {
            try await parts.invoices.billing.pay.pay(
                found.invoice.id, InvoicePayment(amount: amount, date: input.date, reference: input.reference),
                by: sitting.context.auditActor, in: try parts.invoices.scope(slug))
        }
    }

    private func void(_ entry: Submission<VoidInvoiceInput>, _ sitting: Sitting) async throws -> Answer {
        let (slug, found) = try await named(sitting)
        let question = sitting.again(voiding(slug, found, sitting), entry)
        guard case .success(let input) = entry.result else {
            return try sitting.ask(question, status: .unprocessableContent)
        }
        return try await sitting.done("invoice_void", at: Self.url(slug, found), question) {
            try await parts.invoices.billing.void.void(
                found.invoice.id, input.reason, by: sitting.context.auditActor, in: try parts.invoices.scope(slug))
        }
    }

    private func issue(_ entry: Submission<BillMonthInput>, _ sitting: Sitting) async throws -> Answer {
        let slug = sitting.context.arrival.parameter("slug") ?? ""
        let scope = try parts.invoices.scope(slug)
        let question = sitting.again(issuing(slug, sitting), entry)
        guard case .success(let input) = entry.result else {
            return try sitting.ask(question, status: .unprocessableContent)
        }
        return try await sitting.tried {
            let issued = try await parts.invoices.billing.issue.issue(
                input.period, isAgain: true, by: sitting.context.auditActor, in: scope)
            return .redirect(to: "\(DeskInvoices.url)/\(slug)/\(issued.id.text)?done=invoice_issued")
        } else: {
            try sitting.ask(question, fault: $0, status: $1)
        }
    }

    private static func url(_ slug: String, _ found: InvoiceCase) -> String {
        "\(DeskInvoices.url)/\(slug)/\(found.invoice.id.text)"
    }

    @Sendable private func payment(_ slug: String, _ found: InvoiceCase, _ sitting: Sitting) -> Question {
        let (words, invoice) = (sitting.words, found.invoice)
        return self.question(
            "pay", slug, found, sitting,
            fields: [
                FormField(
                    name: "amount", label: words("invoice.amount"), value: TypedAmount.text(invoice.total),
                    max: TypedAmount.lengthMax, isCode: true),
                FormField(name: "paid_on", label: words("invoice.paid_on"), kind: .line("date")),
                FormField(
                    name: "reference", label: words("invoice.paid_reference"),
                    hint: words("desk.invoices.pay.reference_hint"), max: InvoicePayment.referenceMax),
            ], isGrave: false)
    }

    @Sendable private func voiding(_ slug: String, _ found: InvoiceCase, _ sitting: Sitting) -> Question {
        question(
            "void", slug, found, sitting,
            fields: [
                FormField(
                    name: "reason", label: sitting.words("invoice.void_reason"), kind: .lines(3),
                    hint: sitting.words("desk.invoices.void.reason_hint"), max: VoidInvoice.reasonMax)
            ], isGrave: true)
    }

    private func question(
        _ verb: String, _ slug: String, _ found: InvoiceCase, _ sitting: Sitting, fields: [FormField], isGrave: Bool
    ) -> Question {
        let (words, invoice, url) = (sitting.words, found.invoice, Self.url(slug, found))
        let number = invoice.number.description
        return Question(
            title: words("desk.invoices.\(verb).title"),
            consequences: [words("desk.invoices.\(verb).effect"), words("desk.audited_there")],
            action: "\(url)/\(verb)", submit: words("desk.invoices.\(verb).submit"), back: url, fields: fields,
            isGrave: isGrave, trail: [Link(words("desk.menu.invoices"), DeskInvoices.url), Link(number, url)],
            facts: [
                Fact(words("desk.column.tenant"), .code(slug)), Fact(words("invoice.number"), .code(number)),
                Fact(words("invoice.total"), Cell(words.formats.money(invoice.total))),
            ])
    }

    private func issuing(_ slug: String, _ sitting: Sitting) -> Question {
        let (words, url) = (sitting.words, "\(DeskPart.tenants.url)/\(slug)")
        return Question(
            title: words("desk.invoices.issue.title"),
            consequences: [words("desk.invoices.issue.effect"), words("desk.audited_there")],
            action: "\(url)/invoice", submit: words("desk.invoices.issue.submit"), back: url,
            fields: [
                FormField(
                    name: "period", label: words("invoice.period"),
                    value: BillingPeriod(of: parts.invoices.today)?.before.description ?? "",
                    hint: words("invoice.period_hint"), max: InvoiceFields.periodMax, isCode: true)
            ], isGrave: false, trail: DeskTenant.trail(slug, sitting))
    }
}
