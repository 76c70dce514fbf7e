import Postgres
import Testing

@Suite struct SQLTests {
    @Test("interpolated values become numbered binds")
    func binds() {
        let name: String? = nil
        let sql: SQL = "select \(1), \("two"), \(name)"
        #expect(sql.text == "select $1, $2, $3")
    }

    @Test("a nested statement is renumbered, its literals are left alone")
    func nesting() {
        let inner: SQL = "a = \(1) and b = '$1' and c = \("x")"
        let outer: SQL = "select \(0) where \(fragment: inner) limit \(9)"
        #expect(outer.text == "select $1 where a = $2 and b = '$1' and c = $3 limit $4")
        let twice = outer + " union " + outer
        #expect(twice.text.hasSuffix("union select $5 where a = $6 and b = '$1' and c = $7 limit $8"))
        let list = [1, 2, 3].map { number -> SQL in "(\(number))" }.joined(separator: ", ")
        #expect(list.text == "($1), ($2), ($3)")
    }

    @Test("more than nine binds are renumbered by their whole number")
    func manyBinds() {
        let inner = (1...12).map { number -> SQL in "\(number)" }.joined(separator: ",")
        let outer: SQL = "\(0),\(fragment: inner);"
        let expected = (1...13).map { "$\($0)" }.joined(separator: ",") + ";"
        #expect(outer.text == expected)
    }

    @Test("identifiers are quoted, quotes in them doubled")
    func identifiers() {
        let sql: SQL = "select * from \(identifier: "a\"b; drop table x --")"
        #expect(sql.text == "select * from \"a\"\"b; drop table x --\"")
    }

    @Test(
        "no value leaves its place",
        arguments: [
            "'; drop table victims; --", "\\'; drop table victims; --", "$1", "\"", "x' or 'a'='a",
            "\u{02BC}; drop table victims", "%s", "{}", "'\u{0301}; delete from victims",
        ])
    func injection(_ attack: String) async throws {
        try await withPool { pool in
            _ = try await pool.batch(["create table victims (name text)", "insert into victims values ('x')"])
            _ = try await pool.single("insert into victims values (\(attack))")
            let found = try await pool.single("select name from victims where name = \(attack)")
            #expect(try found.only().get("name") == attack)
            let row = try await pool.single("select 1 as \(identifier: attack)").only()
            #expect(try row.get(attack, as: Int.self) == 1)
            #expect(try await pool.single("select from victims").count == 2)
        }
    }

    @Test("a zero byte in an identifier is refused before it is sent")
    func zeroByte() async throws {
        try await withPool { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.single("select 1 as \(identifier: "a\0b")")
            }
            #expect(error?.kind == .misuse)
            let rows = try await pool.single("select 1")
            #expect(rows.count == 1)
        }
    }
}
