import Postgres
import Vocabulary

/// One change of a site's definition by its own people: a new version of it, its line in the trail and the word to
/// every process that it changed, in one transaction.
struct DefinitionChange: Sendable {
    /// A definition by its number.
    struct Version: Sendable {
        let number: Int
        let definition: TenantDefinition
    }

    let identifiers: IdentifierSource

    /// `change` sees what is in force and nobody else may change meanwhile; where it changes nothing, nothing is done.
    ///
    /// Throws `TenantProfiles.Fault` for a tenant without a site, `PostgresError`, whatever `change` throws.
    func put(
        by actor: AuditActor, in scope: TenantScope,
        _ change: @escaping @Sendable (TenantDefinition) throws -> TenantDefinition,
        audit: @escaping @Sendable (_ before: Version, _ after: Version) throws -> AuditEntry
    ) async throws -> TenantDefinition {
        try await scope.transaction { transaction in
            guard
                let current = try SiteStore.current(
                    try await transaction.run([SiteStore.lock, SiteStore.current])[1])
            else { throw TenantProfiles.Fault.noSite(transaction.tenant) }
            let definition = try change(current.definition)
            guard definition != current.definition else { return definition }
            let document = try definition.canonicalJSON()
            let number: Int = try await transaction.run(
                SiteStore.insertDefinition(
                    tenant: transaction.tenant, document: document, digest: SiteStore.digest(document),
                    actor: actor.signature)
            ).only().get("version")
            let entry = try audit(
                Version(number: current.version, definition: current.definition),
                Version(number: number, definition: definition))
            _ = try await transaction.run([
                SiteStore.point(tenant: transaction.tenant, version: number, release: current.release),
                AuditTrail(identifiers: identifiers).statement(entry, tenant: transaction.tenant),
                "select tenancy.announce_site()",
            ])
            return definition
        }
    }
}
