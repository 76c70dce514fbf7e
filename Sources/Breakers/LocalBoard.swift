import Synchronization

/// One process's own view, and what it goes by while Redis is away.
final class LocalBoard: BreakerBoard {
    private let state: Mutex<BreakerState>
    private let milliseconds: @Sendable () -> Int

    init(policy: BreakerPolicy, milliseconds: @escaping @Sendable () -> Int) {
        state = Mutex(BreakerState(policy: policy))
        self.milliseconds = milliseconds
    }

    func admit() -> (admission: Admission, phase: BreakerPhase) {
        let now = milliseconds()
        return state.withLock { ($0.admit(now: now), $0.phase) }
    }

    func report(_ pass: Pass, _ outcome: CallOutcome) -> BreakerPhase {
        let now = milliseconds()
        return state.withLock { state in
            state.report(pass, outcome, now: now)
            return state.phase
        }
    }

    /// A call that another board let through: its end is worth knowing here, too, for the hour when that
    /// board is away.
    func observe(_ outcome: CallOutcome) {
        let now = milliseconds()
        state.withLock { state in
            guard case .pass(let pass) = state.admit(now: now) else { return }
            state.report(pass, outcome, now: now)
        }
    }
}
