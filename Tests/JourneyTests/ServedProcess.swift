import Foundation
import TestSupport
import Testing

/// A serving process of its own, as an operator would start it, on a port that it chose.
struct ServedProcess: Sendable {
    let port: Int
    let log: URL

    static let patience = Duration.seconds(90)

    /// Runs `count` of them for as long as `body` runs.
    static func run(
        _ count: Int, on fleet: TestFleet, _ environment: [String: String],
        _ body: @Sendable ([ServedProcess]) async throws -> Void
    ) async throws {
        var processes: [Process] = []
        defer { for process in processes where process.isRunning { process.terminate() } }
        var logs: [URL] = []
        for _ in 0..<count {
            let log = URL(fileURLWithPath: try TestDirectory.scratch()).appendingPathComponent("serve.log")
            processes.append(try start(fleet, environment, log))
            logs.append(log)
        }
        var served: [ServedProcess] = []
        for log in logs {
            let isServing = try await comesTrue(within: patience) { port(in: log) != nil }
            try #require(isServing, "\((try? String(contentsOf: log, encoding: .utf8)) ?? "")")
            served.append(ServedProcess(port: try #require(port(in: log)), log: log))
        }
        try await body(served)
    }

    static func start(
        _ fleet: TestFleet, _ environment: [String: String], _ log: URL, command: String = "serve"
    ) throws -> Process {
        let process = Process()
        process.executableURL = TestFleet.root.appendingPathComponent(".build/debug/travelhub")
        process.arguments = [command]
        process.environment = [
            "DATABASE_URL": fleet.adminConninfo, "MASTER_KEYS": TestFleet.masterKeyText, "HTTP_PORT": "0",
            "EXCHANGE_RATES_URL": "none",
            "HTTP_MANAGEMENT_PORT": "0", "ROOT_DIRECTORY": TestFleet.root.path, "PLATFORM_HOSTS": "platform.test",
            "LOG_LEVEL": "notice", "LOG_FORMAT": "json", "DATABASE_CONNECTIONS": "2", "PATH": "/usr/bin:/bin",
        ].merging(environment) { $1 }
        try Data().write(to: log)
        let handle = try FileHandle(forWritingTo: log)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        return process
    }

    /// As the log's line `serving` says it.
    static func port(in log: URL) -> Int? {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        guard
            let line = text.split(whereSeparator: \.isNewline).first(where: {
                $0.contains("\"serving\"") || $0.contains(" serving port=")
            }),
            let found = line.firstMatch(of: /port(?:":"?|=)(\d+)/)
        else { return nil }
        return Int(found.1)
    }
}
