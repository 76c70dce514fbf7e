import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// How the site does, day by day, for its own people; programs ask `/api/admin/statistics`.
struct StatisticsPages: Sendable {
    let parts: AdminParts

    static let path = "/admin/statistics"

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(Self.path), .staff(.site, .read), "How the site does, day by day",
                gives: [.html(), Answer.csvOutput], options: .console
            ) { (input: DaysListInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let days = try await parts.statistics.days(ofTenant: context.entry.number, days: input.days)
                return try await TenantDaysList(reader: seat, path: Self.path, thresholds: parts.thresholds).answer(
                    days, input, title: seat.t("console.way.statistics"))
            }
        ]
    }
}
