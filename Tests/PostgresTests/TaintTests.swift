import Postgres
import Testing

@Suite struct TaintTests {
    private static let poisons: [SQL] = [
        "prepare trap as select 1", "set search_path to pg_temp", "set role pg_monitor", "listen trap",
        "declare trap cursor with hold for select 1", "deallocate all", "discard plans",
        "/* select */ set work_mem to '1MB'", "-- select\n set work_mem to '1MB'",
        "do $$ begin perform set_config('test.trap', 'x', false); end $$",
        "select set_config('test.trap', 'x', false)", "select \"set_config\"('test.trap', 'x', false)",
        "select query_to_xml('select set_config(''test.trap'', ''x'', false)', true, true, '')",
        "select pg_advisory_lock(42)", "create temporary table trap (n int)",
    ]

    /// What a lease may find of the one before.
    private static let traces: SQL = """
        select (select count(*) from pg_prepared_statements where not name ~ '^s[0-9]+$')
                + (select count(*) from pg_cursors where name <> '')
                + (select count(*) from pg_listening_channels())
                + (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())
                + (select count(*) from pg_class where relname = 'trap')
                + (coalesce(current_setting('test.trap', true), '') <> '')::int
                + (current_setting('work_mem') <> '4MB')::int
                + (current_setting('search_path') <> '"$user", public')::int
                + (current_user <> session_user)::int as n
        """

    private func expectClean(_ pool: PostgresPool, _ poison: SQL) async throws {
        let found: Int = try await pool.single(Self.traces).only().get("n")
        #expect(found == 0, "\(poison.text) left \(found) traces")
        let rows = try await pool.single("select \("again") as word")
        #expect(try rows.only().get("word") == "again", "statements prepared before go on working")
    }

    @Test("what one lease left on a connection the next does not find", arguments: poisons)
    func poisoned(_ poison: SQL) async throws {
        try await withPool(.init(minimum: 0, maximum: 1)) { pool in
            let pid = try await pool.lease { $0.backendPID }
            _ = try await pool.single("select \("again") as word")
            try await pool.transaction { transaction in _ = try await transaction.run(poison) }
            try await expectClean(pool, poison)
            _ = try await pool.batch([poison])
            try await expectClean(pool, poison)
            try await pool.lease { _ = try await $0.run(poison) }
            try await expectClean(pool, poison)
            try await pool.lease { _ = try await $0.script(poison.text) }
            try await expectClean(pool, poison)
            let last = try await pool.lease { $0.backendPID }
            #expect(last == pid, "the connection was cleaned, not replaced")
        }
    }

    @Test("a poison that was refused taints too, and a transaction left open is rolled back")
    func leftOpen() async throws {
        try await withPool(.init(minimum: 0, maximum: 1)) { pool in
            _ = try await pool.single("create table t (n int)")
            try await pool.lease { connection in
                _ = try await connection.run("begin")
                _ = try await connection.run("insert into t values (1)")
                _ = try await connection.run("set local work_mem to '1MB'")
            }
            try await expectClean(pool, "begin")
            #expect(try await pool.single("select from t").isEmpty)
            await #expect(throws: PostgresError.self) {
                try await pool.lease { _ = try await $0.script("prepare trap as select 1; select 1/0") }
            }
            try await expectClean(pool, "script")
        }
    }

    @Test("reading and writing rows costs no cleaning")
    func untainted() async throws {
        try await withPool(.init(minimum: 0, maximum: 1)) { pool in
            _ = try await pool.single("create table t (n int)")
            let before = try await pool.lease { $0.roundTrips }
            for statement: SQL in [
                "select 1", "insert into t values (1)", "update t set n = 2", "with x as (select 1) select from x",
                "values (1)", "table t", "delete from t", "(select 1) union (select 2)",
            ] {
                _ = try await pool.single(statement, context: { _ in ["select set_config('a.b', 'c', true)"] })
            }
            let after = try await pool.lease { $0.roundTrips }
            #expect(after - before == 8)
        }
    }

    @Test("COPY outside copyIn is refused and harms only its own connection")
    func copy() async throws {
        try await withPool { pool in
            _ = try await pool.single("create table t (n int)")
            for statement: SQL in ["copy t from stdin", "copy t to stdout"] {
                let error = await #expect(throws: PostgresError.self) { try await pool.single(statement) }
                #expect(error?.kind == .misuse)
                let rows = try await pool.single("select 1")
                #expect(rows.count == 1)
            }
        }
    }
}
