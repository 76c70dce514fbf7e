import NIOCore

/// How slow a client may be before its connection is worth more to others.
package struct SlowClients: Sendable {
    /// From a head's first byte, or the connection's beginning, to its last; browsers open connections ahead of need.
    package var headSeconds = 15
    /// Of a body, once the grace is over: slower than any mobile network.
    package var bodyBytesPerSecondMin = 500
    package var bodyGraceSeconds = 10
    /// Between two requests.
    package var idleSeconds = 60

    package init() {}
}

/// What `WireGuard` knows of the pace of one connection. It looks at a clock only where something was left unfinished
/// when the socket had no more to give, so that whole requests cost nothing.
struct Pace {
    enum Slowness: String, Equatable {
        case head
        case body
    }

    private enum Course {
        case idle
        case head(since: NIODeadline)
        case body(since: NIODeadline)
    }

    private let limits: SlowClients
    private var course = Course.idle
    /// Of the body that is being read.
    private var bodyBytes = 0

    init(_ limits: SlowClients) { self.limits = limits }

    mutating func connected(_ now: NIODeadline) { course = .head(since: now) }

    mutating func headCame() {
        course = .idle
        bodyBytes = 0
    }

    mutating func bodyCame(_ count: Int) { bodyBytes += count }

    mutating func bodyEnded() { course = .idle }

    /// The socket is empty. `isReading`: a body has not ended; `sawParts`: something whole came before that.
    /// True when a check should be made after a while.
    mutating func paused(isReading: Bool, sawParts: Bool, _ now: @autoclosure () -> NIODeadline) -> Bool {
        switch course {
        case .idle where isReading: course = .body(since: now())
        // Bytes that made nothing whole are the beginning of a head.
        case .idle where !sawParts: course = .head(since: now())
        default: return false
        }
        return true
    }

    /// When to look, from now.
    var delay: TimeAmount {
        if case .body = course { return .seconds(Int64(limits.bodyGraceSeconds)) }
        return .seconds(Int64(limits.headSeconds))
    }

    /// Nil while the client keeps up, or owes nothing.
    func slowness(_ now: NIODeadline) -> Slowness? {
        switch course {
        case .idle: return nil
        case .head(let since): return now - since >= .seconds(Int64(limits.headSeconds)) ? .head : nil
        case .body(let since):
            let seconds = Int((now - since).nanoseconds / 1_000_000_000)
            guard seconds >= limits.bodyGraceSeconds else { return nil }
            return bodyBytes < seconds * limits.bodyBytesPerSecondMin ? .body : nil
        }
    }

    var isIdle: Bool { if case .idle = course { true } else { false } }
}
