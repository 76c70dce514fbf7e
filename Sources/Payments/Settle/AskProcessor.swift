import Tenancy
import Vocabulary

/// Does at the processor what a payment's state says is to be done, and tells how it stands there after that.
struct AskProcessor: Sendable {
    let verbs: StripeVerbs
    let tenant: TenantID

    /// Nil where the processor never took it, and never will: there is nothing to let go of.
    ///
    /// Throws `ProcessorFault`.
    func ask(_ payment: Payment) async throws(ProcessorFault) -> StripeIntent? {
        switch (payment.state, payment.intent) {
        case (.asked, _), (.open, nil), (.capturing, nil): return try await create(payment)
        case (.open, let intent?): return try await verbs.retrieve(intent)
        case (.capturing, let intent?):
            return try await orAsItStands(intent) { () throws(ProcessorFault) in
                try await verbs.capture(payment, intent)
            }
        case (.voiding, nil):
            // Whether it ever heard of it is not known: under its key it is the same one either way.
            guard let created = try await create(payment) else { return nil }
            return try await letGo(payment, created)
        case (.voiding, let intent?): return try await letGo(payment, try await verbs.retrieve(intent))
        case (.captured, let intent?): return try await verbs.retrieve(intent)
        case (.captured, nil), (.voided, _), (.failed, _): return nil
        }
    }

    private func letGo(_ payment: Payment, _ seen: StripeIntent) async throws(ProcessorFault) -> StripeIntent {
        guard seen.status != .canceled, seen.status != .succeeded else { return seen }
        return try await orAsItStands(seen.id) { () throws(ProcessorFault) in
            try await verbs.cancel(payment, seen.id)
        }
    }

    private func create(_ payment: Payment) async throws(ProcessorFault) -> StripeIntent? {
        guard let units = ProcessorAmount.units(of: payment.amount) else { return nil }
        do throws(ProcessorFault) {
            return try await verbs.create(payment, tenant: tenant, units: units)
        } catch .refused(let refusal) where refusal.status == 400 {
            // An amount or currency that it does not take: nothing was made.
            return nil
        }
    }

    /// A refusal because of how it stands says that it stands otherwise than we knew.
    private func orAsItStands(
        _ intent: String, _ verb: () async throws(ProcessorFault) -> StripeIntent
    ) async throws(ProcessorFault) -> StripeIntent {
        do throws(ProcessorFault) {
            return try await verb()
        } catch .refused(let refusal) where refusal.code == "payment_intent_unexpected_state" {
            return try await verbs.retrieve(intent)
        }
    }
}
