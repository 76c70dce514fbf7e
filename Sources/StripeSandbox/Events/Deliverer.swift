import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1

/// Sends events to those who asked for them: in the order of what happened, one at a time for each endpoint, and again
/// after a while when one is not taken.
struct Deliverer: Sendable {
    static let attemptSeconds: Int64 = 20
    static let lookMilliseconds = 200

    let sandbox: Sandbox
    let logger: Logger

    /// Until the task is cancelled.
    func run() async {
        let (pokes, poke) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        sandbox.whenQueued { poke.yield() }
        let busy = BusyEndpoints()
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        await withDiscardingTaskGroup { group in
            group.addTask {
                // What waits for its time tells nobody when that has come.
                while (try? await Task.sleep(for: .milliseconds(Self.lookMilliseconds))) != nil { poke.yield() }
                poke.finish()
            }
            for await _ in pokes {
                for endpoint in sandbox.endpointsWithWaiting() where busy.take(endpoint) {
                    group.addTask {
                        await sendAll(to: endpoint, client)
                        busy.giveBack(endpoint)
                        poke.yield()
                    }
                }
            }
            group.cancelAll()
        }
        try? await client.shutdown()
    }

    private func sendAll(to endpoint: String, _ client: HTTPClient) async {
        while !Task.isCancelled, let letter = sandbox.nextLetter(to: endpoint) {
            let status = await send(letter, client)
            guard !Task.isCancelled || status != nil else { return }
            try? await sandbox.note(letter.delivery, status: status)
        }
    }

    /// - Returns: what was answered; nil for nobody there, or no answer.
    private func send(_ letter: Letter, _ client: HTTPClient) async -> Int? {
        let (url, host) = Self.dialled(letter.url)
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        if let host { request.headers.add(name: "host", value: host) }
        request.headers.add(name: "content-type", value: "application/json; charset=utf-8")
        request.headers.add(name: "user-agent", value: "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
        request.headers.add(name: "stripe-signature", value: letter.signature)
        request.body = .bytes(ByteBuffer(string: letter.body))
        do {
            let answer = try await client.execute(request, timeout: .seconds(Self.attemptSeconds))
            _ = try? await answer.body.collect(upTo: SandboxServer.bodyBytesMax)
            return Int(answer.status.code)
        } catch {
            logger.debug("An event was not taken.", metadata: ["url": "\(letter.url)", "error": "\(error)"])
            return nil
        }
    }

    /// Names below `localhost` are this machine's, though not every resolver knows that.
    private static func dialled(_ url: String) -> (url: String, host: String?) {
        guard var parts = URLComponents(string: url), let host = parts.host, host.hasSuffix("localhost") else {
            return (url, nil)
        }
        parts.host = "127.0.0.1"
        return (parts.string ?? url, parts.port.map { "\(host):\($0)" } ?? host)
    }
}
