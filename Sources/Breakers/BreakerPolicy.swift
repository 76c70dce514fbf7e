/// When a breaker opens, for how long, and what closes it again.
package struct BreakerPolicy: Sendable, Hashable {
    /// Calls are counted in windows of this length.
    package var windowMilliseconds = 60_000
    /// Fewer failures in a window never open it.
    package var failuresMin = 5
    /// And only when so many of a hundred calls failed.
    package var failuresPercent = 50
    package var openMilliseconds = 30_000
    /// Calls let through at once to see whether the service is back.
    package var probesMax = 1
    /// Probes that must succeed before all may pass.
    package var successesToClose = 2
    /// A probe that has not come back by then has lost its place; its process may be dead.
    package var probeMilliseconds = 120_000

    package init() {}
}
