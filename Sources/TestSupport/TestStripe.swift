package import StripeSandbox
package import Vocabulary

/// Our sandbox of Stripe on a free port of loopback, with its controls at hand.
package final class TestStripe: Sendable {
    package let sandbox: Sandbox
    package let port: Int
    private let running: Task<Void, any Error>

    package enum Fault: Error {
        case notListening
    }

    /// - Parameters:
    ///   - directory: where its journal is kept; without one it forgets all at the end.
    ///   - clock: events are signed by it, and authorisations lapse by it.
    package static func start(directory: String? = nil, clock: WallClock = .system) async throws -> TestStripe {
        let sandbox = try Sandbox(directory: directory, controlToken: "the control token of the tests", clock: clock)
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = SandboxServer(sandbox, port: 0, logger: TestDirectory.logger) { listening.yield($0) }
        let running = Task {
            defer { listening.finish() }
            try await server.run()
        }
        for await port in ports { return TestStripe(sandbox: sandbox, port: port, running: running) }
        try await running.value
        throw Fault.notListening
    }

    private init(sandbox: Sandbox, port: Int, running: Task<Void, any Error>) {
        self.sandbox = sandbox
        self.port = port
        self.running = running
    }

    package func stop() async {
        running.cancel()
        _ = await running.result
    }

    /// Where a client of Stripe's finds it.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// A merchant's account; asked again, the same one.
    package func account(_ name: String, currency: String = "eur") async throws -> OpenedAccount {
        try await sandbox.openAccount(name, currency: currency)
    }

    /// `control("POST", "faults", #"{"effect":"drop","when":"after"}"#)`.
    @discardableResult
    package func control(_ method: String, _ path: String, _ json: String? = nil) async throws -> Wire.Reply {
        try await Wire(port: port, host: "localhost:\(port)").send(
            method, "/_sandbox/\(path)",
            [("authorization", "Bearer \(sandbox.controlToken)"), ("content-type", "application/json")], body: json)
    }

    /// What the merchant's money comes to, by currency in lower case.
    package func totals(of account: OpenedAccount) -> [String: Totals] { sandbox.totals(of: account.id) }
}
