/// How many tests have a database of their own at once. Swift Testing starts all tests together, and
/// two cores serve a few of them faster than a hundred.
actor FleetSlots {
    static let shared = FleetSlots(count: 6)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int) { free = count }

    func take() async -> FleetSlot {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
        return FleetSlot(slots: self)
    }

    fileprivate func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

/// A place among them, given back when the last who holds it is gone, be its test passed or thrown.
final class FleetSlot: Sendable {
    private let slots: FleetSlots

    fileprivate init(slots: FleetSlots) { self.slots = slots }

    deinit { Task { [slots] in await slots.giveBack() } }
}
