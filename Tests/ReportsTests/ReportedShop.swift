import Bookings
import Foundation
import Postgres
import Reports
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// A shop with a past: bookings that were confirmed, changed and cancelled at moments of a test's choice, and the steps
/// of travellers. Each is remembered here, so that a report can be counted without the database.
struct ReportedShop {
    struct Event: Hashable {
        let instant: Date
        let name: String
        let locale: LocaleTag
        let currency: CurrencyCode
        /// Of rooms; of a change by how many more they are, below nothing by how many less.
        var nights = 1
    }

    let shop: Shop
    let zone: String
    private(set) var outcomes: [Event] = []
    private(set) var steps: [Event] = []

    static let languages = ["en", "de", "ar"].compactMap(LocaleTag.init)
    static let money = ["EUR", "JPY", "KWD"].compactMap(CurrencyCode.init)

    /// - Parameters:
    ///   - moments: when a booking was confirmed; every second was changed at the moment after the next, and every third
    ///     cancelled again at the moment after.
    init(
        _ shop: Shop, zone: String, _ moments: [Date], steps instants: [Date] = [], _ random: inout SeededGenerator
    ) async throws {
        self.shop = shop
        self.zone = zone
        let first = try await shop.hold(try await shop.offer())
        var past: [PastBooking] = []
        for (index, moment) in moments.enumerated() {
            let (was, another) = (PastBooking.Stay.any(&random), PastBooking.Stay.any(&random))
            let one = PastBooking(
                id: shop.identifiers.next(), locale: Self.languages.randomElement(using: &random) ?? .english,
                currency: Self.money.randomElement(using: &random) ?? .eur, was: was,
                stay: PastBooking.Stay(rooms: min(was.rooms, another.rooms), nights: another.nights),
                confirmed: moment,
                changed: index.isMultiple(of: 2) && index + 2 < moments.count ? moments[index + 2] : nil,
                cancelled: index.isMultiple(of: 3) && index + 1 < moments.count ? moments[index + 1] : nil)
            past.append(one)
            outcomes += one.outcomes
        }
        _ = try await shop.scope.run(PastBooking.statements(past, like: first.booking.id, shop.entry.id))
        for instant in instants {
            steps.append(
                Event(
                    instant: instant, name: FunnelEvent.Step.allCases.randomElement(using: &random)?.rawValue ?? "view",
                    locale: Self.languages.randomElement(using: &random) ?? .english,
                    currency: Self.money.randomElement(using: &random) ?? .eur))
        }
        _ = try await shop.scope.run(
            """
            insert into funnel_events (tenant_id, event_id, step, locale, currency, recorded_at)
            select \(shop.entry.id), gen_random_uuid(), s.step, s.locale, s.currency, s.instant
              from unnest(\(steps.map(\.name)), \(steps.map(\.locale.description)), \(steps.map(\.currency.code)),
                          \(steps.map(\.instant))) as s (step, locale, currency, instant)
            """)
    }

    /// What a report has to say, counted with Foundation's clocks; the booking that all are copies of is only held.
    func counted(_ kind: ReportKind, _ range: ReportRange) -> [Report.Line] {
        var lines: [[String]: [Int]] = [:]
        for event in kind == .funnel ? steps : outcomes {
            let day = ReportRange.day(of: event.instant, in: zone)
            guard let period = range.periods.last(where: { $0.from <= day && day <= $0.until }) else { continue }
            let key = [period.from.description, event.locale.description, event.currency.code]
            for (index, measure) in kind.measures.enumerated() {
                let value =
                    switch measure.name {
                    case "room_nights": event.name == "cancelled" ? 0 : max(0, event.nights)
                    case "room_nights_cancelled": event.name == "cancelled" ? event.nights : max(0, -event.nights)
                    default: event.name == measure.name ? 1 : 0
                    }
                lines[key, default: kind.measures.map { _ in 0 }][index] += value
            }
        }
        return lines.compactMap { key, values in
            guard let period = CalendarDate(key[0]), let currency = CurrencyCode(key[2]) else { return nil }
            return Report.Line(period: period, locale: LocaleTag(key[1]), currency: currency, values: values)
        }
    }

    func read(_ kind: ReportKind, _ range: ReportRange, _ filter: ReportFilter = ReportFilter()) async throws -> Report
    {
        try await ReadReport().read(kind, range, filter, zone: zone, in: shop.scope)
    }
}
