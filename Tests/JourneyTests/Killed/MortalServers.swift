import Foundation
import Glibc
import TestSupport
import Testing

/// Serving processes that are killed without warning and started again: whoever asks is led to one that stands,
/// and waits while none does.
actor MortalServers {
    private let fleet: TestFleet
    private let environment: [String: String]
    private var processes: [Process?]
    private var ports: [Int?]
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var failure: (any Error)?

    private init(_ count: Int, _ fleet: TestFleet, _ environment: [String: String]) {
        self.fleet = fleet
        self.environment = environment
        processes = Array(repeating: nil, count: count)
        ports = Array(repeating: nil, count: count)
    }

    static func run(
        _ count: Int, on fleet: TestFleet, _ environment: [String: String],
        _ body: @Sendable (MortalServers) async throws -> Void
    ) async throws {
        let servers = MortalServers(count, fleet, environment)
        do {
            for index in 0..<count { try await servers.start(index) }
            try await body(servers)
        } catch {
            await servers.end()
            throw error
        }
        await servers.end()
    }

    /// Of one that stands; which, the caller's number says.
    func port(for number: Int) async throws -> Int {
        while true {
            if let failure { throw failure }
            let standing = ports.compactMap(\.self)
            if !standing.isEmpty { return standing[number % standing.count] }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func start(_ index: Int) async throws {
        do {
            let log = URL(fileURLWithPath: try TestDirectory.scratch()).appendingPathComponent("serve.log")
            processes[index] = try ServedProcess.start(fleet, environment, log)
            let serves = try await comesTrue(within: ServedProcess.patience) { ServedProcess.port(in: log) != nil }
            try #require(serves, "\((try? String(contentsOf: log, encoding: .utf8)) ?? "")")
            ports[index] = ServedProcess.port(in: log)
        } catch {
            failure = error
            letOn()
            throw error
        }
        letOn()
    }

    /// `kill -9`, and nobody is led there any more.
    func kill(_ index: Int) throws {
        let process = try #require(processes[index])
        ports[index] = nil
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL)
        processes[index] = nil
    }

    private func letOn() {
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    private func end() {
        for process in processes.compactMap(\.self) where process.isRunning { process.terminate() }
    }
}
