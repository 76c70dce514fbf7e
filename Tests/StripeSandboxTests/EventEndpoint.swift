import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A merchant's server on loopback that takes events and remembers them.
final class EventEndpoint: Sendable {
    struct Letter: Sendable {
        let type: String
        let body: String
        let signature: String
    }

    private struct State {
        var letters: [Letter] = []
        var refusals = 0
    }

    private let board = Mutex(State())
    private let channel = Mutex<(any Channel)?>(nil)

    static func start() async throws -> EventEndpoint {
        let endpoint = EventEndpoint()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Taker(endpoint: endpoint))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        endpoint.channel.withLock { $0 = channel }
        return endpoint
    }

    func stop() async { try? await channel.withLock { $0 }?.close() }

    var letters: [Letter] { board.withLock { $0.letters } }
    var port: Int { channel.withLock { $0?.localAddress?.port ?? 0 } }

    /// Answers so many with 500.
    func refuse(next count: Int) { board.withLock { $0.refusals = count } }

    /// - Returns: the signing secret.
    func register(_ shop: Shop) async throws -> String {
        await shop.post("/v1/webhook_endpoints", "url=http://shop.localhost:\(port)/hook&enabled_events[]=*")
            .text("secret") ?? ""
    }

    fileprivate func take(_ letter: Letter) -> Bool {
        board.withLock { state in
            state.letters.append(letter)
            guard state.refusals > 0 else { return true }
            state.refusals -= 1
            return false
        }
    }
}

private final class Taker: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let endpoint: EventEndpoint
    private var signature = ""
    private var body = ""

    init(endpoint: EventEndpoint) { self.endpoint = endpoint }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): (signature, body) = (head.headers.first(name: "stripe-signature") ?? "", "")
        case .body(let bytes): body += String(buffer: bytes)
        case .end:
            let type = (try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])?["type"] as? String
            let isTaken = endpoint.take(EventEndpoint.Letter(type: type ?? "", body: body, signature: signature))
            let head = HTTPResponseHead(
                version: .http1_1, status: isTaken ? .ok : .internalServerError, headers: ["content-length": "0"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
