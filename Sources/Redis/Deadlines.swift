import DequeModule
import NIOCore
import Synchronization

/// Ends exchanges whose time is up. One timer serves all of a client's commands: it stands at the
/// earliest deadline, and most exchanges have left before it fires.
final class Deadlines: Sendable {
    private struct State {
        var exchanges: Deque<Exchange> = []
        var timer: NIODeadline?
    }

    private let eventLoop: any EventLoop
    private let state = Mutex(State())

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func watch(_ exchange: Exchange) {
        let isEarlier = state.withLock { state in
            while state.exchanges.first?.isSettled == true { state.exchanges.removeFirst() }
            state.exchanges.append(exchange)
            guard state.timer.map({ exchange.deadline < $0 }) ?? true else { return false }
            state.timer = exchange.deadline
            return true
        }
        if isEarlier { schedule(exchange.deadline) }
    }

    private func schedule(_ deadline: NIODeadline) {
        eventLoop.scheduleTask(deadline: deadline) { self.fire(deadline) }
    }

    private func fire(_ deadline: NIODeadline) {
        let now = NIODeadline.now()
        let (expired, next) = state.withLock { state -> ([Exchange], NIODeadline?) in
            // An earlier deadline has taken this timer's place.
            guard state.timer == deadline else { return ([], nil) }
            let waiting = state.exchanges.filter { !$0.isSettled }
            state.exchanges = Deque(waiting.filter { $0.deadline > now })
            state.timer = state.exchanges.lazy.map(\.deadline).min()
            return (waiting.filter { $0.deadline <= now }, state.timer)
        }
        for exchange in expired { exchange.expire() }
        if let next { schedule(next) }
    }
}
