import Foundation
import Glibc
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Tenancy
import TestSupport
import Testing

@testable import TravelHub

@Suite("A process that is told to stop")
struct DrainTests {
    /// Long enough to look in between, and the bar for the end on a starved machine.
    static let noticeSeconds = 3
    static let endSeconds = 30.0

    @Test("says so first, finishes what is under way, takes nothing new and ends by itself")
    func drains() async throws {
        let fleet = try await TestFleet.make()
        let partner = try await TestPartner.make("halfway", as: "wvuk", .pooled, in: fleet)
        let server = try ServeProcess.start(fleet, drainSeconds: Self.noticeSeconds)
        defer { server.kill() }
        let port = try await server.port()
        let wire = Wire(port: port, host: partner.host)
        #expect(try await wire.get("/readyz").status == 200)

        // A request whose body is still on its way when the process is told.
        let held = try await HalfRequest.open(port, host: partner.host)
        server.terminate()
        try await comesTrue { try await wire.get("/readyz").status == 503 }
        let late = try await wire.get("/api/site")
        #expect(late.status == 200, "until listening ends, who still comes is answered")
        #expect(late.headers.first(name: "connection") == "close")
        try await comesTrue { (try? await wire.get("/api/site")) == nil }
        #expect(server.isRunning, "it waits for what is under way")
        let answer = try await held.finish()
        #expect(answer.contains(" 422 ") || answer.contains(" 404 "), "\(answer.prefix(300))")
        #expect(try await server.exitStatus() == 0)
        await fleet.close()
    }

    private func comesTrue(_ holds: @Sendable () async throws -> Bool) async throws {
        let start = ContinuousClock.now
        while try await !holds() {
            try #require(start.duration(to: .now) < .seconds(Self.endSeconds), "it did not come true")
            await Task.yield()
        }
    }
}

/// The built program, serving a test's database.
final class ServeProcess: Sendable {
    private let process: Process
    private let lines: AsyncStream<String>

    private init(process: Process, lines: AsyncStream<String>) {
        self.process = process
        self.lines = lines
    }

    static func start(_ fleet: TestFleet, drainSeconds: Int) throws -> ServeProcess {
        let process = Process()
        process.executableURL = TestFleet.root.appendingPathComponent(".build/debug/travelhub")
        process.arguments = ["serve"]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "DATABASE_URL": fleet.adminConninfo, "MASTER_KEYS": TestFleet.masterKeyText, "HTTP_PORT": "0",
            "HTTP_MANAGEMENT_PORT": "0", "ROOT_DIRECTORY": TestFleet.root.path, "PLATFORM_HOSTS": "platform.test",
            "HTTP_DRAIN_SECONDS": "\(drainSeconds)", "LOG_FORMAT": "json",
        ]) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        let (lines, told) = AsyncStream<String>.makeStream()
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty {
                handle.readabilityHandler = nil
                told.finish()
            }
            for line in String(decoding: data, as: UTF8.self).split(separator: "\n") { told.yield(String(line)) }
        }
        try process.run()
        return ServeProcess(process: process, lines: lines)
    }

    struct NeverServed: Error {
        let log: [String]
    }

    /// As its log tells it.
    func port() async throws -> Int {
        var log: [String] = []
        for await line in lines {
            log.append(line)
            guard line.contains("\"serving\""), let mark = line.range(of: "\"port\":\"") else { continue }
            if let port = Int(line[mark.upperBound...].prefix { $0.isNumber }) { return port }
        }
        throw NeverServed(log: log)
    }

    var isRunning: Bool { process.isRunning }

    func terminate() { process.terminate() }

    func kill() { if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) } }

    func exitStatus() async throws -> Int32 {
        let start = ContinuousClock.now
        while process.isRunning {
            try #require(start.duration(to: .now) < .seconds(DrainTests.endSeconds), "it did not end")
            await Task.yield()
        }
        return process.terminationStatus
    }
}

/// A request that the server has begun to read and waits for the rest of.
struct HalfRequest: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private static let body = "{\"offer_id\":\"x\"}"

    static func open(_ port: Int, host: String) async throws -> HalfRequest {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let head =
            "POST /api/quotes HTTP/1.1\r\nHost: \(host)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n{"
        try await channel.channel.writeAndFlush(ByteBuffer(string: head))
        return HalfRequest(channel: channel)
    }

    /// Sends the rest and reads until the server closes.
    func finish() async throws -> String {
        try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: String(Self.body.dropFirst())))
            var text = ""
            for try await part in inbound { text += String(buffer: part) }
            return text
        }
    }
}
