import Testing

@testable import Postgres

@Suite("A connection string")
struct ConnectionStringTests {
    private static let awkward = "p'a\\ss w&=%ö\"rd"

    @Test(
        "With further keywords leads to what they say, in both of its forms",
        arguments: ["host=/run/pg user=ada dbname=one password='x y'", "postgresql://ada:x%20y@/one?host=%2Frun%2Fpg"])
    func adding(text: String) throws {
        #expect(try ConnectionString.database(of: text) == "one")
        let other = ConnectionString.adding(
            ["dbname": "two words", "user": "grace", "password": Self.awkward], to: text)
        #expect(try ConnectionString.database(of: other) == "two words")
        let environment = try ConnectionString.environment(of: other)
        #expect(environment["PGHOST"] == "/run/pg")
        #expect(environment["PGUSER"] == "grace")
        #expect(environment["PGDATABASE"] == "two words")
        #expect(environment["PGPASSWORD"] == Self.awkward)
    }

    @Test("Without a database leads to the one of its user")
    func withoutDatabase() throws {
        #expect(try ConnectionString.database(of: "host=/run/pg user=ada") == "ada")
    }

    @Test("That libpq does not understand is refused")
    func refused() {
        #expect(throws: PostgresError.self) { try ConnectionString.environment(of: "host=/run/pg color=red") }
    }
}
