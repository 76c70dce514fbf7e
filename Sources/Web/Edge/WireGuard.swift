import NIOCore
import NIOHTTP1

/// Stands where bytes have become requests: hosts in doubt are taken away (`HostGuard`), and what cannot be
/// read as HTTP at all (broken lines, fields past every limit) is answered with a problem document, where the
/// parser alone would say an empty 400. Then the connection closes: what follows has no beginning.
///
/// That document knows neither host nor language, so it speaks English and names no request. One handler
/// does both, because each that looks into every part costs a request a percent.
final class WireGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private static let document = Array(
        (#"{"type":"\#(ProblemDocument.type(of: "request.unreadable"))","title":"The request cannot be read","#
            + #""status":400,"detail":"It is not HTTP, or larger than this server reads.","instance":"/","#
            + #""code":"request.unreadable","request_id":"none"}"#).utf8)

    /// Requests whose answers are not complete, the one that is being read among them.
    private var open = 0
    /// A head has come and its body has not ended.
    private var isReading = false
    /// The request that is being read has had its answer, before its body ended.
    private var isAnsweredEarly = false
    /// An answer has begun: a second head would be taken for its body.
    private var isAnswering = false
    private var isBroken = false
    private var isSettled = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            (open, isReading, isAnsweredEarly) = (open + 1, true, false)
            if let doubted = HostGuard.doubted(head) {
                return context.fireChannelRead(wrapInboundOut(.head(doubted)))
            }
        case .end: isReading = false
        case .body: break
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.code >= 200: isAnswering = true
        case .end:
            isAnswering = false
            open -= 1
            if isReading, open == 0 { isAnsweredEarly = true }
            if isBroken { settle(context) }
        case .head, .body: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return context.fireErrorCaught(error) }
        isBroken = true
        settle(context)
    }

    /// Those who asked before are answered first, in their turn; whoever has had an answer gets no other.
    private func settle(_ context: ChannelHandlerContext) {
        guard !isSettled, !isAnswering else { return }
        if isReading, isAnsweredEarly {
            isSettled = true
            context.channel.close(promise: nil)
        } else if open == (isReading ? 1 : 0) {
            isSettled = true
            answer(context)
        }
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
