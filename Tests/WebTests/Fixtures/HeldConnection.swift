import NIOCore
import NIOPosix

/// A connection that stays open between requests.
final class HeldConnection: Sendable {
    private let channel: any NIOCore.Channel
    private let replies: AsyncStream<String>

    private init(channel: any NIOCore.Channel, replies: AsyncStream<String>) {
        self.channel = channel
        self.replies = replies
    }

    static func open(_ port: Int) async throws -> HeldConnection {
        let (replies, told) = AsyncStream<String>.makeStream()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Listener(told)) }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return HeldConnection(channel: channel, replies: replies)
    }

    /// What came next, empty when the server closed.
    func get(_ host: String) async throws -> String {
        let request = ByteBuffer(string: "GET /api/site HTTP/1.1\r\nHost: \(host)\r\n\r\n")
        try? await channel.writeAndFlush(request)
        for await reply in replies { return reply }
        return ""
    }

    func close() async throws { try? await channel.close() }

    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let told: AsyncStream<String>.Continuation

        init(_ told: AsyncStream<String>.Continuation) { self.told = told }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            told.yield(String(buffer: unwrapInboundIn(data)))
        }
        func channelInactive(context: ChannelHandlerContext) { told.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
