import Foundation
import Postgres
import Testing
import Vocabulary

@Suite struct TypeTests {
    /// Sends the value, lets the server compare it with the literal, and reads it back.
    private func check<T: SQLEncodable & SQLDecodable & Equatable>(
        _ value: T, equals literal: SQL, _ pool: PostgresPool
    ) async throws {
        let row = try await pool.single(
            "select \(value) as sent, \(value) is not distinct from (\(fragment: literal)) as same, (\(fragment: literal)) as read"
        ).only()
        #expect(try row.get("same") == true, "the server understood \(value) otherwise")
        #expect(try row.get("sent") == value)
        #expect(try row.get("read") == value)
    }

    @Test("every type means the same on both sides")
    func roundTrips() async throws {
        try await withPool { pool in
            try await check(Int.max, equals: "9223372036854775807::bigint", pool)
            try await check(Int64.min, equals: "(-9223372036854775808)::bigint", pool)
            try await check(Int32(-7), equals: "-7::int", pool)
            try await check(Int16(300), equals: "300::smallint", pool)
            try await check(true, equals: "true", pool)
            try await check(-0.125, equals: "-0.125::float8", pool)
            try await check("naïve \u{1F30D} 'quoted' \\", equals: "'naïve \u{1F30D} ''quoted'' \\'::text", pool)
            try await check("", equals: "''::text", pool)
            let id = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255))
            try await check(id, equals: "'01020304-0506-0708-090a-0b0c0d0e0fff'::uuid", pool)
            try await check(TenantID(id), equals: "'01020304-0506-0708-090a-0b0c0d0e0fff'::uuid", pool)
            try await check(
                Date(timeIntervalSince1970: 1_700_000_000.123456), equals: "to_timestamp(1700000000.123456)", pool)
            try await check(Date(timeIntervalSince1970: -86_400 * 50_000), equals: "to_timestamp(-4320000000)", pool)
            let day = try #require(CalendarDate("1815-06-18"))
            try await check(day, equals: "date '1815-06-18'", pool)
            try await check([UInt8]([0, 1, 255]), equals: "'\\x0001ff'::bytea", pool)
            try await check([UInt8](), equals: "''::bytea", pool)
            try await check(Data([0, 1, 255]), equals: "'\\x0001ff'::bytea", pool)
            try await check(JSONText(#"{"a": [1, null]}"#), equals: #"'{"a":[1,null]}'::jsonb"#, pool)
            try await check(CurrencyCode.kwd, equals: "'KWD'::text", pool)
            try await check(LocaleTag.english, equals: "'en'::text", pool)
        }
    }

    @Test(
        "a numeric keeps every digit",
        arguments: [
            "0", "1", "-1", "10000", "99999999", "0.0001", "-0.5", "123456789.987654321", "1000000000000", "0.10",
            "12345678901234567890123456789012345678", "0.00000000000000000001", "-9999.9999",
        ])
    func numerics(_ text: String) async throws {
        let value = try #require(Decimal(string: text))
        try await withPool { pool in
            let row = try await pool.single(
                "select \(value) as sent, \(value) = \(text)::text::numeric as same, \(text)::text::numeric as read"
            ).only()
            #expect(try row.get("same") == true)
            #expect(try row.get("sent") == value)
            #expect(try row.get("read") == value)
        }
    }

    @Test("arrays keep order, nulls and emptiness")
    func arrays() async throws {
        try await withPool { pool in
            try await check([1, -2, 3], equals: "'{1,-2,3}'::bigint[]", pool)
            try await check([Int](), equals: "'{}'::bigint[]", pool)
            try await check(["a", nil, ""], equals: "array['a', null, '']::text[]", pool)
            try await check([true, false], equals: "'{t,f}'::bool[]", pool)
            try await check([Int32(5), nil], equals: "'{5,null}'::int[]", pool)
            try await check([[UInt8]([1]), []], equals: "array['\\x01', '']::bytea[]", pool)
            try await check([try #require(CalendarDate("2026-11-22"))], equals: "'{2026-11-22}'::date[]", pool)
            try await check([Decimal(1.5)], equals: "'{1.5}'::numeric[]", pool)
            let wide: [Int] = try await pool.single("select '{1,2}'::smallint[] as a").only().get("a")
            #expect(wide == [1, 2])
        }
    }

    @Test("ranges keep their bounds, their openness and their emptiness")
    func ranges() async throws {
        let first = try #require(CalendarDate("2026-11-22"))
        try await withPool { pool in
            try await check(
                SQLRange(from: first, to: first.adding(days: 3)), equals: "'[2026-11-22,2026-11-25)'::daterange", pool)
            try await check(SQLRange<CalendarDate>(from: first, to: nil), equals: "'[2026-11-22,)'::daterange", pool)
            try await check(SQLRange<CalendarDate>.empty, equals: "'empty'::daterange", pool)
            try await check(SQLRange(from: 1, to: 10), equals: "'[1,10)'::int8range", pool)
            let narrow: SQLRange<Int> = try await pool.single("select '[1,10)'::int4range as r").only().get("r")
            #expect(narrow == SQLRange(from: 1, to: 10))
        }
    }

    @Test("null is nil for every optional and an error for everything else")
    func nulls() async throws {
        try await withPool { pool in
            let row = try await pool.single(
                "select \(Int?.none) as i, \(String?.none) as s, \(UUID?.none) as u, \(Date?.none) as d, \([Int]?.none) as a"
            ).only()
            #expect(try row.get("i", as: Int?.self) == nil)
            #expect(try row.get("s", as: String?.self) == nil)
            #expect(try row.get("u", as: UUID?.self) == nil)
            #expect(try row.get("d", as: Date?.self) == nil)
            #expect(try row.get("a", as: [Int]?.self) == nil)
            let error = #expect(throws: PostgresDecodingError.self) { try row.get("i", as: Int.self) }
            #expect(error?.reason == .null)
        }
    }
}
