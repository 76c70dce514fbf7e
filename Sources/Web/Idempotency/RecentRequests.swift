import DequeModule
import HTTPTypes
import Synchronization
import Vocabulary

/// Remembers for a few seconds what was just asked, to dampen double clicks on routes that need no
/// key. One process's memory: a repetition that reaches another process passes, which is why
/// nothing that must not happen twice relies on it.
package final class RecentRequests: Sendable {
    /// How long the same request is held to be the same click.
    package static let seconds = 3
    /// Requests remembered; the oldest are forgotten first.
    package static let countMax = 10_000

    private struct State {
        var known: [[UInt8]: ContinuousClock.Instant] = [:]
        var order: Deque<[UInt8]> = []
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> ContinuousClock.Instant

    package init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

    /// Throws `request.repeated` for a fingerprint noted within the last seconds.
    func note(_ fingerprint: [UInt8]) throws(Problem) {
        let now = now()
        let isRepeated = state.withLock { state in
            if let seen = state.known[fingerprint], seen.duration(to: now) < .seconds(Self.seconds) { return true }
            if state.known.updateValue(now, forKey: fingerprint) == nil { state.order.append(fingerprint) }
            while state.order.count > Self.countMax { state.known[state.order.removeFirst()] = nil }
            return false
        }
        if isRepeated { throw .repeatedTooSoon }
    }
}

/// A request whose exact repetition within seconds is taken for a double click.
package struct Dampened<Stage: TenantStage>: RouteContext {
    package static var traits: ContextTraits { Stage.traits }

    package let stage: Stage

    /// Throws what `Stage` throws, and `request.repeated`.
    package init(admitting arrival: Arrival) async throws {
        stage = try await Stage(admitting: arrival)
        let body = JSONWriter.bytes(InputValue.object(arrival.content.members))
        try arrival.parts.recent.note(
            IdempotencyKey.digest([
                stage.tenant.description, stage.principal, arrival.origin.clientAddress, arrival.head.method.rawValue,
                arrival.head.path ?? "", String(decoding: body, as: UTF8.self),
            ]))
    }

    package var vary: Vary { stage.vary }

    package func complete(_ answer: inout Answer) { stage.complete(&answer) }
}
