import Billing
import Foundation
import HTTPTypes
import Localization
import Papers
import Postgres
import Tenancy
import Vocabulary
import Web

/// What a site owes the platform, for programs of its staff: read here, written by the run and by operators.
struct AdminBillingRoutes: Sendable {
    let parts: AdminParts

    private static let unknown = Route.Refusal(404, "billing.unknown")

    var routes: [Route] {
        let options = RouteOptions(tag: "billing")
        let billing = parts.billing
        return [
            Route(
                .get, "/api/admin/billing", .staff(.finance, .read),
                "What the site pays for, and what the month that is under way comes to so far",
                gives: [.json(InvoiceAnswers.overview)], options: options
            ) { (_: NoInput, context: StaffContext) in
                let preview = try await billing.preview.preview(in: context.scope)
                return .json(cache: .never) { $0.value(preview) }
            },
            Route(
                .get, "/api/admin/billing/invoices", .staff(.finance, .read),
                "The platform's invoices to the site, newest first unless told otherwise",
                gives: [.json(.page(of: InvoiceAnswers.row))], options: options
            ) { (input: InvoiceSearchInput, context: StaffContext) in
                let today = try BillingTerms(of: context.profile).day(of: billing.clock.now())
                let rows = try await billing.browse.list(
                    InvoiceFilter(standing: input.standing, period: input.period, today: today), input.page,
                    limit: input.limit + 1, in: context.scope)
                let shown = rows.prefix(input.limit)
                let next = rows.count > input.limit ? shown.last.map { input.page.place(of: $0) } : nil
                return .json(cache: .never) { json in
                    json.object { json in
                        json.member(
                            "data", array: { for one in shown { $0.value(InvoiceRow(invoice: one, today: today)) } })
                        json.member("next_cursor", next?.description)
                    }
                }
            },
            Route(
                .get, "/api/admin/billing/invoices/{id}", .staff(.finance, .read), "One invoice with its lines",
                gives: [.json(InvoiceAnswers.invoice)], refuses: [Self.unknown], options: options
            ) { (input: DomainIDInput, context: StaffContext) in
                let found = try await billing.browse.one(input.id, in: context.scope)
                let today = try BillingTerms(of: context.profile).day(of: billing.clock.now())
                return .json(cache: .never) { $0.value(InvoiceAnswer(found: found, today: today)) }
            },
            Route(
                .get, "/api/admin/billing/invoices/{id}/pdf", .staff(.finance, .read), "One invoice as a file",
                gives: [.pdf], refuses: [Self.unknown, .init(503, "paper.busy")],
                options: RouteOptions(tag: "billing", limit: .papers)
            ) { (input: DomainIDInput, context: StaffContext) in
                try await .invoice(
                    try await billing.browse.one(input.id, in: context.scope),
                    in: context.profile.translator(context.locale), billing)
            },
            Route(
                .get, "/api/admin/billing/statement", .staff(.finance, .read),
                "What was asked for and what came in, oldest first, with what was owed after each; at most 500",
                gives: [.json(InvoiceAnswers.statement)], options: options
            ) { (_: NoInput, context: StaffContext) in
                let moves = try await billing.browse.account(in: context.scope)
                return .json(cache: .never) { json in
                    json.object { $0.member("data", array: { for move in moves { $0.value(move) } }) }
                }
            },
        ]
    }
}

extension Answer {
    /// Throws `PaperError.busy`.
    static func invoice(
        _ found: InvoiceCase, in words: Translator, _ billing: BillingFeature
    ) async throws -> Answer {
        Answer.bytes(try await billing.print.print(found, in: words), type: "application/pdf", cache: .never)
            .with(.contentDisposition, attachment(found.invoice.fileName))
            .with(.contentLanguage, words.locale.description)
    }
}
