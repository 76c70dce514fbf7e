import Bookings
import Foundation
import Postgres
import Reports
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// A shop with a past: bookings that were confirmed and cancelled at moments of a test's choice, and the steps of
/// travellers. Each is remembered here, so that a report can be counted without the database.
struct ReportedShop {
    struct Event: Hashable {
        let instant: Date
        let name: String
        let locale: LocaleTag
        let currency: CurrencyCode
        var nights = 1
    }

    let shop: Shop
    let zone: String
    private(set) var outcomes: [Event] = []
    private(set) var steps: [Event] = []

    static let languages = ["en", "de", "ar"].compactMap(LocaleTag.init)
    static let money = ["EUR", "JPY", "KWD"].compactMap(CurrencyCode.init)

    /// - Parameters:
    ///   - moments: when a booking was confirmed; every third was cancelled again at the moment after.
    init(
        _ shop: Shop, zone: String, _ moments: [Date], steps instants: [Date] = [], _ random: inout SeededGenerator
    ) async throws {
        self.shop = shop
        self.zone = zone
        let first = try await shop.hold(try await shop.offer())
        var rows: [(id: UUID, event: Event)] = []
        for (index, moment) in moments.enumerated() {
            let event = Event(
                instant: moment, name: "confirmed", locale: Self.languages.randomElement(using: &random) ?? .english,
                currency: Self.money.randomElement(using: &random) ?? .eur,
                nights: Int.random(in: 1...4, using: &random))
            rows.append((shop.identifiers.next(), event))
            outcomes.append(event)
            if index.isMultiple(of: 3), index + 1 < moments.count {
                outcomes.append(
                    Event(
                        instant: moments[index + 1], name: "cancelled", locale: event.locale, currency: event.currency,
                        nights: event.nights))
            }
        }
        let cancelled = rows.indices.map { $0.isMultiple(of: 3) && $0 + 1 < moments.count ? moments[$0 + 1] : nil }
        _ = try await shop.scope.run([
            Self.bookings(like: first.booking.id, rows), Self.rooms(like: first.booking.id, rows),
            Self.outcomes(rows, shop.entry.id), Self.cancellations(rows, cancelled, shop.entry.id),
        ])
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
                    case "room_nights": event.name == "confirmed" ? event.nights : 0
                    case "room_nights_cancelled": event.name == "cancelled" ? event.nights : 0
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

extension ReportedShop {
    private static func bookings(like id: BookingID, _ rows: [(id: UUID, event: Event)]) -> SQL {
        """
        insert into bookings
          (tenant_id, booking_id, reference, state, settlement, hotel_id, check_in, check_out, ends_at,
           travellers_sealed, email_sealed, email_index, data_key_number, stay, conditions, total_minor, currency,
           definition_version, locale, access_token_hash, space_expires_at, price_expires_at)
        select b.tenant_id, n.id, translate(lpad(n.number::text, 8, '0'), '0123456789', 'BCDFGHJKLM'), b.state,
               b.settlement, b.hotel_id, b.check_in, b.check_in + n.nights::int, b.ends_at, b.travellers_sealed,
               b.email_sealed, b.email_index, b.data_key_number, b.stay, b.conditions, b.total_minor, n.currency,
               b.definition_version, n.locale, b.access_token_hash, b.space_expires_at, b.price_expires_at
          from bookings b
         cross join unnest(\(rows.map(\.id)), \(rows.map(\.event.locale.description)), \(rows.map(\.event.currency.code)),
                           \(rows.map(\.event.nights))) with ordinality as n (id, locale, currency, nights, number)
         where b.booking_id = \(id.uuid)
        """
    }

    private static func rooms(like id: BookingID, _ rows: [(id: UUID, event: Event)]) -> SQL {
        """
        insert into booking_rooms
          (tenant_id, booking_id, position, room_type_id, rate_plan_id, occupancy, total_minor, currency)
        select r.tenant_id, n.id, r.position, r.room_type_id, r.rate_plan_id, r.occupancy, r.total_minor, r.currency
          from booking_rooms r cross join unnest(\(rows.map(\.id))) as n (id)
         where r.booking_id = \(id.uuid)
        """
    }

    /// Held and let go, too, which no report counts.
    private static func outcomes(_ rows: [(id: UUID, event: Event)], _ tenant: TenantID) -> SQL {
        """
        insert into booking_events (tenant_id, booking_id, sequence, action, from_state, to_state, actor, recorded_at)
        select \(tenant), n.id, s.sequence, s.action, s.from_state, s.to_state, 'guest', n.instant
          from unnest(\(rows.map(\.id)), \(rows.map(\.event.instant))) as n (id, instant)
         cross join (values (1, 'hold', null, 'held'), (2, 'confirm', 'held', 'confirmed'),
                            (3, 'change', 'confirmed', 'confirmed'), (5, 'cancel', 'held', 'cancelled'))
                    as s (sequence, action, from_state, to_state)
        """
    }

    private static func cancellations(_ rows: [(id: UUID, event: Event)], _ instants: [Date?], _ tenant: TenantID)
        -> SQL
    {
        """
        insert into booking_events (tenant_id, booking_id, sequence, action, from_state, to_state, actor, recorded_at)
        select \(tenant), n.id, 4, 'cancel', 'confirmed', 'cancelled', 'guest', n.instant
          from unnest(\(rows.map(\.id)), \(instants)) as n (id, instant) where n.instant is not null
        """
    }
}
