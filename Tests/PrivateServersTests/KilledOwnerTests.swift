import Foundation
import Glibc
import PrivateServers
import Testing

/// Each owner is a process of its own, which starts a server, notes its number and dies by SIGKILL.
@Suite("When the owner of private servers is killed")
struct KilledOwnerTests {
    @Test("servers that shall die with it stop in order, and their directory goes")
    func diesWithParent() async throws {
        try await withScratchDirectory { directory in
            await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
                let postgres = try await PrivatePostgres.start(.test(directory: directory), logger: quiet)
                let redis = try await PrivateRedis.start(.test(directory: directory), logger: quiet)
                try await note(postgres.processID, in: directory + "/postgres.number")
                try await note(redis.processID, in: directory + "/redis.number")
                kill(getpid(), SIGKILL)
            }
            for server in ["postgres", "redis"] {
                let pid = try noted("\(directory)/\(server).number")
                #expect(try await eventually { !isAlive(pid) })
                #expect(try await eventually { !FileManager.default.fileExists(atPath: "\(directory)/\(server)") })
            }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: directory).allSatisfy { $0.hasSuffix(".number") })
        }
    }

    @Test("servers that outlived it are stopped by the next owner, who finds the data")
    func takeover() async throws {
        try await withScratchDirectory { directory in
            await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
                let options = PrivateServerOptions(directory: directory, diesWithParent: false)
                let postgres = try await PrivatePostgres.start(options, logger: quiet)
                let redis = try await PrivateRedis.start(options, logger: quiet)
                _ = try await Database.query("create table t as select 3 as n", conninfo: postgres.conninfo)
                try await note(postgres.processID, in: directory + "/postgres.number")
                try await note(redis.processID, in: directory + "/redis.number")
                kill(getpid(), SIGKILL)
            }
            let old = try (noted(directory + "/postgres.number"), noted(directory + "/redis.number"))
            #expect(isAlive(old.0) && isAlive(old.1))
            let options = PrivateServerOptions(directory: directory)
            let postgres = try await PrivatePostgres.start(options, logger: quiet)
            let redis = try await PrivateRedis.start(options, logger: quiet)
            #expect(!isAlive(old.0) && !isAlive(old.1))
            #expect(try await Database.query("select n from t", conninfo: postgres.conninfo) == "3")
            await redis.stop()
            await postgres.stop()
        }
    }
}

private func note(_ pid: Int32?, in file: String) throws {
    try "\(pid ?? 0)".write(toFile: file, atomically: true, encoding: .utf8)
}

private func noted(_ file: String) throws -> Int32 {
    try #require(Int32(String(contentsOfFile: file, encoding: .utf8)))
}
