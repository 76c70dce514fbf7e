import Foundation
import Postgres
import Vocabulary

/// All SQL on `room_nights` and `room_holds` that takes or gives back stock.
enum StockStore {
    /// What the trigger raises for a hold that is sold too late.
    static let lapsedConstraint = "room_holds_not_lapsed"

    /// Makes later buyers of these nights wait for us. Everyone locks in this order.
    static func lock(_ nights: [StockNight]) -> SQL {
        """
        select n.room_type_id, n.night
          from room_nights n
          join unnest(\(nights.map(\.roomType.uuid)), \(nights.map(\.night))) as d (room_type_id, night)
            on n.room_type_id = d.room_type_id and n.night = d.night
         order by n.tenant_id, n.room_type_id, n.night
           for no key update of n
        """
    }

    /// The same for the nights on which a booking has rooms.
    static func lock(booking: UUID) -> SQL {
        """
        select n.room_type_id, n.night
          from room_nights n
          join (select distinct h.tenant_id, h.room_type_id, h.night
                  from room_holds h where h.booking_id = \(booking) and h.state <> 'released') d
            on n.tenant_id = d.tenant_id and n.room_type_id = d.room_type_id and n.night = d.night
         order by n.tenant_id, n.room_type_id, n.night
           for no key update of n
        """
    }

    /// The same for several at once, and for nights beside theirs: a transaction that comes to some of them later has
    /// them all from its first lock on, in the one order.
    static func lock(bookings: [UUID], and nights: [StockNight] = []) -> SQL {
        """
        select n.room_type_id, n.night
          from room_nights n
          join (select h.room_type_id, h.night
                  from room_holds h where h.booking_id = any(\(bookings)) and h.state <> 'released'
                 union
                select w.room_type_id, w.night
                  from unnest(\(nights.map(\.roomType.uuid)), \(nights.map(\.night))) as w (room_type_id, night)) d
            on n.room_type_id = d.room_type_id and n.night = d.night
         order by n.tenant_id, n.room_type_id, n.night
           for no key update of n
        """
    }

    /// Under the lock: what `owner` bought is the booking's.
    static func hand(_ owner: UUID, to booking: UUID) -> SQL {
        "update room_holds set booking_id = \(booking) where booking_id = \(owner) and state = 'sold'"
    }

    /// Under the lock: so many rooms of each night, whole rows or part of them, if all that `owner` held was bought.
    static func giveBack(
        _ nights: [(night: StockNight, quantity: Int)], of booking: UUID, behind owner: UUID
    ) -> SQL {
        """
        with back as (
          select d.room_type_id, d.night, d.quantity
            from unnest(\(nights.map(\.night.roomType.uuid)), \(nights.map(\.night.night)),
                        \(nights.map(\.quantity))::integer[]) as d (room_type_id, night, quantity)
        ), changed as (
          update room_holds h
             set state = case when h.quantity = b.quantity then 'released' else h.state end,
                 quantity = case when h.quantity = b.quantity then h.quantity else h.quantity - b.quantity end
            from back b
           where h.booking_id = \(booking) and h.room_type_id = b.room_type_id and h.night = b.night
             and h.state = 'sold' and h.quantity >= b.quantity
             and not exists (select from room_holds o where o.booking_id = \(owner))
          returning 1
        )
        select count(*) as changed from changed
        """
    }

    /// Under the lock: one row with `expires_at` when all was taken, else a row for each short night.
    static func take(
        _ demand: [(night: StockNight, quantity: Int)], booking: UUID, tenant: TenantID, holds: [UUID],
        expiresAfterSeconds: Int
    ) -> SQL {
        """
        with demand as (
          select d.hold_id, d.room_type_id, d.night, d.quantity
            from unnest(\(holds), \(demand.map(\.night.roomType.uuid)), \(demand.map(\.night.night)),
                               \(demand.map(\.quantity))::integer[]) as d (hold_id, room_type_id, night, quantity)
        ), short as (
          select d.room_type_id, d.night, coalesce(f.free, 0) as free
            from demand d
            left join lateral (
              select n.capacity - n.sold - case when n.held = 0 then 0 else (
                       \(fragment: liveHolds(at: "clock_timestamp()"))) end as free
                from room_nights n
               where n.room_type_id = d.room_type_id and n.night = d.night) f on true
           where coalesce(f.free, 0) < d.quantity
        ), taken as (
          insert into room_holds (tenant_id, hold_id, booking_id, room_type_id, night, quantity, state, expires_at)
          select \(tenant), d.hold_id, \(booking), d.room_type_id, d.night, d.quantity, 'held', e.expires_at
            from demand d, (select clock_timestamp() + make_interval(secs => \(expiresAfterSeconds)) as expires_at) e
           where not exists (select from short)
          returning expires_at
        )
        select t.expires_at, s.room_type_id, s.night, s.free
          from (select min(expires_at) as expires_at from taken) t left join short s on true
         order by s.night, s.room_type_id
        """
    }

