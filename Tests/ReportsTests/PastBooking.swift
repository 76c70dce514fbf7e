import Bookings
import Foundation
import Postgres
import Tenancy
import TestSupport
import Vocabulary

/// A booking of a `ReportedShop`: what it was and became, and when.
struct PastBooking {
    struct Stay {
        let rooms: Int
        let nights: Int

        var roomNights: Int { rooms * nights }

        static func any(_ random: inout SeededGenerator) -> Stay {
            Stay(rooms: Int.random(in: 1...3, using: &random), nights: Int.random(in: 1...4, using: &random))
        }

        /// As much of a frozen stay as is counted.
        func json(from day: String) -> String {
            let rooms = Array(repeating: "{}", count: rooms).joined(separator: ",")
            return #"{"check_in":"\#(day)","check_out":"\#(day)","nights":\#(nights),"rooms":[\#(rooms)]}"#
        }
    }

    let id: UUID
    let locale: LocaleTag
    let currency: CurrencyCode
    let was: Stay
    /// What it became where it was changed.
    let stay: Stay
    let confirmed: Date
    let changed: Date?
    let cancelled: Date?

    private var now: Stay { changed == nil ? was : stay }

    var outcomes: [ReportedShop.Event] {
        func event(_ name: String, _ instant: Date, _ nights: Int) -> ReportedShop.Event {
            ReportedShop.Event(instant: instant, name: name, locale: locale, currency: currency, nights: nights)
        }
        let (more, lost) = (stay.roomNights - was.roomNights, now.roomNights)
        return [event("confirmed", confirmed, was.roomNights)]
            + (changed.flatMap { more == 0 ? nil : [event("changed", $0, more)] } ?? [])
            + (cancelled.map { [event("cancelled", $0, lost)] } ?? [])
    }
}

extension PastBooking {
    static func statements(_ all: [PastBooking], like id: BookingID, _ tenant: TenantID) -> [SQL] {
        let changed = all.filter { $0.changed != nil }
        return [
            bookings(like: id, all), rooms(like: id, all), outcomes(all, tenant), amendments(changed, tenant),
            steps(3, "change", "confirmed", changed.map { ($0.id, $0.changed ?? $0.confirmed) }, tenant),
            steps(
                4, "cancel", "cancelled", all.compactMap { one in one.cancelled.map { (one.id, $0) } }, tenant),
        ]
    }

    private static func bookings(like id: BookingID, _ all: [PastBooking]) -> SQL {
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
         cross join unnest(\(all.map(\.id)), \(all.map(\.locale.description)), \(all.map(\.currency.code)),
                           \(all.map(\.now.nights))) with ordinality as n (id, locale, currency, nights, number)
         where b.booking_id = \(id.uuid)
        """
    }

    /// Those that were given back alone, too.
    private static func rooms(like id: BookingID, _ all: [PastBooking]) -> SQL {
        """
        insert into booking_rooms
          (tenant_id, booking_id, position, room_type_id, rate_plan_id, occupancy, total_minor, currency, cancelled_at)
        select r.tenant_id, n.id, p.position, r.room_type_id, r.rate_plan_id, r.occupancy, r.total_minor, r.currency,
               case when p.position >= n.kept then clock_timestamp() end
          from booking_rooms r
         cross join unnest(\(all.map(\.id)), \(all.map(\.was.rooms)), \(all.map(\.now.rooms))) as n (id, rooms, kept)
         cross join lateral generate_series(0, n.rooms - 1) as p (position)
         where r.booking_id = \(id.uuid)
        """
    }

    /// Held and let go, too, which no report counts.
    private static func outcomes(_ all: [PastBooking], _ tenant: TenantID) -> SQL {
        """
        insert into booking_events (tenant_id, booking_id, sequence, action, from_state, to_state, actor, recorded_at)
        select \(tenant), n.id, s.sequence, s.action, s.from_state, s.to_state, 'guest', n.instant
          from unnest(\(all.map(\.id)), \(all.map(\.confirmed))) as n (id, instant)
         cross join (values (1, 'hold', null, 'held'), (2, 'confirm', 'held', 'confirmed'),
                            (5, 'cancel', 'held', 'cancelled')) as s (sequence, action, from_state, to_state)
        """
    }

    /// One that counts, and one that somebody only asked for.
    private static func amendments(_ changed: [PastBooking], _ tenant: TenantID) -> SQL {
        """
        insert into amendments
          (tenant_id, amendment_id, booking_id, booking_sequence, kind, state, was, stay, currency, due_minor,
           returned_minor, expires_at, settled_at)
        select \(tenant), gen_random_uuid(), n.id, 2, 'stay', s.state, \(fragment: ending("n.was")),
               \(fragment: ending("n.stay")), n.currency, 0, 0, clock_timestamp(),
               case when s.state = 'applied' then clock_timestamp() end
          from unnest(\(changed.map(\.id)), \(changed.map(\.currency.code)),
                      \(changed.map { $0.was.json(from: "2026-02-27") }),
                      \(changed.map { $0.stay.json(from: "2028-02-27") })) as n (id, currency, was, stay)
         cross join (values ('applied'), ('quoted')) as s (state)
        """
    }

    /// With its last day, which the calendar says.
    private static func ending(_ stay: SQL) -> SQL {
        """
        jsonb_set(\(fragment: stay)::jsonb, '{check_out}', to_jsonb(
          ((\(fragment: stay)::jsonb ->> 'check_in')::date + (\(fragment: stay)::jsonb ->> 'nights')::int)::text))
        """
    }

    private static func steps(
        _ sequence: Int, _ action: String, _ state: String, _ steps: [(id: UUID, instant: Date)], _ tenant: TenantID
    ) -> SQL {
        """
        insert into booking_events (tenant_id, booking_id, sequence, action, from_state, to_state, actor, recorded_at)
        select \(tenant), n.id, \(Int32(sequence)), \(action), 'confirmed', \(state), 'guest', n.instant
          from unnest(\(steps.map(\.id)), \(steps.map(\.instant))) as n (id, instant)
        """
    }
}
