import Foundation
import PrivateServers

/// The PostgreSQL of a test run: one private cluster per test process, started when the first test asks
/// and gone with the process, or the server that `TRAVELHUB_TEST_POSTGRES` names by its conninfo or URI.
package actor TestPostgres {
    package static let shared = TestPostgres()
    package static let variable = "TRAVELHUB_TEST_POSTGRES"

    private var starting: Task<String, any Error>?
    /// Kept, because the server goes with the value that stands for it.
    private var server: PrivatePostgres?

    /// The superuser's connection string.
    package func conninfo() async throws -> String {
        if let starting { return try await starting.value }
        let starting = Task {
            if let named = ProcessInfo.processInfo.environment[Self.variable] { return named }
            let options = PrivatePostgres.Options.test(directory: try TestDirectory.make())
            let server = try await PrivatePostgres.start(options, logger: TestDirectory.logger)
            self.server = server
            return server.conninfo
        }
        self.starting = starting
        return try await starting.value
    }

    /// Creates a database of the test's own.
    ///
    /// - Parameter template: the name of a database to copy, to which nobody is connected.
    package func freshDatabase(template: String? = nil) async throws -> TestDatabase {
        let server = try await conninfo()
        let name = "test_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        try await Database.create(name, conninfo: server, template: template)
        return TestDatabase(name: name, server: server, conninfo: Self.conninfo(server, database: name))
    }

    /// `conninfo` (in either of libpq's two forms) with another database.
    package static func conninfo(_ conninfo: String, database: String) -> String {
        guard conninfo.contains("://"), var parts = URLComponents(string: conninfo) else {
            // libpq takes the last of two equal keywords.
            return "\(conninfo) dbname='\(database)'"
        }
        parts.path = "/\(database)"
        return parts.string ?? conninfo
    }
}
