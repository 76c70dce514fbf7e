import Metrics
import NIOCore
import NIOHTTP1

/// Stands where bytes have become requests: hosts in doubt are taken away (`HostGuard`), and what cannot be
/// read as HTTP at all (broken lines, fields past every limit) is answered with a problem document, where the
/// parser alone would say an empty 400. Then the connection closes: what follows has no beginning.
///
/// That document knows neither host nor language, so it speaks English and names no request. Clients who keep a
/// connection and send next to nothing (`Pace`) end the same way with 408. One handler does it all, because each
/// that looks into every part costs a request a percent.
final class WireGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private struct Refusal {
        let status: HTTPResponseStatus
        let document: [UInt8]

        init(_ status: HTTPResponseStatus, _ code: String, _ title: String, _ detail: String) {
            self.status = status
            document = Array(
                (#"{"type":"\#(ProblemDocument.type(of: code))","title":"\#(title)","status":\#(status.code),"#
                    + #""detail":"\#(detail)","instance":"/","code":"\#(code)","request_id":"none"}"#).utf8)
        }

        static let unreadable = Refusal(
            .badRequest, "request.unreadable", "The request cannot be read",
            "It is not HTTP, or larger than this server reads.")
        static let slow = Refusal(
            .requestTimeout, "request.slow", "The request took too long to arrive",
            "Send it again, faster.")
    }

    static let slowName = "http_server_slow_clients"

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
    private var refusal = Refusal.unreadable
    private var pace: Pace
    private var paceCheck: Scheduled<Void>?
    /// Since the socket was last empty, something whole has come.
    private var sawParts = false
    private var sawBytes = false

    init(_ slowClients: SlowClients = SlowClients()) { pace = Pace(slowClients) }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { paceCheck?.cancel() }

    private func begin(_ context: ChannelHandlerContext) {
        pace.connected(context.eventLoop.now)
        watch(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        sawBytes = true
        if pace.paused(isReading: isReading, sawParts: sawParts, context.eventLoop.now) { watch(context) }
        sawParts = false
        context.fireChannelReadComplete()
    }

    /// One check at a time; a connection without anything unfinished has none.
    private func watch(_ context: ChannelHandlerContext) {
        guard paceCheck == nil else { return }
        paceCheck = context.eventLoop.assumeIsolated().scheduleTask(in: pace.delay) { [self] in
            paceCheck = nil
            if let slowness = pace.slowness(context.eventLoop.now) {
                Counter(label: Self.slowName, dimensions: [("kind", slowness.rawValue)]).increment()
                turnAway(context)
            } else if !pace.isIdle {
                watch(context)
            }
        }
    }

    private func turnAway(_ context: ChannelHandlerContext) {
        // Opened ahead of need, and then not needed.
        guard sawBytes else { return context.close(promise: nil) }
        guard !isBroken else { return }
        (isBroken, refusal) = (true, .slow)
        settle(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        sawParts = true
        switch unwrapInboundIn(data) {
        case .head(let head):
            pace.headCame()
            (open, isReading, isAnsweredEarly) = (open + 1, true, false)
            if let doubted = HostGuard.doubted(head) {
                return context.fireChannelRead(wrapInboundOut(.head(doubted)))
            }
        case .end:
            isReading = false
            pace.bodyEnded()
        case .body(let bytes): pace.bodyCame(bytes.readableBytes)
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
            "content-type": ProblemDocument.mediaType, "content-length": "\(refusal.document.count)",
            "content-language": "en", "cache-control": "no-store", "x-content-type-options": "nosniff",
            "connection": "close",
        ]
        let body = context.channel.allocator.buffer(bytes: refusal.document)
        let head = HTTPResponseHead(version: .http1_1, status: refusal.status, headers: fields)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}
