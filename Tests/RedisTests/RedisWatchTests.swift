import Foundation
import Logging
import PrivateServers
import Redis
import Synchronization
import TestSupport
import Testing

@Suite("What can be had without Redis")
struct RedisWatchTests {
    @Test("Is asked of it by one caller a second while it is away, told to the log once, and asked again by all after")
    func outage() async throws {
        try await withOwnServer { client, server in
            let lines = LogLines()
            let passed = Mutex(Duration.zero)
            let start = ContinuousClock.now
            let watch = RedisWatch(
                redis: client, deadline: .seconds(60), without: "all is well", logger: lines.logger,
                now: { start + passed.withLock { $0 } })
            let asked = Mutex(0)
            func ask(insisting: Bool = false) async -> RedisValue? {
                await watch.ask(insisting: insisting) { client, deadline throws(RedisError) in
                    asked.withLock { $0 += 1 }
                    return try await client.send(RedisCommand("PING"), deadline: deadline)
                }
            }
            #expect(await ask() == .status("PONG"))
            await server.kill9()
            for _ in 0..<10 { #expect(await ask() == nil) }
            #expect(asked.withLock { $0 } == 2)
            #expect(lines.all == ["warning: Redis is away"])
            passed.withLock { $0 += RedisWatch.pauseDefault }
            for _ in 0..<10 { #expect(await ask() == nil) }
            #expect(asked.withLock { $0 } == 3)
            #expect(await ask(insisting: true) == nil)
            #expect(asked.withLock { $0 } == 4)
            try await server.restart()
            #expect(await answersAgain(client))
            #expect(await ask() == nil)
            passed.withLock { $0 += RedisWatch.pauseDefault }
            for _ in 0..<10 { #expect(await ask() == .status("PONG")) }
            #expect(lines.all == ["warning: Redis is away", "notice: Redis is back"])
        }
    }

    @Test("Is had without it where none is configured, and nothing is said of that")
    func unconfigured() async {
        let lines = LogLines()
        let watch = RedisWatch(redis: nil, deadline: .seconds(1), without: "all is well", logger: lines.logger)
        let found = await watch.ask { client, deadline throws(RedisError) in
            try await client.send(RedisCommand("PING"), deadline: deadline)
        }
        #expect(found == nil)
        #expect(!watch.isConfigured)
        #expect(lines.all.isEmpty)
    }

    @Test("Who gives up waiting learns nothing of it")
    func cancelled() async throws {
        try await withOwnServer { client, _ in
            let lines = LogLines()
            let watch = RedisWatch(redis: client, deadline: .seconds(60), without: "-", logger: lines.logger)
            let found = await watch.ask { _, _ throws(RedisError) -> Int in throw .cancelled }
            #expect(found == nil)
            let next = await watch.ask { _, _ throws(RedisError) in 1 }
            #expect(next == 1)
            #expect(lines.all.isEmpty)
        }
    }
}

/// What was written to a logger, as level and message.
private final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.lines.withLock { $0.append("\(event.level): \(event.message)") } }
    }
}
