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
    let place: TenantPlace

    /// Returns when every transaction has ended that may have begun under an older token.
    ///
    /// Throws `RecoveryFault.stillBusy`, with the fence opened again.
    func close() async throws {
        do {
            try await server.connected { connection in
                try await connection.script("begin")
                _ = try await connection.run([
                    """
                    update platform.tenants set state = 'maintenance', changed_at = clock_timestamp()
                     where tenant_id = \(place.tenant.uuid)
                    """,
                    """
                    update tenancy.placements set generation = \(place.generation + 1)
                     where tenant_id = \(place.tenant.uuid)
                    """,
                ])
                try await connection.script("commit")
                try await waitForOlder(connection)
            }
        } catch {
            await open()
            throw error
        }
    }

    /// As it was, when nothing was replaced.
    func open() async {
        do {
            try await server.connected { connection in
                try await connection.script("begin")
                _ = try await connection.run([
                    """
                    update platform.tenants set state = \(place.state), changed_at = clock_timestamp()
                     where tenant_id = \(place.tenant.uuid)
                    """,
                    """
                    update tenancy.placements set generation = \(place.generation)
                     where tenant_id = \(place.tenant.uuid)
                    """,
                ])
                try await connection.script("commit")
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
