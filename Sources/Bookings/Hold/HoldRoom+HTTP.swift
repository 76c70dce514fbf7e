import HTTPTypes
import Tenancy
import Vocabulary
import Web

extension BookingsFeature {
    /// The token goes into a header, which is not kept with the answer: a replay does not tell it again.
    func hold(_ input: HoldInput, _ context: Keyed<TenantContext>) async throws -> Answer {
        let stage = context.stage
        let command = HoldCommand(
            source: input.source, acceptedTotal: input.acceptedTotal,
            party: try input.party.checked(on: stage.profile), locale: stage.locale,
            account: stage.arrival.caller?.account)
        let key = try await dataKeys.key(of: stage.tenant)
        let terms = SiteTerms(of: stage.profile, read: stage.locale)
        return try await context.onceClosing { tx in
            let effect = try await hold.hold(command, terms, key: key, stage.cause, in: tx)
            let answer = Answer.json(BookingAnswer(dated: effect.value.dated), status: .created, cache: .never)
                .with(.location, "/api/bookings/\(effect.value.booking.id.uuid.text)")
                .with(.bookingAccess, effect.value.token.description)
            return (answer, effect.closing)
        }
    }
}

extension PartyEntry {
    /// Throws `BookingError.invalid` with all faults.
    func checked(on profile: TenantProfile) throws(BookingError) -> Party {
        do throws(PartyFaults) {
            return try checked(homeRegion: profile.definition.legal.country)
        } catch {
            throw .invalid(error.faults)
        }
    }
}

extension TenantStage {
    /// Who changes the booking, for its timeline and the audit trail.
    var cause: Cause { Cause(actor: auditActor) }
}
