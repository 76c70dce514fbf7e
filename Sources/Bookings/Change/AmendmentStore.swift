import Foundation
package import Postgres
import Pricing
package import Vocabulary

/// SQL on `amendments`, and on what they change of a booking.
package enum AmendmentStore {
    private static let columns: SQL = """
        a.amendment_id, a.booking_id, a.booking_sequence, a.kind, a.state, a.was, a.stay, a.dropped, a.expires_at
        """

    static func insert(_ new: Amendment, lifetimeSeconds: Int, tenant: TenantID) throws -> SQL {
        """
        insert into amendments
          (tenant_id, amendment_id, booking_id, booking_sequence, kind, was, stay, currency, due_minor, returned_minor,
           dropped, expires_at)
        values (\(tenant), \(new.id.uuid), \(new.booking.uuid), \(new.sequence), \(new.kind.rawValue),
                \(try new.was.json()), \(try new.stay.json()), \(new.stay.currency), \(new.due.minor),
                \(new.returned.minor), \(new.dropped.map { Int($0) })::smallint[],
                clock_timestamp() + make_interval(secs => \(Int32(lifetimeSeconds))))
        returning expires_at
        """
    }

    package static func find(_ id: AmendmentID) -> SQL {
        "select \(fragment: columns) from amendments a where a.amendment_id = \(id.uuid)"
    }

    static func find(_ id: AmendmentID, of booking: BookingID) -> SQL {
        """
        select \(fragment: columns) from amendments a
         where a.amendment_id = \(id.uuid) and a.booking_id = \(booking.uuid)
        """
    }

    /// The one that waits for its money, whose time may be over. Behind the booking's row.
    package static func pending(_ booking: BookingID) -> SQL {
        """
        select \(fragment: columns) from amendments a
         where a.booking_id = \(booking.uuid) and a.state = 'pending'
        """
    }

    static let now: SQL = "select clock_timestamp() as instant"

    static func keep(_ id: AmendmentID, until: Date) -> SQL {
        """
        update amendments set state = 'pending', expires_at = \(until)
         where amendment_id = \(id.uuid) and state = 'quoted'
        """
    }

    package static func end(_ id: AmendmentID, _ state: Amendment.State) -> SQL {
        """
        update amendments set state = \(state.rawValue), settled_at = clock_timestamp()
         where amendment_id = \(id.uuid) and state in ('quoted', 'pending')
        """
    }

    /// What of it was given back, and what had been given back before by grace.
    package static func returned(_ id: AmendmentID, refunded: Money, spent: Money) -> SQL {
        """
        update amendments set refunded_minor = \(refunded.minor), goodwill_spent_minor = \(spent.minor)
         where amendment_id = \(id.uuid)
        """
    }

    /// The booking is what was agreed now; its row is held by then.
    static func rewrite(_ amendment: Amendment) throws -> SQL {
        let stay = amendment.stay
        return """
            update bookings
               set stay = \(try stay.json()), check_in = \(stay.dates.checkIn), check_out = \(stay.dates.checkOut),
                   ends_at = \(stay.checkOut.instant), total_minor = \(stay.price.total.minor)
             where booking_id = \(amendment.booking.uuid)
            """
    }

    /// Its rooms, by their places among those that it still has.
    static func rewriteRooms(_ amendment: Amendment) -> SQL {
        let (before, after) = (amendment.was.rooms.indices, amendment.stay)
        let kept = before.filter { !amendment.dropped.contains($0) }
        return """
            with places as (
              select r.position, row_number() over (order by r.position) - 1 as place from booking_rooms r
               where r.booking_id = \(amendment.booking.uuid) and r.cancelled_at is null
            ), changes as (
              select k.place, k.occupancy, k.total_minor, false as is_dropped
                from unnest(\(kept.map { Int($0) }), \(after.rooms.map(\.occupancy.description)),
                            \(after.rooms.map(\.price.total.minor))) as k (place, occupancy, total_minor)
              union all
              select d.place, null, d.total_minor, true
                from unnest(\(amendment.dropped), \(after.dropped.suffix(amendment.dropped.count).map(\.kept.minor)))
                     as d (place, total_minor)
            )
            update booking_rooms r
               set occupancy = coalesce(c.occupancy, r.occupancy), total_minor = c.total_minor,
                   cancelled_at = case when c.is_dropped then clock_timestamp() end
              from places p join changes c on c.place = p.place
             where r.booking_id = \(amendment.booking.uuid) and r.position = p.position
            """
    }

    /// What nobody agreed to. Its state is asked for once more where it is deleted: a row that changed while we waited
    /// for it is looked at again there alone.
    static func forget(keptHours: Int32, limit: Int32) -> SQL {
        """
        delete from amendments where state = 'quoted' and (tenant_id, amendment_id) in (
          select a.tenant_id, a.amendment_id from amendments a
           where a.state = 'quoted'
             and a.expires_at <= (select clock_timestamp()) - make_interval(hours => \(keptHours))
           order by a.expires_at limit \(limit))
        """
    }

    /// What nobody paid for in time, and has not come to another end while we waited for it.
    static func lapse(limit: Int) -> SQL {
        """
        update amendments set state = 'lapsed', settled_at = clock_timestamp()
         where state = 'pending' and (tenant_id, amendment_id) in (
           select a.tenant_id, a.amendment_id from amendments a
            where a.state = 'pending' and a.expires_at <= (select clock_timestamp())
            order by a.expires_at limit \(Int32(limit)))
        returning amendment_id
        """
    }
}

extension Amendment {
    package init(_ row: Row) throws {
        guard let kind = Kind(rawValue: try row.get("kind")), let state = State(rawValue: try row.get("state")) else {
            throw StayDocumentFault(place: "amendment")
        }
        id = AmendmentID(try row.get("amendment_id"))
        booking = BookingID(try row.get("booking_id"))
        sequence = try row.get("booking_sequence")
        self.kind = kind
        self.state = state
        was = try FrozenStay(json: try row.get("was"))
        stay = try FrozenStay(json: try row.get("stay"))
        dropped = try row.get("dropped", as: [Int16].self).map { Int($0) }
        expiresAt = try row.get("expires_at")
    }
}
