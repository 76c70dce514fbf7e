import Foundation
import NIOHTTP1
import Payments
import Postgres
import StripeSandbox
import Tenancy
import Vocabulary

/// Stripe's sandbox in a process of its own, with a merchant's account for the site that is measured.
struct BenchSandbox: Sendable {
    let server: BenchServer
    let url: String
    let account: SandboxPlace.Keys
    private let controlToken: String

    /// Runs `body` beside it.
    static func beside<Result>(
        _ stage: BenchStage, currency: String, _ body: (BenchSandbox) async throws -> Result
    ) async throws -> Result {
        let port = try FreePort.find()
        let directory = stage.directory.appendingPathComponent("stripe-sandbox")
        let server = try BenchServer.start(
            ["stripe-sandbox", "--port", "\(port)", "--directory", directory.path], port: port,
            log: stage.directory.appendingPathComponent("stripe-sandbox.log"),
            environment: ["LOG_LEVEL": "error", "ROOT_DIRECTORY": stage.base.settings.rootDirectory.path])
        return try await server.whileReady("/", host: "localhost:\(port)") { server in
            guard let place = SandboxPlace.read(from: directory) else {
                throw BenchProgram.Failure(description: "the sandbox did not say where it is")
            }
            return try await body(try await open(server, place, currency: currency))
        }
    }

    private static func open(
        _ server: BenchServer, _ place: SandboxPlace, currency: String
    ) async throws -> BenchSandbox {
        let reply = try await server.send(
            .POST, "/_sandbox/accounts", host: "localhost:\(server.port)",
            fields: ["Authorization": "Bearer \(place.controlToken)"],
            body: #"{"name":"bench","currency":"\#(currency.lowercased())"}"#)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let account = try decoder.decode(SandboxPlace.Keys.self, from: Data(reply.body.utf8))
        return BenchSandbox(server: server, url: place.url, account: account, controlToken: place.controlToken)
    }

    /// Sends the site's payments here, and of what happens to them no event.
    func connect(_ host: String, on stage: BenchStage) async throws {
        try await control("event_rules", #"{"action":"lose","count":1000000000}"#)
        var settings = stage.base.settings
        settings.stripeSandboxURL = url
        let hub = try Hub(base: try Base(settings: settings, logger: stage.base.logger))
        try await hub.follower.load()
        guard let name = HostName.normalise(host), case .tenant(let entry) = hub.directory.resolve(name) else {
            throw BenchProgram.Failure(description: "nobody's host: \(host)")
        }
        try await hub.payments.connect.connect(
            .init(
                processor: .sandbox, publishableKey: account.publishableKey, secretKey: account.secretKey,
                eventsURL: "http://\(host):1\(PaymentsFeature.eventsPath)"),
            takesRealMoney: false, AuditActor("operator:bench"), in: hub.tenants.scope(entry))
        for pool in [hub.app, hub.platformPool, hub.worker, hub.probe] { await pool.close() }
    }

    /// As the traveller's browser does, on the provider's own form.
    func pay(_ clientSecret: String) async throws {
        let intent = clientSecret.components(separatedBy: "_secret").first ?? clientSecret
        let reply = try await server.send(
            .POST, "/v1/payment_intents/\(intent)/confirm", host: "localhost:\(server.port)",
            fields: ["Authorization": "Bearer \(account.secretKey)"], form: "payment_method=pm_card_visa")
        guard reply.status == 200, reply.body.contains("requires_capture") else {
            throw BenchProgram.Failure(description: "the card was not taken: \(reply.body)")
        }
    }

    private func control(_ path: String, _ body: String) async throws {
        let reply = try await server.send(
            .POST, "/_sandbox/\(path)", host: "localhost:\(server.port)",
            fields: ["Authorization": "Bearer \(controlToken)"], body: body)
        guard reply.status == 200 else { throw BenchProgram.Failure(description: "\(path): \(reply.body)") }
    }
}
