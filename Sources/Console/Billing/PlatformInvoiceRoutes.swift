package import Billing
import Foundation
import HTTPTypes
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// An invoice of the register with the name of its partner.
struct RegisterLine: Sendable {
    let entry: InvoiceRegister.Entry
    let slug: String
}

/// Every partner's invoices, for operators' programs: seen, issued, noted as paid, taken back.
package struct InvoiceDesk: Sendable {
    let billing: BillingFeature
    let register: InvoiceRegister
    let directory: TenantDirectory
    let tenants: TenantDatabase
    let platform: PlatformDatabase

    package init(
        billing: BillingFeature, register: InvoiceRegister, directory: TenantDirectory, tenants: TenantDatabase,
        platform: PlatformDatabase
    ) {
        self.billing = billing
        self.register = register
        self.directory = directory
        self.tenants = tenants
        self.platform = platform
    }

    package func routes() -> RouteGroup { RouteGroup("billing", [list, show] + verbs) }

    /// Throws `tenant.unknown`.
    func entry(_ slug: String) throws -> TenantEntry {
        guard let entry = directory.entry(slug: slug) else { throw TenantError.unknown(slug: slug).problem }
        return entry
    }

    func scope(_ slug: String) throws -> TenantScope { tenants.scope(try entry(slug)) }

    func list(
        _ filter: InvoiceFilter, of tenant: TenantID?, _ page: RowPage<RegisterOrder>, limit: Int
    ) async throws -> [RegisterLine] {
        let entries = try await register.list(filter, of: tenant, page, limit: limit)
        let slugs = try await TenantCatalogue(platform: platform).slugs(of: Set(entries.map(\.tenant)))
        return entries.map { RegisterLine(entry: $0, slug: slugs[$0.tenant] ?? $0.tenant.description) }
    }

    /// Partners' clocks differ by a day at most; the list of all of them goes by one.
    var today: CalendarDate {
        CalendarDate(daysSinceEpoch: Int((billing.clock.now().timeIntervalSince1970 / 86_400).rounded(.down)))
    }

    static let nobody = Route.Refusal(404, "tenant.unknown")
    static let unknown = [nobody, Route.Refusal(404, "billing.unknown")]
    static let issueRefusals = [
        nobody, Route.Refusal(404, "billing.unknown"), .init(409, "billing.issued"), .init(409, "billing.not_over"),
        .init(409, "billing.nothing_due"), .init(409, "billing.no_rate"), .init(409, "billing.amount_out_of_range"),
    ]
    static let payRefusals = unknown + [.init(409, "billing.closed"), .init(409, "billing.amount_differs")]
    static let voidRefusals = unknown + [.init(409, "billing.closed")]

    private var list: Route {
        Route(
            .get, "/api/platform/invoices", .operate(.billing),
            "Invoices of all partners, newest first unless told otherwise, with sums by currency of all that fit",
            gives: [.json(InvoiceAnswers.register)], refuses: [Self.nobody]
        ) { (input: RegisterSearchInput, _: OperatorContext) in
            let (today, tenant) = (today, try input.tenant.map(entry)?.id)
            let filter = InvoiceFilter(standing: input.standing, period: input.period, today: today)
            let rows = try await list(filter, of: tenant, input.page, limit: input.limit + 1)
            let totals = try await register.totals(filter, of: tenant)
            let shown = rows.prefix(input.limit)
            let next = rows.count > input.limit ? shown.last.map { input.page.place(of: $0.entry) } : nil
            return .json(cache: .never) { json in
                json.object { json in
                    json.member("data", array: { for line in shown { Self.write(line, today, to: &$0) } })
                    json.member("next_cursor", next?.description)
                    json.member("totals", array: { for total in totals { $0.value(total) } })
                }
            }
        }
    }

    private static func write(_ line: RegisterLine, _ today: CalendarDate, to json: inout JSONWriter) {
        let one = line.entry
        json.object {
            $0.member("tenant", line.slug)
            $0.member("id", one.invoice)
            $0.member("number", one.number)
            $0.member("period", one.period.description)
            $0.member("state", one.standing(on: today).rawValue)
            $0.member("total", one.total)
            $0.member("issued_at", one.issuedAt)
            $0.member("due_on", one.dueOn)
            $0.member("closed_at", one.closedAt)
        }
    }

    private var show: Route {
        Route(
            .get, "/api/platform/tenants/{slug}/invoices/{id}", .operate(.billing), "One invoice with its lines",
            gives: [.json(InvoiceAnswers.invoice)], refuses: Self.unknown
        ) { (input: PartnerInvoiceInput, _: OperatorContext) in
            try await told(input.id, of: input.slug)
        }
    }

    private func told(_ id: UUID, of slug: String) async throws -> Answer {
        let found = try await billing.browse.one(id, in: try scope(slug))
        return .json(cache: .never) { $0.value(InvoiceAnswer(found: found, today: today)) }
    }

    private var verbs: [Route] {
        let one = "/api/platform/tenants/{slug}/invoices/{id}"
        return [
            Route(
                .post, "/api/platform/tenants/{slug}/invoices", .operate(.billing),
                "Issues the invoice of a month that is over and has none that counts",
                gives: [.json(InvoiceAnswers.invoice, .created, "Issued under its number.")],
                refuses: Self.issueRefusals
            ) { (input: BillMonthInput, context: OperatorContext) in
                let scope = try scope(input.slug)
                let issued = try await billing.issue.issue(
                    input.period, isAgain: true, by: context.auditActor, in: scope)
                let found = try await billing.browse.one(issued.id, in: scope)
                return .json(status: .created, cache: .never) { $0.value(InvoiceAnswer(found: found, today: today)) }
            },
            Route(
                .post, PathTemplate("\(one)/pay"), .operate(.billing), "Notes that an invoice is paid",
                gives: [.json(InvoiceAnswers.invoice)], refuses: Self.payRefusals
            ) { (input: PayInvoiceInput, context: OperatorContext) in
                try await billing.pay.pay(
                    input.id, input.payment, by: context.auditActor, in: try scope(input.slug))
                return try await told(input.id, of: input.slug)
            },
            Route(
                .post, PathTemplate("\(one)/void"), .operate(.billing), "Takes an open invoice back, for a reason",
                gives: [.json(InvoiceAnswers.invoice)], refuses: Self.voidRefusals
            ) { (input: VoidInvoiceInput, context: OperatorContext) in
                try await billing.void.void(
                    input.id, input.reason, by: context.auditActor, in: try scope(input.slug))
                return try await told(input.id, of: input.slug)
            },
        ]
    }
}
