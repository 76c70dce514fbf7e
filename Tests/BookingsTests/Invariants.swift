import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// What holds of a shop whatever was done to it.
enum Invariants {
    static func check(_ shop: Shop, _ comment: Comment? = nil) async throws {
        let results = try await shop.scope.run([counts, states, rooms, trails])
        for (name, rows) in zip(["counts", "states", "rooms", "trails"], results) {
            let faults = try rows.map { try $0.get("fault", as: String.self) }
            #expect(faults.isEmpty, "\(name): \(faults.joined(separator: "; ")) \(comment.map { "\($0)" } ?? "")")
        }
    }

    /// Each night's counts are the sums of its holds and fit its capacity.
    private static let counts: SQL = """
        select format('%s %s: held %s of %s, sold %s of %s, capacity %s', n.room_type_id, n.night, n.held,
                      coalesce(h.held, 0), n.sold, coalesce(h.sold, 0), n.capacity) as fault
          from room_nights n
          left join (select room_type_id, night,
                            sum(quantity) filter (where state = 'held') as held,
                            sum(quantity) filter (where state = 'sold') as sold
                       from room_holds group by 1, 2) h
            on h.room_type_id = n.room_type_id and h.night = n.night
         where n.held <> coalesce(h.held, 0) or n.sold <> coalesce(h.sold, 0) or n.held + n.sold > n.capacity
        """

    /// A booking's holds agree with its state. A lapsed hold may have been released for another buyer.
    private static let states: SQL = """
        select format('%s is %s with hold %s', b.booking_id, b.state, h.state) as fault
          from room_holds h left join bookings b on b.booking_id = h.booking_id
         where not coalesce(case b.state
                 when 'held' then h.state = 'held' or (h.state = 'released' and b.space_expires_at <= clock_timestamp())
                 when 'confirmed' then h.state = 'sold'
                 when 'completed' then h.state = 'sold'
                 else h.state = 'released' end, false)
        """

    /// A booking holds each of its nights once for each of its rooms.
    private static let rooms: SQL = """
        select format('%s has %s room nights held, %s booked', b.booking_id, h.nights, r.rooms * (b.check_out - b.check_in))
                 as fault
          from bookings b
          join (select booking_id, count(*) as rooms from booking_rooms group by 1) r on r.booking_id = b.booking_id
          join (select booking_id, sum(quantity) as nights from room_holds group by 1) h on h.booking_id = b.booking_id
         where h.nights <> r.rooms * (b.check_out - b.check_in)
        """

    /// The timeline has no gap and ends where the booking stands.
    private static let trails: SQL = """
        select format('%s: %s events, sequence %s, last %s, state %s', b.booking_id, e.events, b.sequence, e.last, b.state)
                 as fault
          from bookings b
          join lateral (select count(*) as events, (array_agg(to_state order by sequence desc))[1] as last
                          from booking_events where booking_id = b.booking_id) e on true
         where e.events <> b.sequence or e.last <> b.state
        """
}
