/// How much and how long: every bound of the room in one place.
package struct RedisLimits: Sendable {
    /// A command without a deadline of its own waits this long.
    package var commandTimeout: Duration = .seconds(2)
    /// Dialling, TLS and the greeting together.
    package var connectTimeout: Duration = .seconds(2)
    /// A connection that owes replies and is silent for so long is given up.
    package var stallTimeout: Duration = .seconds(10)
    /// Commands of one connection that wait or are on their way.
    package var commandsMax = 10_000
    /// Bytes of those commands.
    package var commandBytesMax = 64 * 1024 * 1024
    /// Bytes of one reply.
    package var replyBytesMax = 64 * 1024 * 1024
    /// The first pause between attempts to connect; it doubles up to the longest.
    package var backoffMin: Duration = .milliseconds(50)
    package var backoffMax: Duration = .seconds(2)
    /// Events that a slow subscriber may leave unread.
    package var subscriptionBufferMax = 1_024
    /// A silent subscription is asked for a sign of life this often, and given up when none comes.
    package var subscriptionPing: Duration = .seconds(5)

    package init() {}
}
