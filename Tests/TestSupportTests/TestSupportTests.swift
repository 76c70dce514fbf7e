import Foundation
import PrivateServers
import TestSupport
import Testing
import Vocabulary

@Suite("The tests' own tools")
struct TestSupportTests {
    @Test("each fresh database is empty and its own; a template is copied")
    func databases() async throws {
        let database = try await TestPostgres.shared.freshDatabase()
        let first = database.conninfo
        async let second = TestPostgres.shared.freshDatabase()
        _ = try await Database.query("create table t as select 5 as n", conninfo: first)
        let tables = "select count(*) from pg_tables where schemaname = 'public'"
        #expect(try await Database.query(tables, conninfo: second.conninfo) == "0")
        let name = try await Database.query("select current_database()", conninfo: first)
        let copy = try await TestPostgres.shared.freshDatabase(template: name)
        #expect(try await Database.query("select n from t", conninfo: copy.conninfo) == "5")
        try await database.drop()
        let left = "select count(*) from pg_database where datname = '\(name)'"
        #expect(try await Database.query(left, conninfo: copy.conninfo) == "0")
    }

    @Test("another database is named in both forms of a connection string")
    func conninfo() {
        #expect(
            TestPostgres.conninfo("host=/run user=a dbname='x'", database: "y")
                == "host=/run user=a dbname='x' dbname='y'")
        #expect(
            TestPostgres.conninfo("postgresql://a:b%40c@h:5433/x?sslmode=require", database: "y")
                == "postgresql://a:b%40c@h:5433/y?sslmode=require")
    }

    @Test("the generator is SplitMix64: the published first outputs for seed 1234567")
    func generator() {
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test("the clock moves only by hand, and identifiers can be foreseen and ascend")
    func foreseen() {
        let clock = ManualClock()
        #expect(clock.wallClock.now().rfc3339 == "2026-06-01T12:00:00Z")
        clock.advance(bySeconds: 90)
        #expect(clock.wallClock.now().rfc3339 == "2026-06-01T12:01:30Z")
        let one = SeededIdentifiers(seed: 7)
        let two = SeededIdentifiers(seed: 7)
        let made = (0..<20).map { _ in one.next().text }
        #expect(made == (0..<20).map { _ in two.source.next().text })
        #expect(made == made.sorted() && Set(made).count == 20)
    }
}
