import AsyncHTTPClient
import Bookings
import Foundation
import Hummingbird
import Localization
import Logging
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

/// Both shops behind the real edge on a port of its own: `one.localhost` is pooled, `two.localhost` is not.
struct BookingSite {
    let port: Int

    struct Response {
        let status: Int
        let headers: [String: String]
        let json: [String: Any]

        var code: String? { json["code"] as? String }
        var id: String { json["id"] as? String ?? "" }
        var state: String? { json["state"] as? String }

        /// What must be the same for every refusal: all but what names the request.
        var comparable: String {
            let kept = json.filter { $0.key != "request_id" && $0.key != "instance" }
            return "\(status) \(kept.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })"
        }
    }

    static func with(
        _ shops: TwoShops, _ body: @Sendable (BookingSite) async throws -> Void
    ) async throws {
        let catalogues = try Catalogues.load(directory: TestFleet.root.appendingPathComponent("locales").path)
        let profiles = [
            "one": try profile("one", shops.pooled.entry, catalogues),
            "two": try profile("two", shops.schema.entry, catalogues),
        ]
        let reach = TenantReach(
            resolve: { host in
                let label = host.ascii.split(separator: ".").first.map(String.init) ?? ""
                return profiles[label].map { .tenant($0.entry) } ?? .unknown
            },
            entry: { profiles[$0]?.entry }, known: { entry in profiles.values.first { $0.entry == entry } },
            load: { entry in throw TenantProfiles.Fault.noSite(entry.id) }, database: shops.tenants,
            dataKey: shops.fleet.dataKeys.key(of:))
        var parts = EdgeParts(
            map: try OpenAPIFeature.mapped([shops.pooled.feature.routes()], title: "Test"), tenants: reach,
            keys: try #require(SessionKeys(secret: Array(repeating: 7, count: 32))),
            operators: try #require(OperatorTokens([:])),
            words: PlatformWords(locales: [.english]) { ProblemWords(catalogues.translator($0)) },
            clock: .system, identifiers: shops.fleet.identifiers)
        // Answers that the documentation does not describe fail.
        parts.checksAnswers = true
        try await serve(Edge(parts)) { try await body(BookingSite(port: $0)) }
        #expect(parts.answers.departures.isEmpty)
    }

    private static func profile(
        _ slug: String, _ entry: TenantEntry, _ catalogues: Catalogues
    ) throws -> TenantProfile {
        let directory = try TestDirectory.scratch() + "/\(slug)"
        try TenantFolder.skeleton(slug: slug, to: directory, locales: [.english])
        let definition = try TenantFolder.read(directory: directory)
        return try TenantProfile(
            entry: entry, definition: definition, definitionVersion: 1, release: 1, branding: definition.branding,
            catalogues: catalogues)
    }

    private static func serve<Responder: HTTPResponder<EdgeContext>>(
        _ responder: Responder, _ body: @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, told) = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: responder, server: GuardedHTTP1.server(),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in told.yield(channel.localAddress?.port ?? 0) }, logger: TestFleet.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            for await port in ports {
                try await body(port)
                break
            }
            group.cancelAll()
        }
    }

    func get(_ path: String, on host: String, _ headers: [String: String] = [:]) async throws -> Response {
        try await send(.GET, path, host, headers, nil)
    }

    /// With a fresh key unless one is given.
    func post(
        _ path: String, on host: String, _ body: [String: Any] = [:], key: String? = UUID().uuidString,
        _ headers: [String: String] = [:]
    ) async throws -> Response {
        var headers = headers
        headers["Content-Type"] = "application/json"
        headers["Idempotency-Key"] = key
        return try await send(
            .POST, path, host, headers, try JSONSerialization.data(withJSONObject: body, options: .sortedKeys))
    }

    private func send(
        _ method: HTTPMethod, _ path: String, _ host: String, _ headers: [String: String], _ body: Data?
    ) async throws -> Response {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.headers.add(name: "Host", value: host)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(data: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let data = Data(buffer: try await response.body.collect(upTo: 1 << 20))
        let fields = response.headers.map { ($0.name.lowercased(), $0.value) }
        return Response(
            status: Int(response.status.code), headers: Dictionary(fields, uniquingKeysWith: { first, _ in first }),
            json: try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:])
    }
}
