import HTTPTypes
import Tenancy
import Web

/// A partner's own people see to its hosts.
extension ConsoleFeature {
    var adminDomainRoutes: [Route] {
        let verbs = DomainVerbs(desk: domains)
        let one = [RouteOutput.json(DomainSchema.domain)]
        let unknown = Route.Refusal(404, "domain.unknown")
        return [
            Route(
                .get, "/api/admin/domains", .staff(.domains, .read), "The site's hosts, and what each still needs",
                gives: [.json(DomainSchema.list)]
            ) { (_: NoInput, context: StaffContext) in try await verbs.list(context.tenant) },
            Route(
                .post, "/api/admin/domains", .staff(.domains, .write),
                "Claims a host; it is served once it is proved to be yours",
                gives: [.json(DomainSchema.domain, .created, "Claimed; `records` say what to do.")],
                refuses: DomainVerbs.claimRefusals
            ) { (input: NewDomainInput, context: StaffContext) in
                try await verbs.claim(input.host, context.tenant, context.auditActor)
            },
            Route(
                .get, "/api/admin/domains/{id}", .staff(.domains, .read), "One of the site's hosts", gives: one,
                refuses: [unknown]
            ) { (input: DomainIDInput, context: StaffContext) in try await verbs.show(input.id, context.tenant) },
            Route(
                .post, "/api/admin/domains/{id}/verify", .staff(.domains, .write),
                "Looks at the host now and says what it found", gives: one,
                refuses: [unknown, .init(429, "domain.checked_just_now")],
                options: DomainVerbs.checkOptions.servingImpersonation
            ) { (input: DomainIDInput, context: StaffContext) in
                try await verbs.check(input.id, context.tenant, context.auditActor)
            },
            Route(
                .post, "/api/admin/domains/{id}/primary", .staff(.domains, .write),
                "Puts all pages at this host; the site's other hosts lead there", gives: one,
                refuses: [unknown, .init(409, "domain.not_verified"), .init(409, "domain.not_routed")]
            ) { (input: DomainIDInput, context: StaffContext) in
                try await verbs.makePrimary(input.id, context.tenant, context.auditActor)
            },
            Route(
                .delete, "/api/admin/domains/{id}/primary", .staff(.domains, .write),
                "Puts the pages back at the first host of the partner's folder", gives: one,
                refuses: [unknown, .init(409, "domain.not_primary")]
            ) { (input: DomainIDInput, context: StaffContext) in
                try await verbs.endPrimary(input.id, context.tenant, context.auditActor)
            },
            Route(
                .delete, "/api/admin/domains/{id}", .staff(.domains, .write), "Lets go of a host",
                gives: [.noContent], refuses: [unknown]
            ) { (input: DomainIDInput, context: StaffContext) in
                try await verbs.remove(input.id, context.tenant, context.auditActor)
            },
        ]
    }
}
