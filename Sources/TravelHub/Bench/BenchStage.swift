import AsyncHTTPClient
import Foundation
import Logging
import PrivateServers
import Tenancy

/// What is measured: a database of its own with every partner of `tenants/`, and serving processes
/// beside this one, as in production.
struct BenchStage: Sendable {
    let base: Base
    let directory: URL
    let postgres: PrivatePostgres
    private let redis: PrivateRedis
    private let masterKeyText: String

    /// The database's name on the private server.
    let database: String

    static let databaseName = "travelhub_bench"
    /// Rooms of each kind and night, so that no load ever sells out.
    private static let capacity = 1_000_000

    static func prepare(_ given: Settings, logger: Logger) async throws -> BenchStage {
        var settings = given
        settings.dataDirectory = given.dataDirectory.appendingPathComponent("bench")
        try? FileManager.default.removeItem(at: settings.dataDirectory)
        // Statements are read back from the server's own log, so that pgbench runs what we really send.
        let options = PrivateServerOptions(
            directory: settings.dataDirectory.path, removedAtEnd: true, connectionsMax: 200,
            settings: [
                "logging_collector": "on", "log_destination": "jsonlog", "log_directory": "log",
                "log_filename": "bench.log", "log_file_mode": "0600",
                // As on a server that is set up for its work: what is read often lies in its memory.
                "shared_buffers": "1GB",
            ])
        let postgres = try await PrivatePostgres.start(options, logger: logger)
        let redis = try await PrivateRedis.start(
            PrivateServerOptions(directory: settings.dataDirectory.path, removedAtEnd: true), logger: logger)
        try await Database.create(databaseName, conninfo: postgres.conninfo)
        let keys = MasterKeys.generated()
        settings.masterKeys = try MasterKeys(keys)
        settings.databaseURL = postgres.conninfo(user: PrivatePostgres.superuser, database: databaseName)
        settings.redisURL = redis.url
        let base = try Base(settings: settings, logger: logger)
        let stage = BenchStage(
            base: base, directory: settings.dataDirectory, postgres: postgres, redis: redis, masterKeyText: keys,
            database: databaseName)
        try await stage.furnish()
        return stage
    }

    func end() async {
        await redis.stop()
        await postgres.stop()
        try? FileManager.default.removeItem(at: directory)
    }

    private func furnish() async throws {
        Launch.say("── preparing \(database): every partner of tenants/, seeded")
        _ = try await base.prepareDatabase()
        let sources = try TenantSources(base: base)
        let desk = try TenantDesk(base: base)
        for slug in try sources.slugs() { _ = try await desk.apply(try sources.read(slug), actor: "operator:bench") }
        await desk.close()
        try await admin(
            """
            do $$
            declare place text;
            begin
              for place in select schemaname from pg_tables where tablename = 'room_nights' loop
                execute format('update %I.room_nights set capacity = \(Self.capacity)', place);
              end loop;
            end $$;
            \(Self.tokenFunction)
            """)
        try await admin("vacuum analyze")
    }

    /// As the superuser, by `psql`.
    @discardableResult
    func admin(_ statements: String) async throws -> String {
        try await Database.query(
            statements, conninfo: postgres.conninfo(user: PrivatePostgres.superuser, database: database))
    }

    /// Signs a token for the caller's own backend, once a connection, so that pgbench speaks for a tenant
    /// exactly as we do. It exists in this database only.
    private static let tokenFunction = """
        create schema bench;
        create function bench.token(slug text) returns text language plpgsql security definer as $f$
        declare
          k tenancy.token_keys;
          message text;
        begin
          select key_id, inner_pad, outer_pad into k.key_id, k.inner_pad, k.outer_pad
            from tenancy.token_keys where retires_at is null limit 1;
          select format('%s.%s.%s.%s.%s', k.key_id, t.tenant_id, t.generation, pg_backend_pid(),
                        extract(epoch from clock_timestamp())::bigint + 3600) into message
            from platform.tenants t where t.slug = token.slug;
          return message || '.' || encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(message, 'UTF8'))), 'hex');
        end $f$;
        grant usage on schema bench to travelhub_app;
        """

    /// Runs `body` beside a serving process that has said that it is ready.
    func serving<Result>(
        connections: Int = 8, environment: [String: String] = [:], _ body: (BenchServer) async throws -> Result
    ) async throws -> Result {
        let port = try FreePort.find()
        let server = try BenchServer.start(
            ["serve"], port: port, log: directory.appendingPathComponent("serve-\(port).log"),
            environment: [
                "DATABASE_URL": base.access.adminConninfo, "MASTER_KEYS": masterKeyText, "HTTP_PORT": "\(port)",
                "HTTP_MANAGEMENT_PORT": "\(try FreePort.find())", "ENVIRONMENT": "production", "LOG_LEVEL": "error",
                "ROOT_DIRECTORY": base.settings.rootDirectory.path, "DATABASE_CONNECTIONS": "\(connections)",
                "REDIS_URL": base.settings.redisURL ?? "",
            ].merging(environment) { $1 })
        return try await server.whileReady("/readyz", host: "localhost", body)
    }

    /// The same on a copy of the database that `change` has been made to. Nobody may be connected to the
    /// original meanwhile.
    func copied(_ word: String, _ change: (BenchStage) async throws -> Void) async throws -> BenchStage {
        let name = "\(database)_\(word)"
        try await Database.create(name, conninfo: postgres.conninfo, template: database)
        var settings = base.settings
        settings.databaseURL = postgres.conninfo(user: PrivatePostgres.superuser, database: name)
        let copy = BenchStage(
            base: try Base(settings: settings, logger: base.logger), directory: directory, postgres: postgres,
            redis: redis, masterKeyText: masterKeyText, database: name)
        // A copy has the tables of its template, but not its owner and rights as a database.
        _ = try await copy.base.prepareDatabase()
        try await change(copy)
        return copy
    }
}
