package import Tenancy

/// Who is behind a request, as the audit trail tells it: every context knows, none asks its caller.
extension Arrival {
    func auditActor(_ name: String, onBehalf: String? = nil) -> AuditActor {
        let place = place
        return AuditActor(
            name, onBehalf: onBehalf, address: place.address, userAgent: place.userAgent, requestID: requestID)
    }
}

extension TenantStage {
    /// Whoever showed no credential is a guest.
    package var auditActor: AuditActor {
        guard let caller = arrival.caller else { return arrival.auditActor("guest") }
        return arrival.auditActor(caller.actor, onBehalf: caller.onBehalfOf)
    }
}

extension OperatorContext {
    package var auditActor: AuditActor { platform.arrival.auditActor(actor) }
}

extension OperatorPageContext {
    package var auditActor: AuditActor { arrival.auditActor(actor) }
}
