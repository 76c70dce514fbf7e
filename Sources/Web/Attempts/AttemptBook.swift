import Synchronization

/// The counts of attempts of one process: the pure rule, and what holds while Redis is away.
final class AttemptBook: Sendable {
    /// Pairs, accounts and addresses remembered at once; with more, those that are over go first, then any.
    static let countMax = 40_000

    fileprivate struct Count {
        var attempts = 0
        /// When the next one may come.
        var readyAt = 0
        var forgottenAt = 0
    }

    fileprivate struct State {
        var counts: [String: Count] = [:]
        /// Until when an address is known to an account.
        var known: [String: Int] = [:]
    }

    private let state = Mutex(State())
    private let milliseconds: @Sendable () -> Int

    init(milliseconds: @escaping @Sendable () -> Int) { self.milliseconds = milliseconds }

    /// The milliseconds to wait; 0 for an attempt that is let through and counted.
    func admit(_ keys: AttemptKeys, _ policy: AttemptPolicy) -> Int {
        let now = milliseconds()
        return state.withLock { state in
            Self.makeRoom(&state, at: now)
            let pair = state.count(keys.pair, at: now)
            let address = state.count(keys.address, at: now) ?? Count()
            let account = state.count(keys.account, at: now) ?? Count()
            let isKnown = (state.known[keys.known] ?? 0) > now
            let forgottenAt = now + 1_000 * policy.forgetSeconds
            var ready = pair?.readyAt ?? 0
            if !isKnown {
                ready = max(ready, address.readyAt)
                let challenge = policy.delayMilliseconds(
                    after: account.attempts, free: policy.accountFree, maxSeconds: policy.challengeMaxSeconds)
                if pair == nil, challenge > 0 {
                    state.counts[keys.pair] = Count(readyAt: now + challenge, forgottenAt: forgottenAt)
                    ready = max(ready, now + challenge)
                }
            }
            guard ready <= now else { return ready - now }
            func counted(_ count: Count?, free: Int, maxSeconds: Int) -> Count {
                let attempts = (count?.attempts ?? 0) + 1
                let delay = policy.delayMilliseconds(after: attempts, free: free, maxSeconds: maxSeconds)
                return Count(attempts: attempts, readyAt: now + delay, forgottenAt: forgottenAt)
            }
            state.counts[keys.pair] = counted(pair, free: policy.pairFree, maxSeconds: policy.pairDelayMaxSeconds)
            if !isKnown {
                state.counts[keys.account] = Count(attempts: account.attempts + 1, forgottenAt: forgottenAt)
                state.counts[keys.address] = counted(
                    address, free: policy.addressFree, maxSeconds: policy.addressDelayMaxSeconds)
            }
            return 0
        }
    }

    /// Takes the pair's attempts back from the account and the address, and makes the two known.
    func relieve(_ keys: AttemptKeys, _ policy: AttemptPolicy) {
        let now = milliseconds()
        state.withLock { state in
            let attempts = state.count(keys.pair, at: now)?.attempts ?? 0
            state.counts[keys.pair] = nil
            if (state.known[keys.known] ?? 0) <= now {
                for key in [keys.account, keys.address] {
                    guard var count = state.count(key, at: now) else { continue }
                    count.attempts = max(0, count.attempts - attempts)
                    count.readyAt = 0
                    state.counts[key] = count
                }
            }
            state.known[keys.known] = now + 1_000 * policy.knownSeconds
        }
    }

    private static func makeRoom(_ state: inout State, at now: Int) {
        if state.counts.count >= countMax {
            state.counts = state.counts.filter { $0.value.forgottenAt > now }
            while state.counts.count > countMax * 3 / 4, let any = state.counts.keys.first { state.counts[any] = nil }
        }
        if state.known.count >= countMax {
            state.known = state.known.filter { $0.value > now }
            while state.known.count > countMax * 3 / 4, let any = state.known.keys.first { state.known[any] = nil }
        }
    }
}

extension AttemptBook.State {
    fileprivate func count(_ key: String, at now: Int) -> AttemptBook.Count? {
        counts[key].flatMap { $0.forgottenAt > now ? $0 : nil }
    }
}