    /// How many of the nights the room type `t` is on sale, and how many of its rooms are free on the fullest of them.
    ///
    /// - Parameter booking: one whose own rooms count as free.
    static func freeThroughout(_ dates: StayDates, sparing booking: UUID? = nil) -> SQL {
        """
        select count(*) as nights,
               min(n.capacity - n.sold - case when n.held = 0 then 0 else (
                 \(fragment: liveHolds(at: "statement_timestamp()"))) end
                   \(fragment: booking.map(own) ?? "")) as free
          from room_nights n
         where n.tenant_id = t.tenant_id and n.room_type_id = t.room_type_id
           and n.night >= \(dates.checkIn) and n.night < \(dates.checkOut)
        """
    }

    private static func own(_ booking: UUID) -> SQL {
        """
        + (select coalesce(sum(o.quantity), 0)::integer from room_holds o
            where o.booking_id = \(booking) and o.room_type_id = n.room_type_id and o.night = n.night
              and o.state = 'sold')
        """
    }

    /// Rooms of the night row `n` held by somebody whose time is not over. A lapsed hold still stands
    /// in `held` until somebody needs its room, so a count of zero needs no look. `instant` is the
    /// database's clock: the very moment under a lock, the statement's in a search.
    static func liveHolds(at instant: SQL) -> SQL {
        """
        select coalesce(sum(h.quantity), 0)::integer
          from room_holds h
         where h.tenant_id = n.tenant_id and h.room_type_id = n.room_type_id and h.night = n.night
           and h.state = 'held' and h.expires_at > \(fragment: instant)
        """
    }

    /// Under the lock: all or nothing, judged at one instant.
    static func sell(_ booking: UUID) -> SQL {
        """
        with mine as materialized (
          select h.tenant_id, h.hold_id, h.state = 'held' and h.expires_at > t.instant as live
            from room_holds h, (select clock_timestamp() as instant offset 0) t
           where h.booking_id = \(booking)
        ), changed as (
          update room_holds h set state = 'sold'
            from mine m
           where h.tenant_id = m.tenant_id and h.hold_id = m.hold_id
             and not exists (select from mine where not live)
          returning 1
        )
        select (select count(*) from mine) as holds, (select count(*) from changed) as sold
        """
    }

    static func release(_ bookings: [UUID]) -> SQL {
        """
        with changed as (
          update room_holds set state = 'released'
           where booking_id = any(\(bookings)) and state <> 'released'
          returning 1
        )
        select count(*) as released from changed
        """
    }

    /// One statement, because the nights to lock must be those of the holds given back: counting
    /// `locked` first makes it lock every night, in order, before the first hold changes. A hold that
    /// changed while we waited is looked at again by the update itself.
    static func sweep(limit: Int) -> SQL {
        """
        with lapsed as materialized (
          select h.tenant_id, h.hold_id, h.room_type_id, h.night
            from room_holds h
           where h.state = 'held' and h.expires_at <= (select clock_timestamp())
           order by h.expires_at limit \(limit)
        ), locked as materialized (
          select n.night
            from room_nights n
            join (select distinct tenant_id, room_type_id, night from lapsed) d
              on n.tenant_id = d.tenant_id and n.room_type_id = d.room_type_id and n.night = d.night
           order by n.tenant_id, n.room_type_id, n.night
             for no key update of n
        ), changed as (
          update room_holds h set state = 'released'
            from lapsed l
           where (select count(*) from locked) > 0
             and h.tenant_id = l.tenant_id and h.hold_id = l.hold_id
             and h.state = 'held' and h.expires_at <= clock_timestamp()
          returning 1
        )
        select count(*) as released from changed
        """
    }
}

extension StockStore {
    /// What `take` answers with.
    struct TakeRow {
        let expiresAt: Date?
        let shortage: StockError.Shortage?

        init(_ row: Row) throws {
            expiresAt = try row.get("expires_at", as: Date?.self)
            guard let roomType = try row.get("room_type_id", as: UUID?.self) else {
                shortage = nil
                return
            }
            shortage = StockError.Shortage(
                night: StockNight(roomType: RoomTypeID(roomType), night: try row.get("night")),
                free: max(0, try row.get("free")))
        }
    }
}
