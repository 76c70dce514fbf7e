internal import DequeModule

/// Who has which connection, who waits, and when to dial: the pool's decisions, without any I/O.
///
/// Every verb takes the time as a value and says what is to be done; ``PostgresPool`` does it.
struct PoolState {
    typealias Continuation = CheckedContinuation<PooledLink, any Error>

    struct Waiter {
        let id: UInt64
        let deadline: UInt64
        let continuation: Continuation
    }

    private struct Idle {
        let link: PooledLink
        let since: UInt64
    }

    /// What to do once the lock is open again.
    enum Standing {
        case ready(PooledLink)
        case refused(PostgresError)
        case waits(dials: Bool)
    }

    private let limits: PoolLimits
    private var idle: [Idle] = []
    private var waiters: Deque<Waiter> = []
    private var links: [ObjectIdentifier: PooledLink] = [:]
    private var dialling = 0
    private var backoff: Backoff
    private var retryAt: UInt64 = 0
    private var lastError: PostgresError?
    private(set) var isClosed = false
    /// A timer stands for the first of the line.
    private var isLineWatched = false

    init(limits: PoolLimits) {
        self.limits = limits
        backoff = Backoff(limits: limits)
    }

    var connectionCount: Int { links.count + dialling }
    var idleCount: Int { idle.count }
    var waiterCount: Int { waiters.count }
    var allLinks: [PooledLink] { Array(links.values) }

    /// A connection that lies ready, the one used last first, so that the others can grow old.
    mutating func takeIdle() -> PooledLink? {
        guard waiters.isEmpty else { return nil }
        while let candidate = idle.popLast() {
            if !candidate.link.isClosed { return candidate.link }
        }
        return nil
    }

    /// Takes a place in the line, unless there is a connection or no hope of one.
    mutating func stand(_ waiter: Waiter, now: UInt64) -> Standing {
        if isClosed { return .refused(.poolClosed) }
        if let link = takeIdle() { return .ready(link) }
        if connectionCount == 0, now < retryAt, let lastError { return .refused(lastError) }
        waiters.append(waiter)
        return .waits(dials: beginDial(now: now))
    }

    /// True when a dial has to be started for somebody who waits.
    mutating func beginDial(now: UInt64) -> Bool {
        guard !isClosed, now >= retryAt, dialling < waiters.count, connectionCount < limits.maximum else {
            return false
        }
        dialling += 1
        return true
    }

    /// How many dials are missing for the minimum; they count as begun.
    mutating func beginRefill(now: UInt64) -> Int {
        guard !isClosed, now >= retryAt else { return 0 }
        let missing = max(0, limits.minimum - connectionCount)
        dialling += missing
        return missing
    }

    /// False when the pool was closed meanwhile: the link is to be closed.
    mutating func dialled(_ link: PooledLink) -> Bool {
        dialling -= 1
        backoff.reset()
        retryAt = 0
        lastError = nil
        guard !isClosed else { return false }
        links[ObjectIdentifier(link)] = link
        return true
    }

    /// - Returns: those who have nothing left to wait for.
    mutating func failedDial(_ error: PostgresError, now: UInt64, jitter: Double) -> [Waiter] {
        dialling -= 1
        lastError = error
        retryAt = now &+ backoff.next(jitter: jitter)
        guard connectionCount == 0 else { return [] }
        defer { waiters.removeAll() }
        return Array(waiters)
    }

    /// Gives a clean link to the first in line, or lays it down.
    mutating func offer(_ link: PooledLink, now: UInt64) -> Waiter? {
        if let first = waiters.popFirst() { return first }
        idle.append(Idle(link: link, since: now))
        return nil
    }

    /// The link is no more. True when a dial has to be started in its place.
    mutating func lost(_ link: PooledLink, now: UInt64) -> Bool {
        links[ObjectIdentifier(link)] = nil
        idle.removeAll { $0.link === link }
        return beginDial(now: now)
    }

    mutating func leave(_ id: UInt64) -> Waiter? {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return nil }
        return waiters.remove(at: index)
    }

    /// When a timer has to be set for the first of the line, if none stands yet. One timer serves
    /// all: everyone waits equally long.
    mutating func beginLineWatch() -> UInt64? {
        guard !isLineWatched, let first = waiters.first else { return nil }
        isLineWatched = true
        return first.deadline
    }

    /// The timer is due: those who have waited too long.
    mutating func endLineWatch(now: UInt64) -> [Waiter] {
        isLineWatched = false
        var late: [Waiter] = []
        while let first = waiters.first, first.deadline <= now { late.append(waiters.removeFirst()) }
        return late
    }

    /// Those that have lain too long, down to the minimum.
    mutating func reap(now: UInt64) -> [PooledLink] {
        let surplus = max(0, links.count - limits.minimum)
        let old = idle.prefix(surplus).filter { $0.since &+ limits.idleTimeout.nanoseconds <= now }
        idle.removeFirst(old.count)
        return old.map(\.link)
    }

    /// - Returns: those who wait, and the links that lie idle.
    mutating func close() -> (waiters: [Waiter], idle: [PooledLink]) {
        isClosed = true
        defer {
            waiters.removeAll()
            idle.removeAll()
        }
        return (Array(waiters), idle.map(\.link))
    }
}
