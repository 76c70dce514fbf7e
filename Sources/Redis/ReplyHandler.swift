import NIOCore

/// The end of the channel's pipeline: sends the greeting, checks its replies, then passes replies on.
final class ReplyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let decoder: Decoder
    private let greeting: [RedisCommand]
    private let greeted: EventLoopPromise<Void>
    private let receiver: any ReplyReceiver
    private var greetingsDue: Int

    init(
        decoder: Decoder, greeting: [RedisCommand], greeted: EventLoopPromise<Void>, receiver: any ReplyReceiver
    ) {
        self.decoder = decoder
        self.greeting = greeting
        self.greeted = greeted
        self.receiver = receiver
        greetingsDue = greeting.count
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(Encoder.encode(greeting)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            let values = try decoder.decode(unwrapInboundIn(data))
            let rest = try checkGreeting(values)
            if !rest.isEmpty { receiver.received(rest) }
        } catch {
            errorCaught(context: context, error: error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        greeted.fail(RedisError.unavailable)
        receiver.disconnected()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let idle = event as? IdleStateHandler.IdleStateEvent, idle == .read else {
            return context.fireUserInboundEventTriggered(event)
        }
        // `PING` is allowed to subscribers; a second silence after it means that nobody is there.
        if isPinged { return context.close(promise: nil) }
        isPinged = true
        context.writeAndFlush(wrapOutboundOut(Encoder.encode([RedisCommand("PING")])), promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isPinged = false
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        greeted.fail(error)
        context.close(promise: nil)
    }

    private var isPinged = false

    private func checkGreeting(_ values: [RedisValue]) throws(RedisError) -> [RedisValue] {
        guard greetingsDue > 0 else { return values }
        let replies = values.prefix(greetingsDue)
        for case .error(let message) in replies { throw .server(message) }
        greetingsDue -= replies.count
        if greetingsDue == 0 { greeted.succeed() }
        return Array(values.dropFirst(replies.count))
    }
}
