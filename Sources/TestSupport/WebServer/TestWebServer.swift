import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A stranger's web server on loopback: it says what the test tells it, and errs on request.
package final class TestWebServer: Sendable {
    package enum Reply: Sendable {
        case text(Int, String)
        /// Leads elsewhere.
        case redirect(String)
        /// Announces twice as much as it says, and hangs up.
        case cut(String)
        /// Goes on and on.
        case endless
        /// Accepts and says nothing.
        case silence
        /// Bytes that are no HTTP.
        case garbage
    }

    private struct State {
        var replies: [String: Reply] = [:]
        var requests: [String] = []
        var traces: [String?] = []
        var traceStates: [String?] = []
    }

    final class Board: Sendable {
        private let state = Mutex(State())

        func reply(to host: String, _ path: String, trace: String?, state traceState: String?) -> Reply {
            state.withLock { state in
                state.traces.append(trace)
                state.traceStates.append(traceState)
                state.requests.append("\(host)\(path)")
                return state.replies[path] ?? .text(404, "nothing here")
            }
        }

        func set(_ path: String, _ reply: Reply?) { state.withLock { $0.replies[path] = reply } }
        var requests: [String] { state.withLock { $0.requests } }
        var traces: [String?] { state.withLock { $0.traces } }
        var traceStates: [String?] { state.withLock { $0.traceStates } }
    }

    package let port: Int
    private let channel: any Channel
    private let board: Board

    package static func start() async throws -> TestWebServer {
        let board = Board()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Answers(board: board))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        return TestWebServer(port: channel.localAddress?.port ?? 0, channel: channel, board: board)
    }

    private init(port: Int, channel: any Channel, board: Board) {
        self.port = port
        self.channel = channel
        self.board = board
    }

    package func stop() async { try? await channel.close() }

    package func set(_ path: String, _ reply: Reply?) { board.set(path, reply) }

    /// Host without port and path of each request until now.
    package var requests: [String] { board.requests }
    /// `traceparent` of each.
    package var traces: [String?] { board.traces }
    /// `tracestate` of each.
    package var traceStates: [String?] { board.traceStates }
}

private final class Answers: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let board: TestWebServer.Board

    init(board: TestWebServer.Board) { self.board = board }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        let host = head.headers.first(name: "host") ?? ""
        switch board.reply(
            to: String(host.prefix { $0 != ":" }), head.uri, trace: head.headers.first(name: "traceparent"),
            state: head.headers.first(name: "tracestate"))
        {
        case .text(let status, let text): respond(context, status, [:], text)
        case .redirect(let target): respond(context, 302, ["location": target], "")
        case .silence: break
        case .cut(let text):
            let head = HTTPResponseHead(
                version: .http1_1, status: .ok, headers: ["content-length": "\(2 * text.utf8.count)"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text))))).whenComplete { _ in
                bound.value.close(promise: nil)
            }
        case .garbage:
            // Past the HTTP encoder, so that it is what it is.
            context.channel.pipeline.context(handlerType: HTTPResponseEncoder.self).whenSuccess { encoder in
                encoder.writeAndFlush(NIOAny(ByteBuffer(string: "no http at all\r\n\r\n")), promise: nil)
                encoder.close(promise: nil)
            }
        case .endless:
            context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok))), promise: nil)
            goOn(context)
        }
    }

    private func respond(_ context: ChannelHandlerContext, _ status: Int, _ fields: [String: String], _ text: String) {
        var headers = HTTPHeaders([("content-length", "\(text.utf8.count)")])
        for (name, value) in fields { headers.add(name: name, value: value) }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func goOn(_ context: ChannelHandlerContext) {
        let piece = ByteBuffer(repeating: UInt8(ascii: "x"), count: 8 * 1024)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(piece)))).whenSuccess {
            let (answers, context) = bound.value
            answers.goOn(context)
        }
    }
}
