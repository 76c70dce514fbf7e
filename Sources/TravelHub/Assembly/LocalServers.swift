import Foundation
import Logging
import PrivateServers
import Tenancy

/// The private PostgreSQL and Redis of `travelhub dev`, each only where no other is configured.
struct LocalServers: Sendable {
    private let postgres: PrivatePostgres?
    private let redis: PrivateRedis?
    private let dataDirectory: URL

    /// Starts what is needed and writes into `settings` how to reach it.
    static func start(_ settings: inout Settings, logger: Logger) async throws -> LocalServers {
        let options = PrivateServerOptions(directory: settings.dataDirectory.path)
        let secrets = LocalSecrets(directory: settings.dataDirectory)
        settings.masterKeys = try settings.masterKeys ?? secrets.masterKeys()
        if settings.isDevelopment { settings.operatorToken = try settings.operatorToken ?? secrets.operatorToken() }
        var postgres: PrivatePostgres?
        if settings.databaseURL == nil {
            let started = try await PrivatePostgres.start(options, logger: logger)
            if try await Database.query(
                "select 1 from pg_database where datname = '\(databaseName)'", conninfo: started.conninfo
            ).isEmpty {
                try await Database.create(databaseName, conninfo: started.conninfo)
            }
            settings.databaseURL = started.conninfo(user: PrivatePostgres.superuser, database: databaseName)
            postgres = started
        }
        var redis: PrivateRedis?
        if settings.redisURL == nil {
            let started = try await PrivateRedis.start(options, logger: logger)
            settings.redisURL = started.url
            redis = started
        }
        if postgres != nil, let conninfo = settings.databaseURL, let url = settings.redisURL {
            try RunningServers(databaseConninfo: conninfo, redisURL: url).write(to: settings.dataDirectory)
        }
        return LocalServers(postgres: postgres, redis: redis, dataDirectory: settings.dataDirectory)
    }

    func stop() async {
        RunningServers.remove(from: dataDirectory)
        await redis?.stop()
        await postgres?.stop()
    }

    private static let databaseName = "travelhub"
}
