import Foundation
package import Postgres
package import Tenancy
package import Vocabulary

/// What operators see and do over all tenants: queues, rates, schedules. Each change stands in the platform's
/// audit, in the same statement.
package struct QueueDesk: Sendable {
    private let pool: PostgresPool
    private let identifiers: IdentifierSource

    package static let reasonMax = 200
    package static let perMinuteMax = 1_000_000

    /// `pool` logs in as `travelhub_worker`.
    package init(pool: PostgresPool, identifiers: IdentifierSource) {
        self.pool = pool
        self.identifiers = identifiers
    }

    package func list(
        _ filter: JobFilter, of tenant: TenantID?, _ page: RowPage<JobOrder>, limit: Int
    ) async throws -> [JobSight] {
        try await pool.single(JobSight.list(filter, tenant: tenant, page, limit: limit)).map(JobSight.init)
    }

    /// Tenants with dead letters that the filter holds.
    package func tenantsWithDead(_ filter: JobFilter) async throws -> [TenantID] {
        var dead = filter
        dead.state = .dead
        return try await pool.single(
            """
            select distinct tenant_id from shared.jobs
             where \(fragment: dead.conditions.joined(separator: " and ")) order by tenant_id
            """
        ).map { try $0.get("tenant_id") }
    }

    package func queues() async throws -> [QueueSight] {
        try await pool.batch([QueueSight.all, QueueSight.shares]).flatMap { try $0.map(QueueSight.init) }
    }

    package func schedules() async throws -> [ScheduleSight] {
        try await pool.single(ScheduleSight.all).map(ScheduleSight.init)
    }

    /// Nothing of the queue, or of the tenant's share of it, is claimed any more; what runs, runs on.
    package func pause(_ queue: String, of tenant: TenantID?, reason: String, by doer: AuditActor) async throws {
        let values: SQL = "clock_timestamp(), \(doer.name), \(reason)"
        let columns: SQL = "(paused_at, paused_by, pause_reason)"
        _ = try await pool.batch([
            tenant.map { tenant in
                """
                insert into shared.tenant_queues as q (tenant_id, queue, paused_at, paused_by, pause_reason)
                values (\(tenant), \(queue), \(fragment: values))
                on conflict (tenant_id, queue) do update set \(fragment: columns) = (\(fragment: values))
                """
            }
                ?? """
                insert into shared.queues as q (queue, paused_at, paused_by, pause_reason)
                values (\(queue), \(fragment: values))
                on conflict (queue) do update set \(fragment: columns) = (\(fragment: values))
                """,
            try audit("queue.pause", tenant, doer, ["queue": queue, "reason": reason]),
        ])
    }

    /// False when it was not paused.
    package func resume(_ queue: String, of tenant: TenantID?, by doer: AuditActor) async throws -> Bool {
        let opened: SQL = "set paused_at = null, paused_by = null, pause_reason = null where paused_at is not null"
        let place: SQL =
            tenant.map { "update shared.tenant_queues \(fragment: opened) and tenant_id = \($0) and queue = \(queue)" }
            ?? "update shared.queues \(fragment: opened) and queue = \(queue)"
        return try await changed(place, try audit("queue.resume", tenant, doer, ["queue": queue]))
    }

    /// Nil lets it run freely again.
    package func limit(_ queue: String, of tenant: TenantID?, perMinute: Int?, by doer: AuditActor) async throws {
        let rate = perMinute.map { Int32(clamping: $0) }
        let after = ["queue": queue, "per_minute": perMinute.map(String.init) ?? "none"]
        _ = try await pool.batch([
            tenant.map { tenant in
                """
                insert into shared.tenant_queues (tenant_id, queue, per_minute) values (\(tenant), \(queue), \(rate))
                on conflict (tenant_id, queue) do update set per_minute = excluded.per_minute, spent_until = '-infinity'
                """
            }
                ?? """
                insert into shared.queues (queue, per_minute) values (\(queue), \(rate))
                on conflict (queue) do update set per_minute = excluded.per_minute, spent_until = '-infinity'
                """,
            try audit("queue.limit", tenant, doer, after),
        ])
    }

    /// Asks for a run besides the slots, by the next scheduler that looks. False for an unknown schedule.
    package func run(schedule name: String, by doer: AuditActor) async throws -> Bool {
        try await changed(
            """
            update shared.schedules set wanted_at = clock_timestamp(), wanted_by = \(doer.name) where name = \(name)
            """, try audit("schedule.run", nil, doer, ["schedule": name]))
    }

    /// A paused schedule keeps its slots; what it missed is made up for by one run. False for an unknown one.
    package func set(schedule name: String, isPaused: Bool, by doer: AuditActor) async throws -> Bool {
        try await changed(
            """
            update shared.schedules
               set paused_at = case when \(isPaused) then coalesce(paused_at, clock_timestamp()) end,
                   paused_by = case when \(isPaused) then \(doer.name) end
             where name = \(name)
            """, try audit(isPaused ? "schedule.pause" : "schedule.resume", nil, doer, ["schedule": name]))
    }

    /// The change and, where it changed something, its audit.
    private func changed(_ change: SQL, _ audit: SQL) async throws -> Bool {
        try await pool.transaction { transaction in
            guard try await transaction.run(change).affectedCount > 0 else { return false }
            _ = try await transaction.run(audit)
            return true
        }
    }

    private func audit(_ action: String, _ tenant: TenantID?, _ doer: AuditActor, _ after: [String: String]) throws
        -> SQL
    {
        AuditTrail(identifiers: identifiers).platformStatement(
            AuditEntry(
                action: action, actor: doer, subjectKind: after["schedule"] == nil ? "queue" : "schedule",
                subjectID: after["queue"] ?? after["schedule"] ?? "",
                after: try JSONText(words: after)), about: tenant)
    }
}
