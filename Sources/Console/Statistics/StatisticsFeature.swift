package import Breakers
import HTTPTypes
import Tenancy
import Vocabulary
package import Web

/// How the platform is doing, for operators: what goes wrong, how fast it answers, which statements are slow, who
/// asks the most; and for a tenant's staff how its own site does.
///
/// The figures are all processes' together, at most about twenty seconds old.
package struct StatisticsFeature: Sendable {
    /// What counts as fast and as slow.
    package struct Thresholds: Sendable {
        let fastMilliseconds: Int
        let slowMilliseconds: Int

        /// Bounds of the buckets, so that the shares are exact.
        package static let choices = [1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000]

        package init(fastMilliseconds: Int, slowMilliseconds: Int) {
            self.fastMilliseconds = fastMilliseconds
            self.slowMilliseconds = slowMilliseconds
        }
    }

    let desk: any TenantDeskWork
    let report: StatisticsReport
    let thresholds: Thresholds
    let breakers: BreakerRegister

    package init(
        desk: any TenantDeskWork, report: StatisticsReport, thresholds: Thresholds, breakers: BreakerRegister
    ) {
        self.desk = desk
        self.report = report
        self.thresholds = thresholds
        self.breakers = breakers
    }

    package func routes() -> RouteGroup { RouteGroup("statistics", platformRoutes + tenantRoutes) }

    private var platformRoutes: [Route] {
        [
            Route(
                .get, "/api/platform/errors", .operate(.statistics),
                "What goes wrong, by kind and endpoint, the most recent first, with the last samples",
                gives: [.json(Self.list(of: FailureAnswer.schema))]
            ) { (input: LimitInput, _: OperatorContext) in
                Self.list(try await report.errors(limit: input.limit).map(FailureAnswer.init))
            },
            Route(
                .get, "/api/platform/breakers", .operate(.statistics),
                "Outside services: whether they are called, and how calls to them ended",
                gives: [.json(Self.list(of: BreakerAnswer.schema))]
            ) { (_: NoInput, _: OperatorContext) in
                Self.list(await breakers.statistics().map(BreakerAnswer.init))
            },
            Route(
                .get, "/api/platform/statistics/endpoints", .operate(.statistics),
                "How often each endpoint answered with which status, and how fast; the busiest first",
                gives: [.json(Self.list(of: EndpointAnswer.schema))]
            ) { (input: HoursInput, _: OperatorContext) in
                Self.list(
                    try await report.endpoints(hours: input.hours).map {
                        EndpointAnswer(endpoint: $0, thresholds: thresholds)
                    })
            },
            Route(
                .get, "/api/platform/statistics/queries", .operate(.statistics),
                "The database's statements, without their values: the slowest first, or by another order",
                gives: [.json(Self.list(of: StatementAnswer.schema))]
            ) { (input: QueriesInput, _: OperatorContext) in
                Self.list(
                    try await report.statements(days: input.days, by: input.sort, limit: input.limit)
                        .map(StatementAnswer.init))
            },
        ]
    }

    static func list(of item: Schema) -> Schema { .object(nil, [.init("data", .array(item))], closed: true) }

    static func list(_ items: [some JSONWritable]) -> Answer {
        .json { json in json.object { $0.member("data", items) } }
    }
}

struct LimitInput: Input {
    let limit: Int

    static let form = Form("Limit", Field("limit", .integer(1...200), "Rows").or(50)) { LimitInput(limit: $0) }
}

struct HoursInput: Input {
    let hours: Int

    static let form = Form(
        "Hours", Field("hours", .integer(1...StatisticsStore.hoursKept), "How far to look back").or(24)
    ) { HoursInput(hours: $0) }
}

struct QueriesInput: Input {
    let days: Int
    let sort: StatisticsReport.StatementOrder
    let limit: Int

    static let form = Form(
        "Queries", Field("days", .integer(1...StatisticsStore.statementDaysKept), "Today is one").or(1),
        Field("sort", Kind<StatisticsReport.StatementOrder>.choice).or(.slow), Field("limit", .integer(1...200)).or(50)
    ) { QueriesInput(days: $0, sort: $1, limit: $2) }
}
