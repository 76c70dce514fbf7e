import Foundation
import PrivateServers
import Testing

@Suite("A private Redis")
struct PrivateRedisTests {
    private func cli(_ redis: PrivateRedis, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/redis-cli")
        process.arguments = ["-s", redis.socket] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    @Test("keeps its keys over a stop when it is durable")
    func durable() async throws {
        try await withScratchDirectory { directory in
            let options = PrivateRedis.Options(directory: directory)
            let first = try await PrivateRedis.start(options, logger: quiet)
            #expect(try cli(first, ["set", "k", "v"]) == "OK\n")
            await first.stop()
            let second = try await PrivateRedis.start(options, logger: quiet)
            #expect(try cli(second, ["get", "k"]) == "v\n")
            await second.kill9()
            try await second.restart()
            #expect(try cli(second, ["get", "k"]) == "v\n")
            await second.stop()
        }
    }

    @Test("works below a long path, and leaves nothing behind when asked")
    func removed() async throws {
        try await withScratchDirectory(deep: true) { directory in
            let redis = try await PrivateRedis.start(.test(directory: directory), logger: quiet)
            #expect(try cli(redis, ["ping"]) == "PONG\n")
            await redis.stop()
            #expect(!FileManager.default.fileExists(atPath: directory))
            #expect(!FileManager.default.fileExists(atPath: redis.socket))
        }
    }
}
