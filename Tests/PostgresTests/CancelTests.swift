import Logging
import Postgres
import Testing

@Suite struct CancelTests {
    /// The backend that runs the statement with this mark, as the server itself says.
    private static func backend(running mark: String, _ pool: PostgresPool) async throws -> Int32? {
        let rows = try await pool.single(
            """
            select pid from pg_stat_activity
            where state = 'active' and query like \("%" + mark + "%") and pid <> pg_backend_pid()
            """)
        return try rows.first?.get("pid")
    }

    private static func isRunning(_ mark: String, _ pool: PostgresPool) async throws -> Bool {
        try await backend(running: mark, pool) != nil
    }

    @Test("cancelling the task ends the statement on the server and keeps the connection")
    func cancel() async throws {
        try await withPool(.init(minimum: 0, maximum: 2)) { pool in
            let victim = Task { try await pool.single("select pg_sleep(600) as mark_cancel") }
            try await eventually("the statement runs") { try await Self.isRunning("mark_cancel", pool) }
            let pid = try #require(try await Self.backend(running: "mark_cancel", pool))
            victim.cancel()
            await #expect(throws: CancellationError.self) { try await victim.value }
            #expect(try await !Self.isRunning("mark_cancel", pool))
            let inUse = try await pool.lease { connection in
                try await pool.lease { other in [connection.backendPID, other.backendPID] }
            }
            #expect(inUse.contains(pid), "the cancelled connection is in use again")
        }
    }

    @Test("a cancelled transaction is rolled back")
    func cancelTransaction() async throws {
        try await withPool { pool in
            _ = try await pool.single("create table t (n int)")
            let victim = Task {
                try await pool.transaction { transaction in
                    _ = try await transaction.run("insert into t values (1)")
                    _ = try await transaction.run("select pg_sleep(600) as mark_transaction")
                }
            }
            try await eventually("the statement runs") { try await Self.isRunning("mark_transaction", pool) }
            victim.cancel()
            await #expect(throws: CancellationError.self) { try await victim.value }
            #expect(try await pool.single("select from t").isEmpty)
            let open = try await pool.single(
                "select from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'")
            #expect(open.isEmpty)
        }
    }

    @Test("a task that was cancelled before sends nothing")
    func cancelledBefore() async throws {
        try await withPool(.init(minimum: 0, maximum: 1)) { pool in
            let trips = try await pool.lease { $0.roundTrips }
            let victim = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await pool.single("select 1")
            }
            await #expect(throws: CancellationError.self) { try await victim.value }
            let after = try await pool.lease { $0.roundTrips }
            #expect(after == trips)
        }
    }

    @Test("a statement past its deadline is cancelled on the server")
    func deadline() async throws {
        try await withPool(.init(minimum: 0, maximum: 2, exchangeDeadline: .milliseconds(100))) { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.single("select pg_sleep(600) as mark_deadline")
            }
            #expect(error?.kind == .deadlineExceeded)
            #expect(try await !Self.isRunning("mark_deadline", pool))
            let rows = try await pool.single("select 1")
            #expect(rows.count == 1)
        }
    }

    @Test("statement and lock timeouts are the server's")
    func timeouts() async throws {
        let conninfo = try await TestServer.shared.value.database()
        let configuration = PostgresConfiguration(
            conninfo: conninfo, applicationName: "a name", statementTimeout: .seconds(3),
            lockTimeout: .milliseconds(20), parameters: ["search_path": "\"a b\", \"C\\d\""])
        let pool = PostgresPool(configuration, logger: Logger(label: "test"))
        let row = try await pool.single(
            """
            select current_setting('statement_timeout') as s, current_setting('lock_timeout') as l,
                current_setting('application_name') as a, current_setting('search_path') as p
            """
        ).only()
        #expect(try row.get("s") == "3s")
        #expect(try row.get("l") == "20ms")
        #expect(try row.get("a") == "a name")
        #expect(try row.get("p") == "\"a b\", \"C\\d\"")
        _ = try await pool.single("create table public.t (n int)")
        let error = await #expect(throws: PostgresError.self) {
            try await pool.transaction { holder in
                _ = try await holder.run("lock table public.t")
                _ = try await pool.single("select from public.t")
            }
        }
        #expect(error?.kind == .lockNotAvailable)
        await pool.close()
    }
}
