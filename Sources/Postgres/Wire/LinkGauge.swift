internal import Synchronization

/// What others may know of a link without waiting for its thread.
final class LinkGauge: Sendable {
    enum Status: UInt8 {
        case idle, busy, inTransaction, failedTransaction, closed
    }

    private let rawStatus = Atomic<UInt8>(Status.idle.rawValue)
    private let tainted = Atomic<Bool>(false)
    private let trips = Atomic<Int>(0)

    var status: Status {
        get { Status(rawValue: rawStatus.load(ordering: .acquiring)) ?? .closed }
        set { rawStatus.store(newValue.rawValue, ordering: .releasing) }
    }

    /// Something of the last lease may outlive its transaction.
    var isTainted: Bool {
        get { tainted.load(ordering: .acquiring) }
        set { tainted.store(newValue, ordering: .releasing) }
    }

    var roundTrips: Int { trips.load(ordering: .relaxed) }

    func countRoundTrip() { trips.wrappingAdd(1, ordering: .relaxed) }
}
