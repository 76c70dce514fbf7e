import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

/// A serving process as the roof puts it together, inside the test: same settings, same services, its
/// own directory and caches, on a port of its own.
struct RunningHub: Sendable {
    let hub: Hub
    let port: Int

    /// Runs `count` of them against one database for as long as `body` runs.
    static func run(
        _ count: Int, on fleet: TestFleet, withWorker: Bool = false, redisURL: String? = nil,
        settings extra: [String: String] = [:], _ body: @escaping @Sendable ([RunningHub]) async throws -> Void
    ) async throws {
        let base = try await base(fleet, redisURL: redisURL, settings: extra)
        try await withThrowingTaskGroup(of: Void.self) { group in
            var running: [RunningHub] = []
            var answers: [AnswerCheck] = []
            for _ in 0..<count {
                let hub = try Hub(base: base)
                try await hub.follower.load()
                try await hub.rates.begin()
                let (ports, told) = AsyncStream<Int>.makeStream()
                let serving = Serving(hub: hub)
                var parts = try serving.parts()
                parts.checksAnswers = true
                answers.append(parts.answers)
                var services = serving.services(parts) { told.yield($0) }
                if withWorker { services += try hub.workerServices(name: "test") }
                let whole = services
                group.addTask {
                    try await ServiceGroup(services: whole, logger: base.logger).run()
                }
                for await port in ports {
                    running.append(RunningHub(hub: hub, port: port))
                    break
                }
            }
            try await body(running)
            for answers in answers { #expect(answers.departures.isEmpty) }
            group.cancelAll()
        }
    }

    /// As shipped, and read once for all hubs of a test process.
    private static let files = ReleaseFiles(root: TestFleet.root)

    static func base(
        _ fleet: TestFleet, redisURL: String? = nil, settings extra: [String: String] = [:]
    ) async throws -> Base {
        var environment = [
            "DATABASE_URL": fleet.adminConninfo, "MASTER_KEYS": TestFleet.masterKeyText, "HTTP_PORT": "0",
            "HTTP_MANAGEMENT_PORT": "0", "ROOT_DIRECTORY": TestFleet.root.path, "PLATFORM_HOSTS": "platform.test",
            "DATA_DIRECTORY": try TestDirectory.scratch(), "EXCHANGE_RATES_URL": "none",
        ]
        try await TestOperator.settle(fleet)
        if let redisURL { environment["REDIS_URL"] = redisURL }
        environment.merge(extra) { $1 }
        let settings = try Settings(try await SettingsReader(environment: environment))
        return try Base(settings: settings, logger: TestFleet.logger, files: files)
    }

    static let operatorToken = TestOperator.token

    struct Reply: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: String

        var json: [String: Any] {
            get throws { try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] ?? [:] }
        }
    }

    func get(_ path: String, host: String, _ fields: [String: String] = [:]) async throws -> Reply {
        try await send(.GET, path, host: host, fields, nil)
    }

    /// A JSON body under a fresh idempotency key.
    func post(
        _ path: String, host: String, _ body: [String: Any], _ fields: [String: String] = [:]
    ) async throws -> Reply {
        var fields = fields
        fields["Content-Type"] = "application/json"
        fields["Idempotency-Key"] = fields["Idempotency-Key"] ?? UUID().text
        return try await send(.POST, path, host: host, fields, try JSONSerialization.data(withJSONObject: body))
    }

    /// Dials loopback and says `host`, as command-line clients do.
    private func send(
        _ method: HTTPMethod, _ path: String, host: String, _ fields: [String: String], _ content: Data?
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.headers.add(name: "Host", value: host)
        for (name, value) in fields { request.headers.add(name: name, value: value) }
        if let content { request.body = .bytes(ByteBuffer(data: content)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 4 * 1024 * 1024)
        return Reply(
            status: Int(response.status.code), headers: response.headers, body: String(buffer: body))
    }
}

extension RunningHub {
    /// As a browser sends it, with the port in `Host`.
    func wire(_ host: String) -> Wire { Wire(port: port, host: "\(host):\(port)") }
}
