import DequeModule
import NIOCore
import Synchronization

/// One greeted connection that many tasks share. Commands leave in the order in which they came, as
/// many as have gathered in one write, and replies are matched to them in that order.
final class Wire: ReplyReceiver {
    private struct State {
        var channel: (any Channel)?
        var outbox: [Exchange] = []
        var isFlushDue = false
        var inFlight: Deque<Exchange> = []
        /// Replies that the first exchange in flight has had.
        var headReplies = 0
        var outstandingCommands = 0
        var outstandingBytes = 0
        var heardAt = NIODeadline.now()
        var isClosed = false

        /// Whether the exchange is to be sent; one that nobody waits for any more is let go.
        mutating func keep(_ exchange: Exchange) -> Bool {
            if exchange.markSent() { return true }
            release(exchange)
            return false
        }

        mutating func removeHead() {
            release(inFlight.removeFirst())
            headReplies = 0
        }

        private mutating func release(_ exchange: Exchange) {
            outstandingCommands -= exchange.count
            outstandingBytes -= exchange.bytes.readableBytes
        }
    }

    enum Admission {
        case accepted, full, closed
    }

    private let limits: RedisLimits
    private let state = Mutex(State())

    init(limits: RedisLimits) { self.limits = limits }

    func open(_ channel: any Channel) { state.withLock { $0.channel = channel } }

    func submit(_ exchange: Exchange) -> Admission {
        let (admission, channel) = state.withLock { state -> (Admission, (any Channel)?) in
            guard !state.isClosed, let channel = state.channel else { return (.closed, nil) }
            let commands = state.outstandingCommands + exchange.count
            let bytes = state.outstandingBytes + exchange.bytes.readableBytes
            guard commands <= limits.commandsMax, bytes <= limits.commandBytesMax else { return (.full, nil) }
            (state.outstandingCommands, state.outstandingBytes) = (commands, bytes)
            state.outbox.append(exchange)
            defer { state.isFlushDue = true }
            return (.accepted, state.isFlushDue ? nil : channel)
        }
        channel?.eventLoop.execute { self.flush() }
        return admission
    }

    func received(_ values: [RedisValue]) {
        var matched: [(exchange: Exchange, value: RedisValue, index: Int)] = []
        let surplus = state.withLock { state -> (any Channel)? in
            state.heardAt = .now()
            for value in values {
                // A reply that nobody asked for: from here on nothing could be matched.
                guard let head = state.inFlight.first else { return state.channel }
                matched.append((head, value, state.headReplies))
                state.headReplies += 1
                if state.headReplies == head.count { state.removeHead() }
            }
            return nil
        }
        for match in matched { match.exchange.receive(match.value, at: match.index) }
        surplus?.close(promise: nil)
    }

    func disconnected() {
        let abandoned = state.withLock { state in
            state.isClosed = true
            defer { (state.outbox, state.inFlight) = ([], []) }
            return Array(state.inFlight) + state.outbox
        }
        for exchange in abandoned { exchange.settle(.unavailable) }
    }

    private func flush() {
        let now = NIODeadline.now()
        let (channel, buffers, isStalled) = state.withLock { state -> ((any Channel)?, [ByteBuffer], Bool) in
            let isStalled = !state.inFlight.isEmpty && now - state.heardAt > TimeAmount(limits.stallTimeout)
            // Silence counts from the first command that is owed a reply.
            if state.inFlight.isEmpty { state.heardAt = now }
            state.isFlushDue = false
            let sent = state.outbox.filter { state.keep($0) }
            state.outbox = []
            state.inFlight.append(contentsOf: sent)
            return (state.channel, sent.map(\.bytes), isStalled)
        }
        guard let channel else { return }
        if isStalled { return channel.close(promise: nil) }
        for buffer in buffers { channel.write(buffer, promise: nil) }
        channel.flush()
    }
}
