/// What was seen of one breaker: by one process since it started, or by all of them while somebody called the service.
package struct BreakerStatistics: Sendable, Hashable {
    package let name: String
    /// When it was last asked.
    package internal(set) var phase = BreakerPhase.closed
    /// Whether all processes' state was asked, or only this one's.
    package internal(set) var isShared = false
    package internal(set) var succeeded = 0
    package internal(set) var failed = 0
    package internal(set) var abandoned = 0
    /// Calls that did not go out.
    package internal(set) var refused = 0
    /// Of those, the ones that something else was done for.
    package internal(set) var fallbacks = 0
    /// How often it was seen to open.
    package internal(set) var opened = 0

    init(name: String) { self.name = name }
}
