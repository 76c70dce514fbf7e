import HTTPTypes
import Localization
import Reports
import Tenancy
import Vocabulary
import Web

/// The site's reports on the console: each as a drawing, as tables that say the same, and as a file.
struct ReportPages: Sendable {
    let parts: AdminParts

    static let path = "/admin/reports"

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(Self.path), .anyStaff, "Which reports there are", gives: [.html()],
                options: .console
            ) { (_: NoInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let open = ReportKind.allCases.filter { seat.may($0.area, .read) }
                let rows = open.map { kind in
                    let sight = ReportSight(seat, kind)
                    return [Cell(sight.title, url: sight.path), Cell(sight.lead)]
                }
                let title = seat.t("console.way.reports")
                let columns = [seat.t("console.reports.report"), seat.t("console.reports.tells")]
                return try seat.page(
                    title, lead: seat.t("console.reports.lead"), [.table(Table(caption: title, columns, rows))])
            }
        ]
            + ReportKind.allCases.map { kind in
                Route(
                    .get, PathTemplate("\(Self.path)/\(kind.rawValue)"), .staff(kind.area, .read),
                    AdminReportRoutes.summary(kind), gives: [.html(), Answer.csvOutput], options: .console
                ) { (input: ReportInput, context: StaffPageContext) in
                    let seat = Seat(context, parts)
                    let zone = context.profile.definition.timeZone
                    let range = try input.range(at: context.clock.now(), in: zone)
                    let report = try await ReadReport().read(kind, range, input.filter, zone: zone, in: seat.scope)
                    if input.format == .csv { return try await ReportExport(report: report).answer() }
                    return try ReportSight(seat, kind).answer(report, input)
                }
            }
    }
}
