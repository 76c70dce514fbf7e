import Foundation
import Logging
import Postgres
import Synchronization
import Testing

/// A PostgreSQL of the test run's own: unix socket only, gone with the process even after a crash,
/// because the shell that supervises it ends when the pipe from us closes.
final class TestServer: Sendable {
    static let shared = Task { try await TestServer.start() }

    let directory: String
    private let supervisor: Process
    private let lifeline: FileHandle
    private let answers: FileHandle
    private let lastDatabase = Atomic<Int>(0)

    private static let binaries = "/usr/lib/postgresql/15/bin"

    /// `$1` is where everything lies, `$2` the binaries. Says `ready`, then stops and starts the
    /// server at our word until our end closes the pipe.
    private static let script = """
        set -e
        mkdir -m 700 "$1"
        "$2/initdb" -D "$1/data" -U postgres -A trust --no-sync --no-locale -E UTF8 >"$1/initdb.log" 2>&1
        cat >>"$1/data/postgresql.conf" <<END
        listen_addresses = ''
        unix_socket_directories = '$1'
        fsync = off
        synchronous_commit = off
        full_page_writes = off
        max_connections = 100
        deadlock_timeout = 50ms
        END
        "$2/pg_ctl" -D "$1/data" -w -l "$1/server.log" start >/dev/null
        echo ready
        while read verb; do
            "$2/pg_ctl" -D "$1/data" -w -m immediate -l "$1/server.log" "$verb" >/dev/null 2>&1
            echo done
        done
        "$2/pg_ctl" -D "$1/data" -m immediate stop >/dev/null 2>&1 || true
        rm -rf "$1"
        """

    private init(directory: String, supervisor: Process, lifeline: FileHandle, answers: FileHandle) {
        self.directory = directory
        self.supervisor = supervisor
        self.lifeline = lifeline
        self.answers = answers
    }

    static func start() async throws -> TestServer {
        let directory = "/tmp/pgtest-\(UUID().uuidString.prefix(8))"
        let process = Process()
        let lifeline = Pipe()
        let output = Pipe()
        configure(process, "exec sh -c \"$0\" sh '\(directory)' '\(binaries)'", script)
        process.standardInput = lifeline
        process.standardOutput = output
        try process.run()
        let answers = output.fileHandleForReading
        let word = await next(answers)
        try #require(word.hasPrefix("ready"), "the test server did not start, see \(directory)")
        return TestServer(
            directory: directory, supervisor: process, lifeline: lifeline.fileHandleForWriting, answers: answers)
    }

    /// A fresh database of this server.
    func database() async throws -> String {
        let name = "t\(lastDatabase.wrappingAdd(1, ordering: .relaxed).newValue)"
        let pool = PostgresPool(
            .init(conninfo: "host=\(directory) dbname=postgres user=postgres"),
            limits: .init(minimum: 0, maximum: 1), logger: Logger(label: "test"))
        _ = try await pool.single("create database \(identifier: name)")
        await pool.close()
        return "host=\(directory) dbname=\(name) user=postgres"
    }

    /// `stop`, as in a crash, or `start`.
    func control(_ verb: String) async throws {
        try lifeline.write(contentsOf: Data("\(verb)\n".utf8))
        let word = await Self.next(answers)
        try #require(word.hasPrefix("done"))
    }

    /// What the supervisor says next, waited for on a thread of its own.
    private static func next(_ answers: FileHandle) async -> String {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: String(decoding: answers.availableData, as: UTF8.self)) }.start()
        }
    }

    /// PostgreSQL refuses to run as root.
    private static func configure(_ process: Process, _ command: String, _ zero: String) {
        let isRoot = geteuid() == 0
        process.executableURL = URL(fileURLWithPath: isRoot ? "/usr/bin/setpriv" : "/bin/sh")
        let identity = ["--reuid=postgres", "--regid=postgres", "--init-groups", "/bin/sh"]
        process.arguments = (isRoot ? identity : []) + ["-c", command, zero]
        process.currentDirectoryURL = URL(fileURLWithPath: "/tmp")
    }
}

/// A pool on a fresh database, closed at the end.
func withPool<R>(
    _ limits: PoolLimits = .init(minimum: 0, maximum: 8), statistics: StatementStatistics = .init(),
    parameters: [String: String] = [:], _ body: (PostgresPool) async throws -> R
) async throws -> R {
    let conninfo = try await TestServer.shared.value.database()
    let pool = PostgresPool(
        .init(conninfo: conninfo, parameters: parameters), limits: limits, statistics: statistics,
        logger: Logger(label: "test"))
    do {
        let value = try await body(pool)
        await pool.close()
        return value
    } catch {
        await pool.close()
        throw error
    }
}
