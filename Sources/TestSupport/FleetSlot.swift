import Synchronization

/// A place among the databases that tests of one process use at once: all of them together would ask the
/// one cluster for more connections than it has. Given back when the value goes.
final class FleetSlot: Sendable {
    static let placesMax = 6

    private struct Line {
        var free = FleetSlot.placesMax
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private static let line = Mutex(Line())

    static func take() async -> FleetSlot {
        await withCheckedContinuation { continuation in
            let isFree = line.withLock { line in
                guard line.free > 0 else {
                    line.waiting.append(continuation)
                    return false
                }
                line.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
        return FleetSlot()
    }

    private init() {}

    deinit {
        let next = Self.line.withLock { line -> CheckedContinuation<Void, Never>? in
            guard line.waiting.isEmpty else { return line.waiting.removeFirst() }
            line.free += 1
            return nil
        }
        next?.resume()
    }
}
