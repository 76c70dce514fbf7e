import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A process of this very program that answers on a port of its own.
struct BenchServer: Sendable {
    let port: Int
    private let process: Process
    private let log: URL

    private static let readySeconds = 60.0
    private static let answerBytesMax = 4 * 1024 * 1024

    static func start(
        _ arguments: [String], port: Int, log: URL, environment: [String: String] = [:]
    ) throws -> BenchServer {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        return BenchServer(
            port: port, process: try BenchProgram.start(program, arguments, environment: environment, log: log),
            log: log)
    }

    /// Runs `body` once the process answers 200 at `path`, and ends the process after it.
    func whileReady<Result>(
        _ path: String, host: String, _ body: (BenchServer) async throws -> Result
    ) async throws -> Result {
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let start = ContinuousClock.now
        while (try? await get(path, host: host).status) != 200 {
            guard process.isRunning, start.duration(to: .now) < .seconds(Self.readySeconds) else {
                let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
                throw BenchProgram.Failure(description: "the server did not get ready: \(said.suffix(2_000))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        return try await body(self)
    }

    var processID: Int32 { process.processIdentifier }

    /// Resident memory, in MiB.
    var residentMiB: Double {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (line.split(separator: " ").compactMap { Double($0) }.first ?? .nan) / 1_024
    }

    struct Reply: Sendable {
        let status: Int
        let fields: [(name: String, value: String)]
        let body: String
    }

    func get(_ path: String, host: String) async throws -> Reply { try await send(.GET, path, host: host) }

    func send(
        _ method: HTTPMethod, _ path: String, host: String, fields: [String: String] = [:], body: String? = nil,
        form: String? = nil
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.headers.add(name: "Host", value: host)
        request.headers.add(name: "Accept", value: "application/json")
        for (name, value) in fields { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        if let form {
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: form))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let content = try await response.body.collect(upTo: Self.answerBytesMax)
        return Reply(
            status: Int(response.status.code), fields: response.headers.map { ($0.name, $0.value) },
            body: String(buffer: content))
    }
}
