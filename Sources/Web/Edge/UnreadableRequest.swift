import NIOCore
import NIOHTTP1

/// Answers what cannot be read as HTTP at all (broken lines, fields past every limit) with a problem
/// document, where the parser alone would say an empty 400, and closes: what follows has no beginning.
///
/// It knows neither host nor language by then, so it speaks English and names no request.
final class UnreadableRequest: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private static let document = Array(
        (#"{"type":"\#(ProblemDocument.type(of: "request.unreadable"))","title":"The request cannot be read","#
            + #""status":400,"detail":"It is not HTTP, or larger than this server reads.","instance":"/","#
            + #""code":"request.unreadable","request_id":"none"}"#).utf8)

    /// Requests that were read whole and are not answered to the end.
    private var waiting = 0
    /// An answer has begun: a second head would be taken for its body.
    private var isAnswering = false
    private var isBroken = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .end = unwrapInboundIn(data) { waiting += 1 }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.code >= 200: isAnswering = true
        case .end:
            isAnswering = false
            waiting = max(0, waiting - 1)
            if isBroken, waiting == 0 { answer(context) }
        case .head, .body: break
        }
    }

    /// Those who asked before are answered first, in their turn.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return context.fireErrorCaught(error) }
        guard !isBroken else { return }
        isBroken = true
        if waiting == 0, !isAnswering { answer(context) }
    }

    private func answer(_ context: ChannelHandlerContext) {
        let fields: HTTPHeaders = [
            "content-type": ProblemDocument.mediaType, "content-length": "\(Self.document.count)",
            "content-language": "en", "cache-control": "no-store", "x-content-type-options": "nosniff",
            "connection": "close",
        ]
        let body = context.channel.allocator.buffer(bytes: Self.document)
        let head = HTTPResponseHead(version: .http1_1, status: .badRequest, headers: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}
