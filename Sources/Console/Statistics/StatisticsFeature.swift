package import Breakers
import HTTPTypes
import Postgres
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
                "What goes wrong, by kind and endpoint, with the last samples: the most recent first, or by another order",
                gives: [
                    .json(
                        Self.page(
                            of: FailureAnswer.schema, leftOut: "Kinds that made room for others in the last 30 days."))
                ]
            ) { (input: ErrorsInput, _: OperatorContext) in
                let counts = try await report.failureCounts()
                return Self.page(
                    try await report.errors(input.page.oneMore).map(FailureAnswer.init), of: input.page,
                    leftOut: counts.leftOut)
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
                gives: [
                    .json(
                        Self.page(
                            of: StatementAnswer.schema,
                            leftOut: "Calls of statements beyond those that a process tells apart, counted together."))
                ]
            ) { (input: QueriesInput, _: OperatorContext) in
                Self.page(
                    try await report.statements(input.page.oneMore, days: input.days).map(StatementAnswer.init),
                    of: input.page, leftOut: try await report.callsTogether(days: input.days))
            },
        ]
    }

    static func list(of item: Schema) -> Schema { .object(nil, [.init("data", .array(item))], closed: true) }

    static func list(_ items: [some JSONWritable]) -> Answer {
        .json { json in json.object { $0.member("data", items) } }
    }
}

extension StatisticsFeature {
    static func page(of item: Schema, leftOut: String) -> Schema {
        .object(
            nil,
            [
                .init("data", .array(item)), .init("left_out", .count.annotated(leftOut)),
                .init("next_cursor", .nullable(.text)),
            ], closed: true)
    }

    /// - Parameter items: one more than the page holds where there are more.
    static func page<Order>(_ items: [some JSONWritable], of page: SumPage<Order>, leftOut: Int) -> Answer {
        .json { json in
            json.object {
                $0.member("data", page.shown(items))
                $0.member("left_out", leftOut)
                $0.member("next_cursor", page.next(items))
            }
        }
    }
}

struct ErrorsInput: Input {
    let page: SumPage<StatisticsReport.FailureOrder>

    static let form = Form(
        "Errors", SumFields.search, SumFields.sort(StatisticsReport.FailureOrder.last), PageFields.order(.down),
        SumFields.cursor, SumFields.limit(200, or: 50)
    ) { ErrorsInput(page: SumPage($1, $2, search: $0, offset: SumFields.offset($3), limit: $4)) }
}

struct HoursInput: Input {
    let hours: Int

    static let usual = 24
    static let field = Field("hours", .integer(1...StatisticsStore.hoursKept), "How far to look back").or(usual)
    static let form = Form("Hours", field) { HoursInput(hours: $0) }
}

struct QueriesInput: Input {
    let days: Int
    let page: SumPage<StatisticsReport.StatementOrder>

    static let form = Form(
        "Queries", Field("days", .integer(1...StatisticsStore.statementDaysKept), "Today is one").or(1),
        SumFields.search, SumFields.sort(StatisticsReport.StatementOrder.slow), PageFields.order(.down),
        SumFields.cursor, SumFields.limit(200, or: 50)
    ) {
        QueriesInput(days: $0, page: SumPage($2, $3, search: $1, offset: SumFields.offset($4), limit: $5))
    }
}
