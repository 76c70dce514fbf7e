import Foundation
import Reports
import Tenancy
import Vocabulary
import Web

/// Which days of the site's own are looked at, both included, and of which of them what.
struct ReportInput: Input {
    let from: CalendarDate?
    let until: CalendarDate?
    let grouping: ReportRange.Grouping
    let filter: ReportFilter
    let format: ListInput.Format

    static let form = Form<ReportInput>(
        ReportFields.from, ReportFields.until, ReportFields.grouping, ReportFields.currency, ReportFields.locale,
        ListFields.format
    ) {
        ReportInput(from: $0, until: $1, grouping: $2, filter: ReportFilter(currency: $3, locale: $4), format: $5)
    }
}

/// The same for programs.
struct ReportSearchInput: Input {
    let asked: ReportInput

    static let form = Form<ReportSearchInput>(
        "ReportSearch", ReportFields.from, ReportFields.until, ReportFields.grouping, ReportFields.currency,
        ReportFields.locale
    ) {
        ReportSearchInput(
            asked: ReportInput(
                from: $0, until: $1, grouping: $2, filter: ReportFilter(currency: $3, locale: $4), format: .page))
    }
}

private enum ReportFields {
    static let from = Field("from", .date, "The first day; a month before the last where it is left out").optional
    static let until = Field("until", .date, "The last day, at most 366 of them; today where it is left out").optional
    static let grouping = Field("group", Kind<ReportRange.Grouping>.choice, "Which days make one figure").or(.day)
    static let currency = Field("currency", .currency, "This one alone").optional
    static let locale = Field("locale", .locale, "What came about in this language alone").optional
}

extension ReportInput {
    /// Throws `input.invalid` for days that are no range.
    func range(at now: Date, in zone: String) throws -> ReportRange {
        do {
            return try ReportRange(from: from, until: until, grouping, today: ReportRange.day(of: now, in: zone))
        } catch {
            switch error {
            case .backwards: throw InputFaults("?until", "until_before_from").problem
            case .tooLong:
                throw InputFaults("?until", "too_many_days", ["max": .number(ReportRange.daysMax)]).problem
            }
        }
    }
}

extension ReportKind {
    /// The right that opens it.
    var area: StaffArea {
        switch self {
        case .bookings: .bookings
        case .revenue, .refunds: .finance
        case .funnel: .site
        }
    }
}
