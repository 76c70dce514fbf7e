import Synchronization

/// Set when the process is about to stop: readiness fails and connections are not kept, so that a
/// proxy goes elsewhere while what has begun is finished.
package final class Draining: Sendable {
    private let flag = Atomic<Bool>(false)

    package init() {}

    package var isOn: Bool { flag.load(ordering: .relaxed) }

    package func begin() { flag.store(true, ordering: .relaxed) }
}
