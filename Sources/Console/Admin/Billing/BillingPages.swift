import Billing
import Foundation
import HTTPTypes
import Localization
import Papers
import Postgres
import Tenancy
import Vocabulary
import Web

/// What a site owes the platform: its plan, the month so far, its invoices and its account.
struct BillingPages: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let unknown = Route.Refusal(404, "billing.unknown")
        return [
            Route(
                .get, PathTemplate(BillingSight.path), .staff(.finance, .read),
                "What the site pays for, the month so far, and its invoices, or those as a table",
                gives: [.html(), Answer.csvOutput], options: .console.refusingImpersonatedFile
            ) { (input: InvoiceListInput, context: StaffPageContext) in try await list(input, Seat(context, parts)) },
            Route(
                .get, PathTemplate(BillingSight.statementPath), .staff(.finance, .read),
                "What was asked for and what came in, with what was owed after each, or it as a table",
                gives: [.html(), Answer.csvOutput], options: .console.refusingImpersonatedFile
            ) { (input: ListInput, context: StaffPageContext) in try await statement(input, Seat(context, parts)) },
            Route(
                .get, PathTemplate("\(BillingSight.path)/{id}"), .staff(.finance, .read),
                "An invoice with what it is made of", gives: [.html()], refuses: [unknown], options: .console
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let found = try await parts.billing.browse.one(input.id, in: seat.scope)
                let path = "\(BillingSight.path)/\(input.id.text)"
                return try seat.page(
                    seat.t("invoice.title", ["number": .text(found.invoice.number.description)]),
                    trail: [Link(seat.t("console.way.billing"), BillingSight.path)],
                    InvoiceSight(reader: seat, today: try today(seat)).blocks(
                        found, links: [Link(seat.t("invoice.pdf"), "\(path)/invoice.pdf")]))
            },
            Route(
                .get, PathTemplate("\(BillingSight.path)/{id}/invoice.pdf"), .staff(.finance, .read),
                "An invoice as a file", gives: [.pdf], refuses: [unknown, .init(503, "paper.busy")],
                options: .console.refusingImpersonation
            ) { (input: OneInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                seat.noteRead("invoice", input.id.text)
                return try await .invoice(
                    try await parts.billing.browse.one(input.id, in: seat.scope), in: seat.words, parts.billing)
            },
        ]
    }

    private func today(_ seat: Seat) throws -> CalendarDate {
        try BillingTerms(of: seat.context.profile).day(of: parts.billing.clock.now())
    }

    private func list(_ input: InvoiceListInput, _ seat: Seat) async throws -> Answer {
        let (billing, scope, today) = (parts.billing, seat.scope, try today(seat))
        let sight = BillingSight(seat: seat, today: today)
        let filter = InvoiceFilter(standing: input.standing, period: input.period, today: today)
        let isFile = input.look.format == .csv
        if isFile { try seat.noteExport("invoice") }
        // Whoever looks for something has seen it.
        let before =
            isFile || input.look.isNarrowed ? [] : sight.overview(try await billing.preview.preview(in: scope))
        return try await seat.show(
            sight.list, input.look, by: InvoiceOrder.issued, .down, lead: seat.t("console.billing.lead"),
            before: [.links(title: nil, [Link(seat.t("console.billing.statement"), BillingSight.statementPath)])]
                + before,
            fields: InvoiceSight.fields(input, seat), row: { $0 },
            read: { page, limit in try await billing.browse.list(filter, page, limit: limit, in: scope) })
    }

    private func statement(_ input: ListInput, _ seat: Seat) async throws -> Answer {
        if input.format == .csv { try seat.noteExport("billing_statement") }
        let moves = try await parts.billing.browse.account(in: seat.scope)
        let list = BillingSight(seat: seat, today: try today(seat)).statement
        let look = try list.settled(input) { _, _ in String?.none }
        if input.format == .csv { return try await list.answer(of: moves, look.input) }
        return try seat.page(
            list.caption, lead: seat.t("console.billing.statement_lead"),
            trail: [Link(seat.t("console.way.billing"), BillingSight.path)], told: look.told,
            [.table(list.table(of: moves, look.input))])
    }
}
