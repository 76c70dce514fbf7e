import HTTPTypes
import Reports
import Tenancy
import Vocabulary
import Web

/// The site's reports for programs of its staff.
struct AdminReportRoutes: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        ReportKind.allCases.map { kind in
            Route(
                .get, PathTemplate("/api/admin/reports/\(kind.rawValue)"), .staff(kind.area, .read), Self.summary(kind),
                gives: [.json(ReportAnswer.schema(kind))], options: RouteOptions(tag: "reports")
            ) { (input: ReportSearchInput, context: StaffContext) in
                let zone = context.profile.definition.timeZone
                let range = try input.asked.range(at: context.clock.now(), in: zone)
                let report = try await ReadReport().read(
                    kind, range, input.asked.filter, zone: zone, in: context.scope)
                return .json(ReportAnswer(report: report), cache: .never)
            }
        }
    }

    static func summary(_ kind: ReportKind) -> String {
        switch kind {
        case .bookings: "What was booked and cancelled, by day, language and currency"
        case .revenue: "What the books say was sold and how it was shared, by day, language and currency"
        case .funnel: "The steps from a search to a booking, by day, language and currency"
        case .refunds: "What was promised back and why, by day, language and currency"
        }
    }
}
