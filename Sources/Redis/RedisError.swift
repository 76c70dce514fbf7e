/// Why a command has no reply.
package enum RedisError: Error, Hashable, Sendable {
    /// Redis is not there, too much is already waiting for it, or the connection broke. A command that
    /// was on its way may have taken effect.
    case unavailable
    /// Redis has the command but did not answer in time. It may still take effect.
    case timedOut
    /// Redis answered with an error, for example `WRONGTYPE …`.
    case server(String)
    /// What arrived is not Redis' protocol, or is larger than the limit.
    case protocolViolation
    /// The client has been shut down.
    case closed
    /// The waiting task was cancelled. The command may still take effect.
    case cancelled
    /// The command would change the shared connection for everybody (`SUBSCRIBE`, `SELECT`, `BLPOP` …).
    case refused(String)
}
