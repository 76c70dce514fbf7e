import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// Operators see to any partner's hosts.
extension ConsoleFeature {
    var platformDomainRoutes: [Route] {
        let verbs = DomainVerbs(desk: domains)
        let base = "/api/platform/tenants/{slug}/domains"
        let one = [RouteOutput.json(DomainSchema.domain)]
        let nobody = Route.Refusal(404, "tenant.unknown")
        let unknown = [nobody, Route.Refusal(404, "domain.unknown")]
        return [
            Route(
                .get, PathTemplate(base), .operate(.domains), "A partner's hosts, and what each still needs",
                gives: [.json(DomainSchema.list)], refuses: [nobody]
            ) { (input: SlugInput, _: OperatorContext) in try await verbs.list(try await tenant(input.slug)) },
            Route(
                .post, PathTemplate(base), .operate(.domains), "Claims a host for a partner",
                gives: [.json(DomainSchema.domain, .created, "Claimed; `records` say what to do.")],
                refuses: [nobody] + DomainVerbs.claimRefusals
            ) { (input: PartnerDomainInput, context: OperatorContext) in
                try await verbs.claim(input.host, try await tenant(input.slug), context.auditActor)
            },
            Route(
                .get, PathTemplate("\(base)/{id}"), .operate(.domains), "One of a partner's hosts", gives: one,
                refuses: unknown
            ) { (input: PartnerDomainIDInput, _: OperatorContext) in
                try await verbs.show(input.id, try await tenant(input.slug))
            },
            Route(
                .post, PathTemplate("\(base)/{id}/verify"), .operate(.domains),
                "Looks at the host now and says what it found", gives: one,
                refuses: unknown + [.init(429, "domain.checked_just_now")], options: DomainVerbs.checkOptions
            ) { (input: PartnerDomainIDInput, context: OperatorContext) in
                try await verbs.check(input.id, try await tenant(input.slug), context.auditActor)
            },
            Route(
                .post, PathTemplate("\(base)/{id}/primary"), .operate(.domains),
                "Puts all pages at this host; the site's other hosts lead there", gives: one,
                refuses: unknown + [.init(409, "domain.not_verified"), .init(409, "domain.not_routed")]
            ) { (input: PartnerDomainIDInput, context: OperatorContext) in
                try await verbs.makePrimary(input.id, try await tenant(input.slug), context.auditActor)
            },
            Route(
                .delete, PathTemplate("\(base)/{id}/primary"), .operate(.domains),
                "Puts the pages back at the first host of the partner's folder", gives: one,
                refuses: unknown + [.init(409, "domain.not_primary")]
            ) { (input: PartnerDomainIDInput, context: OperatorContext) in
                try await verbs.endPrimary(input.id, try await tenant(input.slug), context.auditActor)
            },
            Route(
                .delete, PathTemplate("\(base)/{id}"), .operate(.domains), "Takes a host from a partner",
                gives: [.noContent], refuses: unknown
            ) { (input: PartnerDomainIDInput, context: OperatorContext) in
                try await verbs.remove(input.id, try await tenant(input.slug), context.auditActor)
            },
        ]
    }

    private func tenant(_ slug: String) async throws -> TenantID {
        guard let tenant = try await domains.tenant(slug: slug) else {
            throw TenantError.unknown(slug: slug).problem
        }
        return tenant
    }
}
