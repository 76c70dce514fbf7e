/// PostgreSQL's own client programs, run with their connection in the environment: an argument is there
/// for everyone on the machine to read, and may hold a password.
package enum PostgresProgram {
    /// Runs `name` to its end and returns what it printed.
    ///
    /// - Parameter environment: `PGHOST`, `PGPASSWORD`, …
    /// - Throws: `PrivateServerError.missingProgram`; `toolFailed` with what the program said.
    package static func run(
        _ name: String, _ arguments: [String], environment: [String: String], secondsMax: Int
    ) async throws -> String {
        try await Tool.succeed(
            [try await Program.postgresClient(name)] + arguments, environment: environment, secondsMax: secondsMax)
    }
}
