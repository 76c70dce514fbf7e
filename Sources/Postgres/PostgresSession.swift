/// Whom one connection talks to: what a token is signed for.
package struct PostgresSession: Sendable, Hashable {
    package let backendPID: Int32
    package let database: String
    package let user: String
    /// Host name or socket directory.
    package let host: String
    /// 150020 is 15.20.
    package let serverVersion: Int32
}

/// Statements that set up a transaction before the caller's own, made for the connection it runs on
/// and made again for every retry. They travel with the first statement.
package typealias ContextStatements = @Sendable (PostgresSession) throws -> [SQL]
