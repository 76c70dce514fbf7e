import Foundation
import Postgres
import Testing

@Suite struct RowTests {
    @Test("a wrong type is reported with column, both types and the statement")
    func wrongType() async throws {
        try await withPool { pool in
            let row = try await pool.single("select 'x'::text as name").only()
            let error = #expect(throws: PostgresDecodingError.self) { try row.get("name", as: Int.self) }
            #expect(error?.column == "name")
            #expect(error?.wanted == "Int")
            #expect(error?.found == "text")
            #expect(error?.statement == "select 'x'::text as name")
            #expect("\(try #require(error))".contains("column name is text, which does not read as Int"))
        }
    }

    @Test("a missing column is reported with those that there are")
    func missingColumn() async throws {
        try await withPool { pool in
            let row = try await pool.single("select 1 as a, 2 as b").only()
            let error = #expect(throws: PostgresDecodingError.self) { try row.get("c", as: Int.self) }
            #expect(error?.reason == .noSuchColumn(known: ["a", "b"]))
        }
    }

    @Test("an integer widens and never narrows")
    func widening() async throws {
        try await withPool { pool in
            let row = try await pool.single("select 1::smallint as s, 2::int as i, 3::bigint as b").only()
            #expect(try row.get("s", as: Int.self) == 1)
            #expect(try row.get("i", as: Int.self) == 2)
            #expect(throws: PostgresDecodingError.self) { try row.get("b", as: Int32.self) }
            #expect(throws: PostgresDecodingError.self) { try row.get("i", as: Int16.self) }
        }
    }

    @Test("only() is exactly one row")
    func only() async throws {
        try await withPool { pool in
            let none = try await pool.single("select 1 where false")
            #expect(throws: PostgresDecodingError.self) { try none.only() }
            let two = try await pool.single("select generate_series(1, 2) as n")
            #expect(throws: PostgresDecodingError.self) { try two.only() }
            let numbers = try two.map { try $0.get("n", as: Int.self) }
            #expect(numbers == [1, 2])
        }
    }

    @Test("a changed row count is told")
    func affected() async throws {
        try await withPool { pool in
            _ = try await pool.single("create table t (n int)")
            let inserted = try await pool.single("insert into t select generate_series(1, 5)")
            #expect(inserted.affectedCount == 5)
            #expect(try await pool.single("delete from t where n > \(3)").affectedCount == 2)
        }
    }

    @Test("rows outlive the pool they came from")
    func outlive() async throws {
        let rows = try await withPool { try await $0.single("select repeat('x', 100000) as long") }
        #expect(try rows.only().get("long", as: String.self).count == 100_000)
    }

    @Test("an enum of texts reads and writes as its raw value")
    func enums() async throws {
        enum State: String, SQLEncodable, SQLDecodable { case held, confirmed }
        try await withPool { pool in
            let row = try await pool.single("select \(State.held) as s, 'sold' as wrong").only()
            #expect(try row.get("s", as: State.self) == .held)
            #expect(throws: PostgresDecodingError.self) { try row.get("wrong", as: State.self) }
        }
    }

    @Test("a refused statement names table, constraint and state")
    func serverError() async throws {
        try await withPool { pool in
            _ = try await pool.single("create table t (n int constraint positive check (n > 0))")
            let error = await #expect(throws: PostgresError.self) {
                try await pool.single("insert into t values (\(-1))")
            }
            #expect(error?.kind == .checkViolation)
            #expect(error?.sqlState == "23514")
            #expect(error?.table == "t")
            #expect(error?.constraint == "positive")
            #expect(error?.statement == "insert into t values ($1)")
        }
    }
}
