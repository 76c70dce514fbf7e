import Logging
import Postgres
import Vocabulary

/// Keeps a partner's own requests and jobs out while its rows are replaced.
///
/// The generation that tokens are held to is raised ahead of the one that processes sign with, so that no
/// token of theirs is good; the site says that it is in maintenance. The replacement's transaction then
/// raises the other, and processes, told of it, sign anew.
struct TenantFence: Sendable {
    /// A request's statement may take 20 seconds; a job's transaction not much longer.
    static let waitSeconds = 60
    private static let pollPause = Duration.milliseconds(20)

    let server: DatabaseServer
    /// As it was found before the backup was loaded, which may have taken hours.
    let place: TenantPlace

    /// Returns when every transaction has ended that may have begun under an older token: the place as it was
    /// when the fence closed.
    ///
    /// Throws `RecoveryFault.changedMeanwhile`, `.operationRuns`, with nothing changed; `.stillBusy`, with the
    /// fence opened again.
    @discardableResult
    func close() async throws -> TenantPlace {
        try await server.connected { connection in
            try await connection.script("begin")
            _ = try await connection.run(
                "select 1 as one from platform.tenants where tenant_id = \(place.tenant.uuid) for update")
            guard let now = try await TenantPlace.find(place.slug, connection) else {
                throw BackupFault.tenant(.notHere(slug: place.slug))
            }
            try now.refuseChange(since: place)
            _ = try await connection.run([
                """
                update platform.tenants
                   set state = \(now.closedState), changed_at = clock_timestamp(),
                       state_before = case when \(now.openState) = 'active' then 'active' else state_before end
                 where tenant_id = \(now.tenant.uuid)
                """,
                """
                update tenancy.placements set generation = \(now.generation + 1)
                 where tenant_id = \(now.tenant.uuid)
                """,
            ])
            try await connection.script("commit")
            do {
                try await waitForOlder(connection)
            } catch {
                await open(now)
                throw error
            }
            return now
        }
    }

    /// As it was when the fence closed, when nothing was replaced and nobody has opened it since.
    func open(_ closed: TenantPlace) async {
        do {
            try await server.connected { connection in
                _ = try await connection.run(
                    """
                    with opened as (
                      update platform.tenants
                         set state = \(closed.openState), changed_at = clock_timestamp(),
                             state_before = case when \(closed.openState) = 'archived' then state_before end
                       where tenant_id = \(closed.tenant.uuid) and state = \(closed.closedState)
                         and generation = \(closed.generation)
                       returning tenant_id
                    )
                    update tenancy.placements p set generation = \(closed.generation)
                      from opened o where p.tenant_id = o.tenant_id and p.generation = \(closed.generation + 1)
                    """)
            }
        } catch {
            server.logger.error(
                "a partner stays closed; bring it back again", metadata: ["slug": "\(place.slug)", "error": "\(error)"])
        }
    }

    private func waitForOlder(_ connection: PostgresConnection) async throws {
        let begun: Double = try await connection.run(
            "select extract(epoch from clock_timestamp())::float8 as now"
        ).only().get("now")
        let end = ContinuousClock.now + .seconds(Self.waitSeconds)
        while ContinuousClock.now < end {
            let older: Int = try await connection.run(
                """
                select count(*) as count from pg_stat_activity
                 where datname = current_database() and usename in ('travelhub_app', 'travelhub_worker')
                   and xact_start is not null and xact_start <= to_timestamp(\(begun))
                """
            ).only().get("count")
            if older == 0 { return }
            try await Task.sleep(for: Self.pollPause)
        }
        throw BackupFault.tenant(.stillBusy(seconds: Self.waitSeconds))
    }
}
