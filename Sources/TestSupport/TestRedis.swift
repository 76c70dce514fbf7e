import Foundation
package import PrivateServers

/// The Redis of a test run, as `TestPostgres` is its PostgreSQL. All tests share its one key space, so
/// each takes keys that begin with a fresh identifier.
package actor TestRedis {
    package static let shared = TestRedis()
    package static let variable = "TRAVELHUB_TEST_REDIS"

    private var starting: Task<String, any Error>?
    /// Kept, because the server goes with the value that stands for it.
    private var server: PrivateRedis?

    package func url() async throws -> String {
        if let starting { return try await starting.value }
        let starting = Task {
            if let named = ProcessInfo.processInfo.environment[Self.variable] { return named }
            let server = try await Self.startOwn()
            self.server = server
            return server.url
        }
        self.starting = starting
        return try await starting.value
    }

    /// A Redis for one test alone, which may stop, freeze or kill it.
    package static func startOwn() async throws -> PrivateRedis {
        var options = PrivateRedis.Options.test(directory: try TestDirectory.make())
        options.connectionsMax = 1_000
        return try await PrivateRedis.start(options, logger: TestDirectory.logger)
    }
}
