/// What a test or a first start asks of a database, done by PostgreSQL's own programs, so that this room
/// needs no client library.
package enum Database {
    /// Creates the database `name` on the server that `conninfo` leads to.
    ///
    /// - Parameter template: a database to copy; nobody may be connected to it.
    /// - Throws: `PrivateServerError.toolFailed` with what `createdb` said.
    package static func create(_ name: String, conninfo: String, template: String? = nil) async throws {
        let programs = try await Program.postgresDirectory()
        // A copy of the files costs half of one that goes through the log, page by page.
        let copying = template.map { ["--template=\($0)", "--strategy=file_copy"] } ?? []
        try await Tool.succeed(["\(programs)/createdb", "--maintenance-db=\(conninfo)"] + copying + ["--", name])
    }

    /// Drops it, whoever is connected.
    ///
    /// - Throws: `PrivateServerError.toolFailed` with what `dropdb` said.
    package static func drop(_ name: String, conninfo: String) async throws {
        let programs = try await Program.postgresDirectory()
        try await Tool.succeed(["\(programs)/dropdb", "--maintenance-db=\(conninfo)", "--force", "--", name])
    }

    /// Runs a statement with `psql` and returns its rows, unaligned.
    ///
    /// - Throws: `PrivateServerError.toolFailed` with what `psql` said.
    package static func query(_ statement: String, conninfo: String) async throws -> String {
        let programs = try await Program.postgresDirectory()
        let flags = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]
        let output = try await Tool.succeed(
            ["\(programs)/psql"] + flags + ["--dbname=\(conninfo)", "--command=\(statement)"])
        return output.last == "\n" ? String(output.dropLast()) : output
    }
}
