/// The reactor's deadlines, earliest first.
///
/// A binary heap of instants beside a table of actions: cancelling takes the action away and
/// leaves the instant to be skipped.
struct TimerQueue {
    typealias ID = UInt64

    private struct Entry {
        let deadline: UInt64
        let id: ID
    }

    private var heap: [Entry] = []
    private var actions: [ID: @Sendable () -> Void] = [:]
    private var lastID: ID = 0

    /// Nanoseconds of the monotonic clock at which the first timer is due.
    var next: UInt64? { heap.first?.deadline }

    mutating func add(_ deadline: UInt64, _ action: @escaping @Sendable () -> Void) -> ID {
        lastID += 1
        actions[lastID] = action
        heap.append(Entry(deadline: deadline, id: lastID))
        siftUp(heap.count - 1)
        return lastID
    }

    mutating func cancel(_ id: ID) {
        actions[id] = nil
        while let first = heap.first, actions[first.id] == nil { removeFirst() }
    }

    /// Takes out what is due, in order.
    mutating func due(_ now: UInt64) -> [@Sendable () -> Void] {
        var ready: [@Sendable () -> Void] = []
        while let first = heap.first, first.deadline <= now {
            removeFirst()
            if let action = actions.removeValue(forKey: first.id) { ready.append(action) }
        }
        return ready
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        siftDown(0)
    }

    private mutating func siftUp(_ start: Int) {
        var index = start
        while index > 0, heap[index].deadline < heap[(index - 1) / 2].deadline {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private mutating func siftDown(_ start: Int) {
        var index = start
        while true {
            let children = min(2 * index + 1, heap.count)..<min(2 * index + 3, heap.count)
            guard !children.isEmpty,
                let least = children.min(by: { heap[$0].deadline < heap[$1].deadline }),
                heap[least].deadline < heap[index].deadline
            else { return }
            heap.swapAt(index, least)
            index = least
        }
    }
}
