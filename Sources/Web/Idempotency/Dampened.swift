import HTTPTypes
import Vocabulary

/// A request whose exact repetition within seconds is taken for a double click.
package struct Dampened<Stage: TenantStage>: RouteContext {
    package static var traits: ContextTraits {
        var traits = Stage.traits
        traits.isDampened = true
        return traits
    }

    package let stage: Stage

    /// Throws what `Stage` throws, and `request.repeated`.
    package init(admitting arrival: Arrival) async throws {
        stage = try await Stage(admitting: arrival)
        let body = JSONWriter.bytes(InputValue.object(arrival.content.members))
        let credentials = HTTPField.Name.credentials.map { arrival.head.headerFields[$0] ?? "" }
        let fingerprint = IdempotencyKey.digest(
            credentials + [
                stage.tenant.description, stage.principal, arrival.origin.clientAddress, arrival.head.method.rawValue,
                arrival.head.path ?? "", String(decoding: body, as: UTF8.self),
            ])
        try await arrival.parts.recent.note(fingerprint, of: stage.tenant)
    }

    package var vary: Vary { stage.vary }

    package func complete(_ answer: inout Answer) { stage.complete(&answer) }
}
