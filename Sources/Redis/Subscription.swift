import NIOCore
import Synchronization

/// What a subscriber of a channel learns.
package enum RedisEvent: Hashable, Sendable {
    /// Subscribed. Whatever was published before may have been missed.
    case connected
    case disconnected
    /// The reader was too slow and older events were dropped.
    case missed
    case message([UInt8])
}

/// A connection of its own that listens to one channel, through all its lives. Pub/sub keeps nothing
/// for the absent, so each gap is told and the subscriber can look at the truth again.
final class Subscription: ReplyReceiver {
    private let channelName: String
    private let continuation: AsyncStream<RedisEvent>.Continuation
    private let isConnected = Atomic(false)

    init(channel: String, continuation: AsyncStream<RedisEvent>.Continuation) {
        channelName = channel
        self.continuation = continuation
    }

    /// Keeps the subscription until the task is cancelled, then ends the stream.
    func maintain(_ redialer: Redialer) async {
        let connector = redialer.connector
        let subscribe = Encoder.encode([RedisCommand("SUBSCRIBE", channelName)])
        let silence = TimeAmount(connector.limits.subscriptionPing)
        await redialer.keepConnected {
            let channel = try await connector.connect(on: redialer.eventLoop, receiver: self, readTimeout: silence)
            channel.writeAndFlush(subscribe, promise: nil)
            return channel
        }
        continuation.finish()
    }

    func received(_ values: [RedisValue]) {
        for case .array(let parts) in values {
            switch (parts.first?.text, parts.last) {
            case ("subscribe", _):
                isConnected.store(true, ordering: .relaxed)
                tell(.connected)
            case ("message", .bytes(let payload)?): tell(.message(payload))
            default: continue
            }
        }
    }

    func disconnected() {
        if isConnected.exchange(false, ordering: .relaxed) { tell(.disconnected) }
    }

    private func tell(_ event: RedisEvent) {
        guard case .dropped(let dropped) = continuation.yield(event), dropped != .missed else { return }
        continuation.yield(.missed)
    }
}
