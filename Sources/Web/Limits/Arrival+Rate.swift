import Tenancy
import Vocabulary

/// Counts a request before any stage admits it, so that refusals count, too.
extension Arrival {
    /// False for most: who shows no key counts only where an address is counted, and costs no round trip.
    var isCounted: Bool {
        if route.options.isLimited { return true }
        guard tenant != nil, route.traits.face == .api else { return false }
        if case .key? = caller?.credential { return true }
        return parts.anonymousPerHour != nil
    }

    /// What came of it is told with the answer, whatever that is.
    ///
    /// Throws `rate_limit.exceeded`, or what the reading of a site's plan throws.
    func count() async throws {
        // Pages are no API: a visitor's reading is not counted.
        let checks = try await rateSubject().checks(
            route.options, anonymousPerHour: route.traits.face == .api ? parts.anonymousPerHour : nil)
        guard !checks.isEmpty else { return }
        let verdict = await parts.limiter.admit(checks)
        note(verdict)
        if !verdict.isAdmitted { throw Problem.rateLimitExceeded(verdict) }
    }

    /// A key counts as its site's plan has it, a person as one, and staff not at all.
    private func rateSubject() async throws -> RateSubject {
        var tier = RateTier.anonymous
        var plan: BillingPlan?
        var isKey = false
        if case .key? = caller?.credential { isKey = true }
        if let tenant, isKey || !route.options.limitsByPlan.isEmpty {
            plan = try await parts.tenants.profile(tenant).definition.billing.plan
        }
        if let plan, isKey { tier = .plan(plan) } else if let caller, caller.isStaff { tier = .admin }
        return RateSubject(
            tenant: tenant?.id, principal: caller?.name, address: RateAddress.text(origin.clientAddress), tier: tier,
            ownPerHour: caller?.limitPerHour, plan: plan)
    }
}
