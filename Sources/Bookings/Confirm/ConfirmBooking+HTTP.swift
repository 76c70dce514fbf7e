import HTTPTypes
import Tenancy
import Web

extension BookingsFeature {
    func confirm(_ input: BookingPath, _ context: Keyed<TenantContext>) async throws -> Answer {
        let stage = context.stage
        let proof = try BookingProof.shown(stage.arrival, email: input.email)
        let key = try await dataKeys.key(of: stage.tenant)
        return try await context.onceClosing { tx in
            let effect = try await confirm.confirm(input.id, proof, key: key, stage.cause, in: tx)
            return (.json(BookingAnswer(dated: effect.value)), effect.closing)
        }
    }
}
