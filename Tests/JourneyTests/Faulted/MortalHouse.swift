import Foundation
import Glibc
import PrivateServers
import TestSupport
import Testing

/// A serving process on one port and a worker, both killed without warning and started again.
actor MortalHouse {
    let port: Int
    private let fleet: TestFleet
    private let environment: [String: String]
    private var server: Process?
    private var worker: Process?
    private var isServing = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    static func run(
        on fleet: TestFleet, _ environment: [String: String], _ body: @Sendable (MortalHouse) async throws -> Void
    ) async throws {
        let house = MortalHouse(fleet, environment, port: try FreePort.any())
        do {
            try await house.startServer()
            try await house.startWorker()
            try await body(house)
        } catch {
            await house.end()
            throw error
        }
        await house.end()
    }

    private init(_ fleet: TestFleet, _ environment: [String: String], port: Int) {
        (self.fleet, self.environment, self.port) = (fleet, environment, port)
    }

    /// Returns when one stands.
    func standing() async {
        if isServing { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func kill(_ victim: Breakage.Victim) async throws {
        switch victim {
        case .server:
            isServing = false
            try Self.kill(server)
            try await startServer()
        case .worker:
            try Self.kill(worker)
            try await startWorker()
        }
    }

    private static func kill(_ process: Process?) throws {
        let process = try #require(process)
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL)
    }

    private func startServer() async throws {
        let log = URL(fileURLWithPath: try TestDirectory.scratch()).appendingPathComponent("serve.log")
        server = try ServedProcess.start(fleet, environment.merging(["HTTP_PORT": "\(port)"]) { $1 }, log)
        let serves = try await comesTrue(within: ServedProcess.patience) { ServedProcess.port(in: log) != nil }
        try #require(serves, "\((try? String(contentsOf: log, encoding: .utf8)) ?? "")")
        isServing = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    private func startWorker() async throws {
        let log = URL(fileURLWithPath: try TestDirectory.scratch()).appendingPathComponent("work.log")
        worker = try ServedProcess.start(fleet, environment, log, command: "worker")
    }

    private func end() {
        for process in [server, worker].compactMap(\.self) where process.isRunning { process.terminate() }
    }
}

/// A port that nobody listens on just now.
enum FreePort {
    struct NoPort: Error {}

    static func any() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw NoPort() }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
