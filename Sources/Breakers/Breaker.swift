import Metrics
package import Redis
import Synchronization

/// Stands before an outside service: when it fails too often nobody calls it for a while, so that callers
/// are told at once and the service can get up again.
///
/// All processes share one state through Redis. While Redis is away each process goes by its own counts,
/// which it has kept all along: calls are never refused because Redis is gone.
package final class Breaker: Sendable {
    package let name: String
    private let local: LocalBoard
    private let shared: RedisBoard?
    private let counts: Mutex<BreakerStatistics>
    /// Whether it stands among those that all processes know of.
    private let hasEntered = Mutex(false)
    private let meter: Meter

    /// - Parameters:
    ///   - redis: nil keeps the state in the process.
    ///   - milliseconds: a clock that only goes forward.
    package init(
        name: String, policy: BreakerPolicy = BreakerPolicy(), redis: RedisClient?,
        milliseconds: @escaping @Sendable () -> Int = Breaker.monotonicMilliseconds
    ) {
        self.name = name
        local = LocalBoard(policy: policy, milliseconds: milliseconds)
        shared = redis.map { RedisBoard(name: name, policy: policy, redis: $0) }
        counts = Mutex(BreakerStatistics(name: name))
        meter = Meter(label: "travelhub_breaker_phase", dimensions: [("breaker", name)])
        meter.set(0)
    }

    package static let monotonicMilliseconds: @Sendable () -> Int = {
        let start = ContinuousClock.now
        return { @Sendable in
            let passed = (ContinuousClock.now - start).components
            return Int(passed.seconds) * 1_000 + Int(passed.attoseconds / 1_000_000_000_000_000)
        }
    }()

    /// What this process has seen.
    package var statistics: BreakerStatistics { counts.withLock { $0 } }

    /// Calls the service, unless the breaker is open.
    ///
    /// - Parameters:
    ///   - isFailure: whether an error speaks against the service. A refusal of one request does not.
    ///   - fallback: what to do instead while the breaker is open.
    /// - Throws: what `body` throws; ``BreakerOpen`` when there is no fallback.
    package func call<Result: Sendable>(
        isFailure: @Sendable (any Error) -> Bool = { _ in true },
        _ body: @Sendable () async throws -> Result,
        fallback: (@Sendable (BreakerOpen) async throws -> Result)? = nil
    ) async throws -> Result {
        switch await admit() {
        case .refused(let milliseconds):
            count("refused") { $0.refused += 1 }
            let refusal = BreakerOpen(breaker: name, retryMilliseconds: milliseconds)
            guard let fallback else { throw refusal }
            count("fallback") { $0.fallbacks += 1 }
            try? await shared?.countFallback()
            return try await fallback(refusal)
        case .passed(let leave):
            do {
                let result = try await body()
                await report(leave, .succeeded)
                return result
            } catch {
                let isAbandoned = error is CancellationError
                await report(leave, isAbandoned ? .abandoned : isFailure(error) ? .failed : .succeeded)
                throw error
            }
        }
    }

    private enum Leave: Sendable {
        case shared(Pass)
        case local(Pass)
    }

    private enum Verdict {
        case passed(Leave)
        case refused(Int)
    }

    private func admit() async -> Verdict {
        if let shared, let answer = try? await shared.admit() {
            await enter(shared)
            note(answer.phase, isShared: true)
            if case .pass(let pass) = answer.admission { return .passed(.shared(pass)) }
            if case .refused(let milliseconds) = answer.admission { return .refused(milliseconds) }
        }
        let answer = local.admit()
        note(answer.phase, isShared: false)
        switch answer.admission {
        case .pass(let pass): return .passed(.local(pass))
        case .refused(let milliseconds): return .refused(milliseconds)
        }
    }

    /// Once; where Redis does not take it, with the next call.
    private func enter(_ board: RedisBoard) async {
        let isFirst = hasEntered.withLock { hasEntered in
            defer { hasEntered = true }
            return !hasEntered
        }
        guard isFirst else { return }
        do throws(RedisError) { try await board.enter() } catch { hasEntered.withLock { $0 = false } }
    }

    private func report(_ leave: Leave, _ outcome: CallOutcome) async {
        switch outcome {
        case .succeeded: count("succeeded") { $0.succeeded += 1 }
        case .failed: count("failed") { $0.failed += 1 }
        case .abandoned: count("abandoned") { $0.abandoned += 1 }
        }
        switch leave {
        case .local(let pass): note(local.report(pass, outcome), isShared: false)
        case .shared(let pass):
            local.observe(outcome)
            guard let phase = try? await shared?.report(pass, outcome) else { return }
            note(phase, isShared: true)
        }
    }

    private func note(_ phase: BreakerPhase, isShared: Bool) {
        if shared != nil, !isShared {
            Counter(label: "travelhub_breaker_without_redis_total", dimensions: [("breaker", name)]).increment()
        }
        let isNew = counts.withLock { counts in
            counts.isShared = isShared
            defer { counts.phase = phase }
            if counts.phase != phase, phase == .open { counts.opened += 1 }
            return counts.phase != phase
        }
        guard isNew else { return }
        meter.set(phase == .closed ? 0 : phase == .open ? 2 : 1)
        Counter(
            label: "travelhub_breaker_changes_total", dimensions: [("breaker", name), ("to", phase.rawValue)]
        ).increment()
    }

    private func count(_ outcome: String, _ change: (inout BreakerStatistics) -> Void) {
        counts.withLock { change(&$0) }
        Counter(
            label: "travelhub_breaker_calls_total", dimensions: [("breaker", name), ("outcome", outcome)]
        ).increment()
    }
}

/// The service is not called now.
package struct BreakerOpen: Error, Hashable, Sendable {
    package let breaker: String
    package let retryMilliseconds: Int

    package init(breaker: String, retryMilliseconds: Int) {
        self.breaker = breaker
        self.retryMilliseconds = retryMilliseconds
    }
}
