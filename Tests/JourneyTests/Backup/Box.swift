import Synchronization

/// A value that concurrent closures of a test share.
final class Box<Value: Sendable>: Sendable {
    private let held: Mutex<Value>

    init(_ value: Value) { held = Mutex(value) }

    var value: Value { held.withLock { $0 } }

    func with(_ change: @Sendable (inout Value) -> Void) { held.withLock { change(&$0) } }
}
