import NIOCore
import Synchronization

/// One of the client's shared connections, over its successive lives.
///
/// While an attempt to connect is under way commands wait for its outcome; between attempts they fail
/// at once, so that callers with a fallback need not wait for a deadline to find out.
final class Link: Sendable {
    private enum Phase {
        case connecting
        case up(Wire)
        case down
    }

    private struct State {
        var phase = Phase.connecting
        var waiting: [Exchange] = []
    }

    private let redialer: Redialer
    private let state = Mutex(State())

    init(_ redialer: Redialer) { self.redialer = redialer }

    var isUp: Bool {
        state.withLock { state in
            if case .up = state.phase { true } else { false }
        }
    }

    /// Takes the exchange over, or says why not.
    func submit(_ exchange: Exchange) -> Wire.Admission {
        let (wire, admission) = state.withLock { state -> (Wire?, Wire.Admission) in
            switch state.phase {
            case .up(let wire): return (wire, .accepted)
            case .down: return (nil, .closed)
            case .connecting:
                guard state.waiting.count < redialer.connector.limits.commandsMax else { return (nil, .full) }
                state.waiting.append(exchange)
                return (nil, .accepted)
            }
        }
        return wire?.submit(exchange) ?? admission
    }

    /// Keeps the connection until the task is cancelled.
    func maintain() async {
        let redialer = redialer
        await redialer.keepConnected {
            move(to: .connecting)
            do {
                let wire = Wire(limits: redialer.connector.limits)
                let channel = try await redialer.connector.connect(on: redialer.eventLoop, receiver: wire)
                wire.open(channel)
                move(to: .up(wire))
                return channel
            } catch {
                move(to: .down)
                throw error
            }
        } onPause: {
            move(to: .down)
        }
        move(to: .down)
    }

    private func move(to phase: Phase) {
        let waiting = state.withLock { state -> [Exchange] in
            state.phase = phase
            // Who came before the first attempt waits for its outcome too.
            if case .connecting = phase { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for exchange in waiting {
            if case .up(let wire) = phase, wire.submit(exchange) == .accepted { continue }
            exchange.settle(.unavailable)
        }
    }
}
