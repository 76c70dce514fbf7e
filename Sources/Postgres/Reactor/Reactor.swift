internal import CLibpq
internal import Foundation
internal import Synchronization

/// The one thread that waits on database sockets, so that no task and no other thread ever does.
///
/// It is the executor of every ``ServerLink``: what a link does runs here, between two waits of
/// `epoll`. Others hand work over with ``submit(_:)``; the wake-up is written only when the thread
/// sleeps, so a burst of statements costs one.
final class Reactor: SerialExecutor {
    /// One is enough until a measurement says otherwise: the thread only shovels bytes.
    static let shared = Reactor(name: "postgres-reactor")

    /// Readiness reports taken from the kernel at once.
    private static let eventsMax = 64

    private enum Work: Sendable {
        case job(UnownedJob)
        case closure(@Sendable () -> Void)
    }

    private struct Inbox {
        var work: [Work] = []
        var isAsleep = false
    }

    /// Touched on the reactor's thread alone.
    private final class Confined {
        var watchers: [Int32: any ReactorWatcher] = [:]
        var timers = TimerQueue()
        var thread = pthread_self()
    }

    private let inbox = Mutex(Inbox())
    private let epoll: Int32
    private let wakeup: Int32
    nonisolated(unsafe) private let confined = Confined()
    private let started = DispatchSemaphore(value: 0)

    init(name: String) {
        epoll = reactor_epoll()
        wakeup = reactor_eventfd()
        precondition(
            epoll >= 0 && wakeup >= 0 && reactor_watch(epoll, wakeup, reactor_bits_read()) == 0,
            "the process has no file descriptor left for \(name)")
        let thread = Thread { [unowned self] in run() }
        thread.name = name
        thread.start()
        started.wait()
    }

    /// Nanoseconds of the monotonic clock: for deadlines and durations, never for the time of day.
    static func now() -> UInt64 { reactor_nanoseconds() }

    func submit(_ work: @escaping @Sendable () -> Void) { push(.closure(work)) }

    func enqueue(_ job: consuming ExecutorJob) { push(.job(UnownedJob(job))) }

    func checkIsolated() { precondition(isCurrent, "used away from the reactor's thread") }

    func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// On the reactor only. Errno when the kernel refuses.
    func watch(_ descriptor: Int32, writing: Bool, reading: Bool = true, _ watcher: any ReactorWatcher) -> Int32 {
        let bits = (reading ? reactor_bits_read() : 0) | (writing ? reactor_bits_write() : 0)
        guard reactor_watch(epoll, descriptor, bits) == 0 else { return reactor_errno() }
        confined.watchers[descriptor] = watcher
        return 0
    }

    /// On the reactor only, before the descriptor is closed.
    func unwatch(_ descriptor: Int32) {
        confined.watchers[descriptor] = nil
        _ = reactor_unwatch(epoll, descriptor)
    }

    /// On the reactor only.
    func schedule(at deadline: UInt64, _ action: @escaping @Sendable () -> Void) -> TimerQueue.ID {
        confined.timers.add(deadline, action)
    }

    /// On the reactor only.
    func cancel(_ timer: TimerQueue.ID) { confined.timers.cancel(timer) }

    private var isCurrent: Bool { pthread_equal(confined.thread, pthread_self()) != 0 }

    private func push(_ work: Work) {
        let wakes = inbox.withLock { inbox in
            inbox.work.append(work)
            defer { inbox.isAsleep = false }
            return inbox.isAsleep
        }
        if wakes { wake() }
    }

    private func wake() {
        var one: UInt64 = 1
        _ = write(wakeup, &one, MemoryLayout<UInt64>.size)
    }

    private func run() {
        confined.thread = pthread_self()
        started.signal()
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: Self.eventsMax)
        defer { events.deallocate() }
        var batch: [Work] = []
        while true {
            let count = epoll_wait(epoll, events, Int32(Self.eventsMax), sleepMilliseconds())
            for index in 0..<Int(max(0, count)) { deliver(events + index) }
            for action in confined.timers.due(Self.now()) { action() }
            inbox.withLock { inbox in
                inbox.isAsleep = false
                swap(&batch, &inbox.work)
            }
            for work in batch { perform(work) }
            batch.removeAll(keepingCapacity: true)
        }
    }

    /// Zero while work waits; else until the next timer, and from here on a push must wake us.
    private func sleepMilliseconds() -> Int32 {
        let isIdle = inbox.withLock { inbox in
            inbox.isAsleep = inbox.work.isEmpty
            return inbox.isAsleep
        }
        guard isIdle else { return 0 }
        guard let deadline = confined.timers.next else { return -1 }
        let now = Self.now()
        guard deadline > now else { return 0 }
        return Int32(clamping: (deadline - now) / 1_000_000 + 1)
    }

    private func deliver(_ event: UnsafePointer<epoll_event>) {
        let descriptor = reactor_event_fd(event)
        guard descriptor != wakeup else {
            var sum: UInt64 = 0
            _ = read(wakeup, &sum, MemoryLayout<UInt64>.size)
            return
        }
        let isWritable = reactor_event_bits(event) & reactor_bits_write() != 0
        confined.watchers[descriptor]?.isReady(writable: isWritable)
    }

    private func perform(_ work: Work) {
        switch work {
        case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
        case .closure(let closure): closure()
        }
    }
}

/// Told by the reactor, on its thread, that a socket can be read from or written to.
protocol ReactorWatcher: AnyObject, Sendable {
    func isReady(writable: Bool)
}
