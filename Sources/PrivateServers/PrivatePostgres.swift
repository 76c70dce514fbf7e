import Glibc
package import Logging

/// A PostgreSQL cluster of our own below a directory, on a unix socket only, so that nobody has to set
/// one up and the system's cluster is never touched.
///
/// With `diesWithParent` it also goes when the last copy of this value does: keep one.
package struct PrivatePostgres: Sendable {
    package typealias Options = PrivateServerOptions

    /// How a cluster is told to stop.
    package enum StopMode: Sendable {
        /// Sessions are ended, open transactions roll back, a checkpoint is written.
        case fast
        /// As after a power cut: the next start recovers.
        case immediate
    }

    package static let superuser = "postgres"
    /// Only names the socket file; nothing listens on it.
    static let port = 5432
    private static let stopSeconds = 30

    private let process: ServerProcess
    private let socketDirectory: String

    /// The superuser's connection string for libpq.
    package var conninfo: String { conninfo(user: Self.superuser, database: "postgres") }

    /// Starts the cluster in `<options.directory>/postgres`, making it first when there is none, and
    /// returns when it takes connections.
    ///
    /// - Throws: `PrivateServerError`: `missingProgram`, `inUse`, `unusableData` (half-made by others,
    ///   another major version), `notReady`.
    package static func start(_ options: Options, logger: Logger) async throws -> PrivatePostgres {
        let programs = try await Program.postgresDirectory()
        let place = try await ServerPlace.prepare(
            name: "postgres", account: "postgres", socketName: ".s.PGSQL.\(port).lock", in: options.directory,
            logger: logger)
        let lock = try DirectoryLock(directory: place.root)
        let cluster = PostgresCluster(programs: programs, place: place, options: options, logger: logger)
        try await cluster.makeReady()
        let process = ServerProcess(cluster.recipe, lock: lock, logger: logger)
        try await process.start()
        return PrivatePostgres(process: process, socketDirectory: place.sockets)
    }

    /// A connection string for libpq. Local connections are trusted: the socket's directory is private.
    package func conninfo(user: String, database: String) -> String {
        let values = [("host", socketDirectory), ("port", "\(Self.port)"), ("user", user), ("dbname", database)]
        return values.map { "\($0)='\(Self.escaped($1))'" }.joined(separator: " ")
    }

    package func stop(mode: StopMode = .fast) async {
        let signals = mode == .fast ? [SIGINT, SIGQUIT, SIGKILL] : [SIGQUIT, SIGKILL]
        await process.stop(signals: signals, withinSeconds: Self.stopSeconds)
        await process.leave()
    }

    /// Kills the postmaster without warning, for tests of what a crash does. Commits of the last moment
    /// survive only where the options said `durable`.
    package func kill9() async { await process.stop(signals: [SIGKILL], withinSeconds: Self.stopSeconds) }

    /// Starts again after `kill9`, or stops in order and starts.
    package func restart() async throws {
        await process.stop(signals: [SIGINT, SIGQUIT, SIGKILL], withinSeconds: Self.stopSeconds)
        try await process.start()
    }

    /// The postmaster, while it runs.
    package var processID: Int32? { get async { await process.pid } }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { $0 += $1 == "'" || $1 == "\\" ? "\\\($1)" : "\($1)" }
    }
}
