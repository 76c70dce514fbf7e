import NIOCore
package import Postgres
package import Tenancy
import Vocabulary

/// A request that named its effect: the only kind that may move inventory or money.
///
/// The rule of what is remembered: an effect that returns an answer, of whatever status, is
/// committed together with that answer. One that throws is rolled back and leaves nothing, so a
/// refusal without effect is judged afresh when it is tried again, and so is a failure of ours.
///
/// Nobody on the way keeps such an answer, the first time or later: whoever wants it again asks with the key.
package struct Keyed<Stage: TenantStage>: RouteContext {
    package static var traits: ContextTraits {
        ContextTraits(
            host: Stage.traits.host, face: Stage.traits.face, securityScheme: Stage.traits.securityScheme,
            needsIdempotencyKey: true, asksFormToken: Stage.traits.asksFormToken)
    }

    package let stage: Stage
    package let key: IdempotencyKey

    /// Throws what `Stage` throws, `idempotency.missing` and `idempotency.too_long`.
    package init(admitting arrival: Arrival) async throws {
        stage = try await Stage(admitting: arrival)
        key = try IdempotencyKey(of: arrival, tenant: stage.tenant, principal: stage.principal)
    }

    package var vary: Vary { stage.vary }

    package func complete(_ answer: inout Answer) { stage.complete(&answer) }

    /// Runs `effect` once for this key, in one transaction with the record of its answer; asked
    /// again, gives that answer. Lock and look-up share a round trip, record and commit another.
    ///
    /// Throws `idempotency.in_flight` while another request runs the effect,
    /// `idempotency.mismatch` for another input under the same key, and what `effect` throws.
    package func once(_ effect: @Sendable (TenantTransaction) async throws -> Answer) async throws -> Answer {
        try await onceClosing { (answer: try await effect($0), closing: []) }
    }

    /// The same for an effect that leaves its last statements to be sent with the record and the commit.
    package func onceClosing(
        _ effect: @Sendable (TenantTransaction) async throws -> (answer: Answer, closing: [SQL])
    ) async throws -> Answer {
        do {
            let (answer, outcome) = try await kept(effect)
            stage.arrival.parts.effects.count(outcome)
            return answer
        } catch {
            stage.arrival.parts.effects.count(.init(of: error))
            throw error
        }
    }

    private func kept(
        _ effect: @Sendable (TenantTransaction) async throws -> (answer: Answer, closing: [SQL])
    ) async throws -> (Answer, KeyedMeter.Outcome) {
        // In process, but for a tenant's first.
        let dataKey = try await stage.arrival.parts.tenants.dataKey(stage.tenant)
        return try await stage.scope.transaction { transaction in
            let found = try await transaction.run([IdempotencyStore.lock(key), IdempotencyStore.find(key)])
            if let stored = try IdempotencyStore.stored(found[1], key, under: dataKey) {
                guard stored.inputDigest == key.inputDigest else { throw Problem.idempotencyMismatch }
                return (stored.answer.with(.idempotentReplayed, "true").unkept, .replayed)
            }
            guard try found[0].only().get("gained", as: Bool.self) else { throw Problem.idempotencyInFlight }
            let (made, closing) = try await effect(transaction)
            let answer = made.unkept
            let sealed = try SealedAnswer(answer, body: try bytes(of: answer), of: key.fingerprint, under: dataKey)
            _ = try await transaction.commit(
                after: closing + [IdempotencyStore.insert(key, sealed, tenant: stage.tenant)])
            return (answer, .effect)
        }
    }

    private func bytes(of answer: Answer) throws -> [UInt8] {
        switch answer.body {
        case .empty: return []
        case .bytes(let buffer): return Array(buffer.readableBytesView)
        case .stream: throw IdempotencyFault.answerIsNotWhole
        }
    }
}

extension Answer {
    fileprivate var unkept: Answer {
        var answer = self
        answer.cache = .never
        return answer
    }
}

/// A mistake of ours in an effect.
enum IdempotencyFault: Error {
    /// An answer that is written piece by piece can not be given again.
    case answerIsNotWhole
}
