import Testing

@testable import Postgres

@Suite struct StatisticsTests {
    @Test("statements are counted by what they are, not by their values or layout")
    func counts() async throws {
        let statistics = StatementStatistics()
        try await withPool(statistics: statistics) { pool in
            _ = try await pool.single("create table t (n int primary key)")
            for number in 1...3 { _ = try await pool.single("insert into t values (\(number))") }
            _ = try await pool.single("INSERT  into t -- a remark\n values (\(4))")
            _ = try? await pool.single("insert into t values (\(4))")
            _ = try await pool.single("select n from t where n = 17")
            _ = try await pool.single("select n from t where n = 18")
            _ = try? await pool.single("select nothing from t")
        }
        let entries = statistics.snapshot()
        let insert = try #require(entries.first { $0.kind == .insert })
        #expect(insert.text == "insert into t values ( $1 )")
        #expect(insert.calls == 5)
        #expect(insert.errors == 1)
        #expect(insert.total >= insert.max && insert.max > .zero)
        let select = try #require(entries.first { $0.text == "select n from t where n = ?" })
        #expect(select.calls == 2 && select.errors == 0)
        let failed = try #require(entries.first { $0.text == "select nothing from t" })
        #expect(failed.errors == 1)
    }

    @Test("slow is what took longer than the threshold")
    func slow() async throws {
        let statistics = StatementStatistics(slowThreshold: .milliseconds(30))
        try await withPool(statistics: statistics) { pool in
            _ = try await pool.single(
                "select pg_sleep(0.04) as slow", context: { _ in ["select set_config('a.b', '', true)"] })
        }
        let slow = statistics.snapshot().filter { $0.slow > 0 }
        #expect(slow.map(\.text) == ["select pg_sleep ( ? ) as slow"])
    }

    @Test(
        "the kind is the statement's own verb",
        arguments: [
            ("with x as (select 1), y as (delete from t returning n) update t set n = 1", StatementKind.update),
            ("/* delete /* nested */ */ select 'insert'", .select), ("(select 1)", .select),
            ("with x as (insert into t values (1)) select 1", .select), ("table t", .select),
            ("create table d (n int)", .other), ("with x as (select $q$ ) delete $q$) delete from t", .delete),
        ])
    func kinds(_ text: String, _ kind: StatementKind) {
        #expect(StatementShape(text).kind == kind)
    }
}
