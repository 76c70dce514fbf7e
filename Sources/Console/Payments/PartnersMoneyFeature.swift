import HTTPTypes
package import Payments
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// Payments and refunds of all partners for operators' programs.
package struct PartnersMoneyFeature: Sendable {
    private let money: PartnersMoney
    private let reads: AuditReads

    /// Each counted by itself, as neither is the other's: 120 an hour for each caller.
    private static func table(_ limit: String) -> RouteOptions {
        RouteOptions(tag: "payments", limit: RouteLimit(limit, quota: 1_200), cost: RouteLimit.exportCost)
    }

    package init(desk: any TenantDeskWork, platform: PlatformDatabase, browse: BrowseMoney, reads: AuditReads) {
        money = PartnersMoney(desk: desk, platform: platform, browse: browse)
        self.reads = reads
    }

    package func routes() -> RouteGroup { RouteGroup("partners-payments", [partners, file] + one) }

    private var partners: Route {
        Route(
            .get, "/api/platform/payments", .operate(.payments),
            "Partners by name, each with what its payments and refunds that fit come to by currency",
            gives: [.json(.page(of: PartnerMoneyAnswer.schema))]
        ) { (input: PartnersMoneyInput, context: OperatorContext) in
            reads.note(PartnersMoney.look("read", by: context.auditActor))
            let found = try await money.partners(input.filter, after: input.cursor, limit: input.limit + 1)
            let next = found.count > input.limit ? found[input.limit - 1].slug : nil
            return .json(cache: .never) { json in
                json.object { json in
                    json.member(
                        "data",
                        array: { for one in found.prefix(input.limit) { $0.value(PartnerMoneyAnswer(partner: one)) } })
                    json.member("next_cursor", next)
                }
            }
        }
    }

    private var file: Route {
        Route(
            .get, "/api/platform/payments/export", .operate(.payments),
            "The same of all partners as a table: a row for each partner and currency", gives: [Answer.csvOutput],
            options: Self.table("partners-payments")
        ) { (input: PartnersMoneyInput, context: OperatorContext) in
            reads.note(PartnersMoney.look("export", by: context.auditActor))
            return try await money.sumsFile(input.filter, isForPeople: false)
        }
    }

    private var one: [Route] {
        let unknown = [Route.Refusal(404, "tenant.unknown")]
        return [
            Route(
                .get, "/api/platform/tenants/{slug}/payments", .operate(.payments),
                "A partner's payments and refunds as one list, newest first unless told otherwise",
                gives: [.json(.page(of: MoneyAnswers.move))], refuses: unknown
            ) { (input: PartnerMovesInput, context: OperatorContext) in
                let scope = try await money.scope(input.slug)
                reads.note(PartnersMoney.look("read", by: context.auditActor), scope.entry)
                var rows: [MoneyMove] = []
                if let filter = input.moves.filter {
                    rows = try await money.browse.list(
                        filter, input.moves.page, limit: input.moves.limit + 1, in: scope)
                }
                return MoneyAnswers.page(rows, input.moves)
            },
            Route(
                .get, "/api/platform/tenants/{slug}/payments/export", .operate(.payments),
                "All of them that fit, as a table",
                gives: [Answer.csvOutput], refuses: unknown, options: Self.table("partner-payments")
            ) { (input: PartnerMovesInput, context: OperatorContext) in
                let scope = try await money.scope(input.slug)
                reads.note(PartnersMoney.look("export", by: context.auditActor), scope.entry)
                return try await MoneyExport(
                    browse: money.browse, filter: input.moves.filter, direction: input.moves.page.direction,
                    scope: scope
                ).answer(isForPeople: false)
            },
        ]
    }
}
