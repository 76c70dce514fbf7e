import Foundation
import Postgres
import Testing
import Vocabulary

@Suite struct CopyTests {
    @Test("ten thousand rows arrive as they were")
    func many() async throws {
        let start = try #require(CalendarDate("2026-01-01"))
        try await withPool { pool in
            _ = try await pool.batch([
                "create schema \"S 1\"", "create table \"S 1\".t (id bigint, n int, day date, note text)",
            ])
            let rows = (0..<10_000).map { number in
                CopyRow(
                    number, Int32(number % 100), start.adding(days: number),
                    number % 3 == 0 ? nil : String(repeating: "é", count: number % 50))
            }
            let taken = try await pool.lease {
                try await $0.copyIn(schema: "S 1", table: "t", columns: ["id", "n", "day", "note"], rows: rows)
            }
            #expect(taken == 10_000)
            let row = try await pool.single(
                """
                select count(*) as count, sum(id) as sum, max(day) as day, count(note) as notes,
                    bool_and(note is null or note = repeat('é', (id % 50)::int)) as right
                from "S 1".t
                """
            ).only()
            #expect(try row.get("count") == 10_000)
            #expect(try row.get("sum", as: Decimal.self) == 49_995_000)
            #expect(try row.get("day") == start.adding(days: 9_999))
            #expect(try row.get("notes") == 6_666)
            #expect(try row.get("right") == true)
        }
    }

    @Test("one copy after the other, each larger than a socket holds, comes to its end")
    func oneAfterTheOther() async throws {
        let copies = ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == nil ? 100 : 3_000
        try await withPool(.init(minimum: 0, maximum: 1, exchangeDeadline: .seconds(20))) { pool in
            _ = try await pool.single("create unlogged table t (n bigint, note text)")
            for turn in 1...copies {
                let rows = (0..<500).map { CopyRow($0, String(repeating: "x", count: ($0 + turn) * 7 % 5_000)) }
                let taken = try await pool.lease {
                    try await $0.copyIn(table: "t", columns: ["n", "note"], rows: rows)
                }
                #expect(taken == rows.count)
                if turn.isMultiple(of: 100) { _ = try await pool.single("truncate t") }
            }
        }
    }

    @Test("a row that does not fit fails the whole copy, and the connection goes on")
    func misfit() async throws {
        try await withPool { pool in
            _ = try await pool.single("create table t (n int)")
            try await pool.lease { connection in
                let error = await #expect(throws: PostgresError.self) {
                    try await connection.copyIn(
                        table: "t", columns: ["n"], rows: (0..<100_000).map { CopyRow($0) })
                }
                #expect(error?.sqlState == "22P03")
                let rows = try await connection.run("select from t")
                #expect(rows.isEmpty)
            }
        }
    }

    @Test("a script runs statement after statement, whole or not at all")
    func script() async throws {
        try await withPool { pool in
            let answers = try await pool.lease {
                try await $0.script(
                    "create table t (n int); insert into t values (1), (2); select count(*) as n from t")
            }
            #expect(answers.count == 3)
            #expect(answers[1].affectedCount == 2)
            await #expect(throws: PostgresError.self) {
                try await pool.lease { try await $0.script("insert into t values (3); select 1/0") }
            }
            #expect(try await pool.single("select from t").count == 2)
        }
    }
}
