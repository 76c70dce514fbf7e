import Postgres
import Testing

@Suite struct RoundTripTests {
    private static let context: ContextStatements = { session in
        ["select set_config('test.tenant', \("t-\(session.backendPID)"), true)"]
    }

    /// Round trips that the pool's one connection makes during `body`.
    private func count(_ pool: PostgresPool, _ body: () async throws -> Void) async throws -> Int {
        let before = try await pool.lease { $0.roundTrips }
        try await body()
        return try await pool.lease { $0.roundTrips } - before
    }

    @Test("context and statement are one round trip, the first time too")
    func single() async throws {
        try await withPool(.init(minimum: 0, maximum: 1)) { pool in
            for _ in 1...2 {
                let trips = try await count(pool) {
                    let row = try await pool.single(
                        "select current_setting('test.tenant') as tenant, pg_backend_pid() as pid",
                        context: Self.context
                    ).only()
                    let pid: Int = try row.get("pid")
                    #expect(try row.get("tenant") == "t-\(pid)")
                }
                #expect(trips == 1)
            }
            let left: String? = try await pool.single("select nullif(current_setting('test.tenant', true), '') as v")
                .only().get("v")
            #expect(left == nil, "the context ends with its transaction")
        }
    }

    @Test("a batch is one round trip and happens whole or not at all")
    func batch() async throws {
        try await withPool(.init(minimum: 0, maximum: 1)) { pool in
            _ = try await pool.single("create table t (n int primary key)")
            let trips = try await count(pool) {
                let answers = try await pool.batch(
                    ["insert into t values (1)", "insert into t values (2)", "select count(*) as n from t"])
                #expect(try answers[2].only().get("n") == 2)
            }
            #expect(trips == 1)
            await #expect(throws: PostgresError.self) {
                try await pool.batch(["insert into t values (3)", "insert into t values (1)"])
            }
            #expect(try await pool.single("select from t").count == 2)
        }
    }

    @Test("begin and context travel with the first statement, an empty body sends nothing")
    func transaction() async throws {
        try await withPool(.init(minimum: 0, maximum: 1)) { pool in
            let none = try await count(pool) { try await pool.transaction(context: Self.context) { _ in } }
            #expect(none == 0)
            let two = try await count(pool) {
                try await pool.transaction(context: Self.context) { transaction in
                    let start = transaction.roundTrips
                    let row = try await transaction.run("select current_setting('test.tenant') as tenant").only()
                    #expect(try row.get("tenant") == "t-\(transaction.session.backendPID)")
                    #expect(transaction.roundTrips - start == 1)
                }
            }
            #expect(two == 2)
            let one = try await count(pool) {
                try await pool.transaction(context: Self.context) { transaction in
                    let rows = try await transaction.commit(after: ["select 1 as n", "select 2 as n"])
                    #expect(try rows[1].only().get("n") == 2)
                }
            }
            #expect(one == 1)
        }
    }

    @Test("evicted statements are deallocated without a round trip of their own")
    func eviction() async throws {
        try await withPool(.init(minimum: 0, maximum: 1, statementsPerConnection: 3)) { pool in
            let trips = try await count(pool) {
                for number in 1...10 {
                    let sql: SQL = "select \(number) as \(identifier: "column\(number)")"
                    _ = try await pool.single(sql)
                    try await pool.transaction(.init(isolation: .serializable)) { _ = try await $0.run(sql) }
                }
            }
            #expect(trips == 30)
            let held: Int = try await pool.single("select count(*) as n from pg_prepared_statements").only().get("n")
            #expect(held <= 4, "\(held) statements are held, three and the one being run at most")
        }
    }

    @Test("a batch longer than the cache leaves nothing behind on the server")
    func longBatch() async throws {
        try await withPool(.init(minimum: 0, maximum: 1, statementsPerConnection: 3)) { pool in
            let batch = (1...20).map { number -> SQL in "select 1 as \(identifier: "column\(number)")" }
            for _ in 1...3 { _ = try await pool.batch(batch) }
            _ = try await pool.single("select 1")
            let held: Int = try await pool.single("select count(*) as n from pg_prepared_statements").only().get("n")
            #expect(held <= 4, "\(held) statements are held, three and the one being run at most")
        }
    }

    @Test("a namespace has plans of its own")
    func namespaces() async throws {
        try await withPool(.init(minimum: 0, maximum: 1)) { pool in
            _ = try await pool.batch([
                "create schema a", "create schema b", "create table a.t (v int)", "create table b.t (v text)",
                "insert into a.t values (1)", "insert into b.t values ('one')",
            ])
            func read(_ schema: String) async throws -> Rows {
                try await pool.single(
                    "select v from t",
                    context: { _ in ["select set_config('search_path', \(schema), true)"] }, namespace: schema)
            }
            for _ in 1...3 {
                #expect(try await read("a").only().get("v", as: Int.self) == 1)
                #expect(try await read("b").only().get("v", as: String.self) == "one")
            }
        }
    }

    @Test("a plan that a migration made stale is parsed again")
    func stalePlan() async throws {
        try await withPool(.init(minimum: 0, maximum: 2)) { pool in
            _ = try await pool.batch(["create table t (a int)", "insert into t values (1)"])
            let everything: SQL = "select t.* from t"
            try await pool.lease { first in
                #expect(try await first.run(everything).only().columnNames == ["a"])
                try await pool.lease { _ = try await $0.run("alter table t add b int") }
            }
            // The connection used last lies on top: take both at once, so that the stale one is among them.
            try await pool.lease { _ in
                let row = try await pool.single(everything).only()
                #expect(row.columnNames == ["a", "b"])
            }
            #expect(try await pool.single(everything).only().columnNames == ["a", "b"])
        }
    }
}
