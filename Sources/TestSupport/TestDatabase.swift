import PrivateServers

/// A database of a test's own on the run's one server.
package struct TestDatabase: Sendable {
    let name: String
    let server: String
    /// The superuser's.
    package let conninfo: String

    /// Whoever is connected is thrown out. Not dropping it costs a run a thousand files and nothing else.
    package func drop() async throws { try await Database.drop(name, conninfo: server) }
}
