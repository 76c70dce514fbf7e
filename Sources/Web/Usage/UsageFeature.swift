import HTTPTypes
import Postgres
import Tenancy
import Vocabulary

/// What a partner's staff sees of the versions that their programs call, and of those that will go.
package struct UsageFeature: Sendable {
    package static let daysDefault = 30

    package init() {}

    package func routes() -> RouteGroup {
        RouteGroup(
            "usage",
            [
                Route(
                    .get, "/api/admin/api-usage", .staff(.site, .read),
                    "Which versions of the API are called, and which of them will go",
                    gives: [.json(Self.schema)], options: RouteOptions(tag: "site")
                ) { (input: UsageInput, context: StaffContext) in
                    let rows = try await context.scope.run(UsageStore.sums(days: input.days, tenant: context.tenant))
                    return try Self.answer(rows, context.arrival.parts.retirements)
                }
            ])
    }

    private static func answer(_ rows: Rows, _ retirements: Retirements) throws -> Answer {
        try .json { json in
            try json.object { json in
                try json.member(
                    "data",
                    array: { json in
                        for row in rows {
                            try json.object { json in
                                json.member("version", try row.get("version", as: Int.self))
                                json.member("method", try row.get("method", as: String.self))
                                json.member("path", try row.get("path", as: String.self))
                                json.member("calls", try row.get("calls", as: Int.self))
                                json.member("last_day", try row.get("last_day", as: CalendarDate.self))
                            }
                        }
                    })
                json.member(
                    "retiring",
                    array: { json in
                        for (version, retirement) in retirements.byVersion.sorted(by: { $0.key < $1.key }) {
                            json.object { json in
                                json.member("version", version.rawValue)
                                json.member("deprecated_at", retirement.deprecatedAt)
                                json.member("sunset_at", retirement.sunsetAt)
                            }
                        }
                    })
            }
        }
    }

    private static let schema = Schema.object(
        "APIUsage",
        [
            .init(
                "data",
                .array(
                    .object(
                        "APICalls",
                        [
                            .init("version", .integer(1...9)), .init("method", .text), .init("path", .text),
                            .init("calls", .integer(nil)), .init("last_day", .date),
                        ], closed: true))),
            .init(
                "retiring",
                .array(
                    .object(
                        "RetiringVersion",
                        [
                            .init("version", .integer(1...9)), .init("deprecated_at", .instant),
                            .init("sunset_at", .nullable(.instant)),
                        ], closed: true))),
        ], closed: true)
}

struct UsageInput: Input {
    let days: Int

    static let form = Form(
        "Usage",
        Field("days", .integer(1...UsageStore.daysKept), "Days that are looked at, today among them")
            .or(UsageFeature.daysDefault, shown: .number("\(UsageFeature.daysDefault)"))
    ) { UsageInput(days: $0) }
}
