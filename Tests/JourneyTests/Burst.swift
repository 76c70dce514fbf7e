import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Many requests of one caller at once, in turn to each of several processes.
final class Burst: Sendable {
    private static let connectionsMax = 250
    private static let seconds: Int64 = 120

    let ports: [Int]
    let host: String
    let key: String?
    private let policies = Mutex<Set<String>>([])

    /// Every `RateLimit-Policy` that was told.
    var policiesTold: Set<String> { policies.withLock { $0 } }

    init(ports: [Int], host: String, key: String? = nil) {
        self.ports = ports
        self.host = host
        self.key = key
    }

    /// How many answers there were of each status.
    func send(_ count: Int) async throws -> [Int: Int] {
        var configuration = HTTPClient.Configuration(
            timeout: .init(connect: .seconds(Self.seconds), read: .seconds(Self.seconds)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.connectionsMax
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<count {
                group.addTask { try await self.ask(self.ports[number % self.ports.count], client) }
            }
            return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        }
        try await client.shutdown()
        return statuses
    }

    private func ask(_ port: Int, _ client: HTTPClient) async throws -> Int {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/api/site")
        request.headers.add(name: "Host", value: host)
        if let key { request.headers.add(name: "Authorization", value: "Bearer \(key)") }
        let reply = try await client.execute(request, timeout: .seconds(Self.seconds))
        _ = try await reply.body.collect(upTo: 1024 * 1024)
        let policy = reply.headers.first(name: "ratelimit-policy") ?? ""
        policies.withLock { _ = $0.insert(policy) }
        return Int(reply.status.code)
    }
}
