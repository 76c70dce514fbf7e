import Postgres
import Tenancy
import TestSupport

/// What effects leave in a partner's tables, counted by the superuser.
extension Market {
    func traces() async throws -> [String: Int] {
        let (schema, tenant) = (partner.entry.schema, partner.entry.id)
        let rows = try await fleet.admin.single(
            """
            select 'bookings' as name, count(*) as count
              from \(identifier: schema).bookings where tenant_id = \(tenant)
            union all select 'booking_events', count(*)
              from \(identifier: schema).booking_events where tenant_id = \(tenant)
            union all select 'held_nights', coalesce(sum(held), 0)
              from \(identifier: schema).room_nights where tenant_id = \(tenant)
            union all select 'sold_nights', coalesce(sum(sold), 0)
              from \(identifier: schema).room_nights where tenant_id = \(tenant)
            union all select 'outbox_events', count(*) from shared.outbox_events where tenant_id = \(tenant)
            union all select 'audit_entries', count(*) from shared.audit_entries where tenant_id = \(tenant)
            union all select 'jobs', count(*) from shared.jobs where tenant_id = \(tenant)
            union all select 'idempotency_keys', count(*) from shared.idempotency_keys where tenant_id = \(tenant)
            union all select 'funnel_' || step, count(*)
              from shared.funnel_events where tenant_id = \(tenant) and step in ('hold', 'confirm') group by step
            """)
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.get("name"), try $0.get("count")) })
    }

    /// What came since `before`, without what stayed as it was.
    func traces(since before: [String: Int]) async throws -> [String: Int] {
        try await traces().merging(before) { $0 - $1 }.filter { $0.value != 0 }
    }
}
