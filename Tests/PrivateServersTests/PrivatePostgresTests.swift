import Foundation
import Glibc
import PrivateServers
import Testing

@Suite("A private PostgreSQL")
struct PrivatePostgresTests {
    private func options(_ directory: String) -> PrivatePostgres.Options {
        PrivatePostgres.Options(directory: directory, durable: false, connectionsMax: 20)
    }

    private func refusal(_ options: PrivatePostgres.Options) async -> String {
        let error = await #expect(throws: PrivateServerError.self) {
            try await PrivatePostgres.start(options, logger: quiet).stop()
        }
        return error?.description ?? ""
    }

    @Test("keeps its data over a stop, a second start is quick, and only the socket is open")
    func keepsData() async throws {
        try await withScratchDirectory { directory in
            let first = try await PrivatePostgres.start(options(directory), logger: quiet)
            _ = try await Database.query("create table t as select 42 as n", conninfo: first.conninfo)
            #expect(try await Database.query("show listen_addresses", conninfo: first.conninfo) == "")
            await first.stop()

            let clock = ContinuousClock()
            let began = clock.now
            let second = try await PrivatePostgres.start(options(directory), logger: quiet)
            let took = clock.now - began
            #expect(try await Database.query("select n from t", conninfo: second.conninfo) == "42")
            #expect(took < .seconds(2), "took \(took)")
            await second.stop(mode: .immediate)
            #expect(await second.processID == nil)
        }
    }

    @Test("works below a directory whose path is too long for a socket and full of metacharacters")
    func longPath() async throws {
        try await withScratchDirectory(deep: true) { directory in
            let postgres = try await PrivatePostgres.start(options(directory), logger: quiet)
            try await Database.create("it's", conninfo: postgres.conninfo)
            let conninfo = postgres.conninfo(user: "postgres", database: "it's")
            #expect(try await Database.query("select current_database()", conninfo: conninfo) == "it's")
            await postgres.stop()
        }
    }

    @Test("recovers committed rows after kill -9")
    func killed() async throws {
        try await withScratchDirectory { directory in
            var durable = options(directory)
            durable.durable = true
            let postgres = try await PrivatePostgres.start(durable, logger: quiet)
            _ = try await Database.query("create table t as select 7 as n", conninfo: postgres.conninfo)
            await postgres.kill9()
            #expect(await postgres.processID == nil)
            try await postgres.restart()
            #expect(try await Database.query("select n from t", conninfo: postgres.conninfo) == "7")
            await postgres.stop()
        }
    }

    @Test("a half-made data directory and a pid file that names a stranger do not stand in the way")
    func leftBehind() async throws {
        try await withScratchDirectory { directory in
            var postgres = try await PrivatePostgres.start(options(directory), logger: quiet)
            await postgres.kill9()
            await postgres.stop()
            let root = directory + "/postgres"
            try FileManager.default.createDirectory(
                atPath: root + "/data.partial/base", withIntermediateDirectories: true)
            // A number of the server's own account that is alive: the case PostgreSQL cannot tell apart.
            let pidFile = root + "/data/postmaster.pid"
            let rest = try String(contentsOfFile: pidFile, encoding: .utf8).drop { $0 != "\n" }
            try "\(getpid())\(rest)".write(toFile: pidFile, atomically: false, encoding: .utf8)
            postgres = try await PrivatePostgres.start(options(directory), logger: quiet)
            #expect(try await Database.query("select 1", conninfo: postgres.conninfo) == "1")
            #expect(!FileManager.default.fileExists(atPath: root + "/data.partial"))
            await postgres.stop()
        }
    }

    @Test("refuses a directory that is in use, of another version, or not a cluster")
    func refuses() async throws {
        try await withScratchDirectory { directory in
            let postgres = try await PrivatePostgres.start(options(directory), logger: quiet)
            #expect(await refusal(options(directory)).contains("is in use by process \(getpid())"))
            await postgres.stop()
            let version = directory + "/postgres/data/PG_VERSION"
            try "12\n".write(toFile: version, atomically: false, encoding: .utf8)
            #expect(await refusal(options(directory)).contains("was made by PostgreSQL 12"))
            try FileManager.default.removeItem(atPath: version)
            #expect(await refusal(options(directory)).contains("holds no PostgreSQL cluster"))
        }
    }

    @Test("says the server's last words when a setting keeps it from starting")
    func badSetting() async throws {
        try await withScratchDirectory { directory in
            var bad = options(directory)
            bad.settings["shared_buffers"] = "a lot"
            #expect(await refusal(bad).contains("invalid value for parameter \"shared_buffers\""))
        }
    }

    @Test("below a directory that only root may enter, it lives elsewhere and says where", .enabled(if: geteuid() == 0))
    func unreachable() async throws {
        try await withScratchDirectory { directory in
            chmod(directory, 0o700)
            var options = options(directory)
            options.removedAtEnd = true
            let postgres = try await PrivatePostgres.start(options, logger: quiet)
            let location = try String(contentsOfFile: directory + "/postgres.location", encoding: .utf8).dropLast()
            #expect(location.hasPrefix("/var/lib/travelhub/postgres-"))
            let data = try await Database.query("show data_directory", conninfo: postgres.conninfo)
            #expect(data == location + "/data")
            await postgres.stop()
            #expect(!FileManager.default.fileExists(atPath: String(location)))
        }
    }
}
