import HTTPTypes
import Postgres
import Tenancy
import Vocabulary
import Web

extension StatisticsFeature {
    var tenantRoutes: [Route] {
        [
            Route(
                .get, "/api/platform/statistics/tenants", .operate(.statistics),
                "Partners by their requests, those with the most first, or by another order, and all others together",
                gives: [.json(TenantSharesAnswer.schema)]
            ) { (input: TenantSharesInput, _: OperatorContext) in
                .json(
                    TenantSharesAnswer(
                        shares: try await report.tenants(input.page.oneMore, thresholds, days: input.days),
                        page: input.page, thresholds: thresholds))
            },
            Route(
                .get, "/api/platform/statistics/tenants/{slug}", .operate(.statistics),
                "How one partner's site does, day by day", gives: [.json(TenantDaysAnswer.schema)],
                refuses: [.init(404, "tenant.unknown")]
            ) { (input: TenantDaysInput, _: OperatorContext) in
                guard let scope = try await desk.scope(slug: input.slug) else {
                    throw TenantError.unknown(slug: input.slug).problem
                }
                return .json(try await days(of: scope.entry, input.days))
            },
            Route(
                .get, "/api/admin/statistics", .staff(.site, .read), "How the site does, day by day",
                gives: [.json(TenantDaysAnswer.schema)]
            ) { (input: DaysInput, context: StaffContext) in .json(try await days(of: context.entry, input.days)) },
        ]
    }

    private func days(of entry: TenantEntry, _ days: Int) async throws -> TenantDaysAnswer {
        TenantDaysAnswer(
            days: try await report.days(ofTenant: entry.number, days: days), thresholds: thresholds)
    }
}

struct DaysInput: Input {
    let days: Int

    static let usual = 7
    static let field = Field("days", .integer(1...StatisticsStore.tenantDaysKept), "Today is one").or(usual)
    static let form = Form("Days", field) { DaysInput(days: $0) }
}

struct TenantSharesInput: Input {
    let days: Int
    let page: SumPage<StatisticsReport.ShareOrder>

    static let form = Form(
        "TenantShares", DaysInput.field, SumFields.search, SumFields.sort(StatisticsReport.ShareOrder.requests),
        PageFields.order(.down), SumFields.cursor, SumFields.limit(100, or: 20)
    ) {
        TenantSharesInput(days: $0, page: SumPage($2, $3, search: $1, offset: SumFields.offset($4), limit: $5))
    }
}

struct TenantDaysInput: Input {
    let slug: String
    let days: Int

    static let form = Form("TenantDays", Field("slug", .code(SlugInput.pattern)), DaysInput.field) {
        TenantDaysInput(slug: $0, days: $1)
    }
}
