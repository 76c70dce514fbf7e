import Postgres
import Tenancy
import TestSupport

/// What holds of a partner's stock whatever was done to it: counted by the superuser, past every policy.
extension Market {
    /// Each fault in words; none is well.
    func stockFaults() async throws -> [String] {
        let (schema, tenant) = (partner.entry.schema, partner.entry.id)
        let counts = try await fleet.admin.single(
            """
            select format('%s %s: held %s of %s, sold %s of %s, capacity %s', n.room_type_id, n.night, n.held,
                          coalesce(h.held, 0), n.sold, coalesce(h.sold, 0), n.capacity) as fault
              from \(identifier: schema).room_nights n
              left join (select room_type_id, night, sum(quantity) filter (where state = 'held') as held,
                                sum(quantity) filter (where state = 'sold') as sold
                           from \(identifier: schema).room_holds where tenant_id = \(tenant) group by 1, 2) h
                on h.room_type_id = n.room_type_id and h.night = n.night
             where n.tenant_id = \(tenant)
               and (n.held <> coalesce(h.held, 0) or n.sold <> coalesce(h.sold, 0) or n.held + n.sold > n.capacity)
            """)
        let nights = try await fleet.admin.single(
            """
            select format('%s (%s): %s room nights taken, %s booked', b.booking_id, b.state, h.nights, b.nights) as fault
              from (select b.booking_id, b.state, count(*) * (b.check_out - b.check_in) as nights
                      from \(identifier: schema).bookings b join \(identifier: schema).booking_rooms r
                        on r.tenant_id = b.tenant_id and r.booking_id = b.booking_id
                     where b.tenant_id = \(tenant) group by b.tenant_id, b.booking_id) b
              full join (select booking_id, sum(quantity) filter (where state <> 'released') as nights
                           from \(identifier: schema).room_holds where tenant_id = \(tenant) group by 1) h
                on h.booking_id = b.booking_id
             where b.booking_id is null
                or coalesce(h.nights, 0) <> case when b.state in ('held', 'confirmed') then b.nights else 0 end
            """)
        return try (Array(counts) + Array(nights)).map { try $0.get("fault") }
    }

    /// Keeps every night of the partner locked for a while, as a transaction that hangs does.
    func lockNights(seconds: Int, _ locked: @Sendable () -> Void) async throws {
        let (schema, tenant) = (partner.entry.schema, partner.entry.id)
        try await fleet.admin.transaction { transaction in
            _ = try await transaction.run(
                "select 1 from \(identifier: schema).room_nights where tenant_id = \(tenant) for update")
            locked()
            _ = try await transaction.run("select pg_sleep(\(Int32(seconds)))")
        }
    }

    /// Identifier → state of every booking there is.
    func bookings() async throws -> [String: String] {
        let rows = try await fleet.admin.single(
            """
            select booking_id::text as id, state from \(identifier: partner.entry.schema).bookings
             where tenant_id = \(partner.entry.id)
            """)
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.get("id"), try $0.get("state")) })
    }
}
