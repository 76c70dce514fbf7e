import Synchronization

/// The windows of one process, for as long as Redis is away.
final class LocalWindows: Sendable {
    /// Callers remembered at once; with more, those that hold nothing go first, then any.
    static let countMax = 20_000

    private let windows = Mutex<[String: SlidingWindow]>([:])
    private let second: @Sendable () -> Int

    init(second: @escaping @Sendable () -> Int) { self.second = second }

    /// Takes from all limits or from none, as `RateScript` does.
    func admit(_ checks: [RateCheck]) -> RateVerdict {
        let second = second()
        return windows.withLock { windows in
            var own = checks.map { check in
                var window = windows[check.key] ?? SlidingWindow(check.limit)
                window.advance(to: second)
                return window
            }
            let waits = zip(checks, own).map { $1.wait(for: $0.cost, quota: $0.limit.quota, at: second) }
            let isAdmitted = waits.allSatisfy { $0 == 0 }
            for index in own.indices {
                if isAdmitted { own[index].take(checks[index].cost) }
                if windows[checks[index].key] == nil { Self.makeRoom(&windows, at: second) }
                windows[checks[index].key] = own[index]
            }
            let standings = checks.indices.map { index in
                RateVerdict.Standing(
                    limit: checks[index].limit, remaining: max(0, checks[index].limit.quota - own[index].total),
                    resetSeconds: own[index].reset(at: second), waitSeconds: waits[index])
            }
            return RateVerdict(isAdmitted: isAdmitted, standings: standings, isLocal: true)
        }
    }

    var count: Int { windows.withLock { $0.count } }

    private static func makeRoom(_ windows: inout [String: SlidingWindow], at second: Int) {
        guard windows.count >= countMax else { return }
        for (key, window) in windows {
            var window = window
            window.advance(to: second)
            if window.isEmpty { windows[key] = nil }
        }
        // Well below, so that a crowd does not have every request look through all of them.
        while windows.count > countMax * 3 / 4, let any = windows.keys.first { windows[any] = nil }
    }
}
