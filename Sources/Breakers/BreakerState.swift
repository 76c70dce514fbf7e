/// Closed, open, half-open: the machine without clock, lock or network (Nygard, "Release It!", 5.2).
///
/// Times are milliseconds of whatever clock the owner has.
package struct BreakerState: Sendable {
    package let policy: BreakerPolicy
    package private(set) var phase = BreakerPhase.closed
    /// Counts the changes of phase, so that a late report speaks only of the phase it was let through in.
    private var era = 0
    private var openUntil = 0
    private var windowStart = 0
    private var calls = 0
    private var failures = 0
    private var successes = 0
    private var probes: [Int: Int] = [:]
    private var lastProbe = 0

    package init(policy: BreakerPolicy) { self.policy = policy }

    /// Whether a call may go out now. One that may is reported, whatever becomes of it.
    package mutating func admit(now: Int) -> Admission {
        if phase == .closed { return .pass(Pass(era: era, probe: nil)) }
        if phase == .open {
            guard now >= openUntil else { return .refused(retryMilliseconds: openUntil - now) }
            enter(.halfOpen)
        }
        probes = probes.filter { $0.value > now }
        guard probes.count < policy.probesMax else {
            return .refused(retryMilliseconds: max(1, (probes.values.min() ?? now) - now))
        }
        lastProbe += 1
        probes[lastProbe] = now + policy.probeMilliseconds
        return .pass(Pass(era: era, probe: lastProbe))
    }

    package mutating func report(_ pass: Pass, _ outcome: CallOutcome, now: Int) {
        guard pass.era == era else { return }
        switch phase {
        case .closed: count(outcome, now)
        case .open: return
        case .halfOpen:
            guard let probe = pass.probe, probes.removeValue(forKey: probe) != nil else { return }
            settleProbe(outcome, now)
        }
    }

    private mutating func count(_ outcome: CallOutcome, _ now: Int) {
        guard outcome != .abandoned else { return }
        if now - windowStart >= policy.windowMilliseconds { (windowStart, calls, failures) = (now, 0, 0) }
        calls += 1
        if outcome == .failed { failures += 1 }
        if failures >= policy.failuresMin, failures * 100 >= policy.failuresPercent * calls { open(now) }
    }

    private mutating func settleProbe(_ outcome: CallOutcome, _ now: Int) {
        switch outcome {
        case .abandoned: return
        case .failed: open(now)
        case .succeeded:
            successes += 1
            if successes >= policy.successesToClose { enter(.closed) }
        }
    }

    private mutating func open(_ now: Int) {
        openUntil = now + policy.openMilliseconds
        enter(.open)
    }

    private mutating func enter(_ next: BreakerPhase) {
        phase = next
        era += 1
        (windowStart, calls, failures, successes) = (0, 0, 0, 0)
        probes = [:]
    }
}

package enum BreakerPhase: String, Sendable, Hashable {
    case closed
    case open
    case halfOpen = "half_open"
}

/// A call's leave to go out, shown again when it reports.
package struct Pass: Sendable, Hashable {
    let era: Int
    let probe: Int?
}

package enum Admission: Sendable, Hashable {
    case pass(Pass)
    case refused(retryMilliseconds: Int)
}

package enum CallOutcome: Sendable, Hashable {
    case succeeded
    /// The service did not do its part: away, too slow, broken. That it said no is a success.
    case failed
    /// Nobody waited for the end: it says nothing of the service.
    case abandoned
}
