import Foundation
import Postgres
import Vocabulary

/// Puts a definition and its look in force in the tenant's own tables, in one transaction with its
/// audit; what is in force already makes no new version.
struct SiteChange: Sendable {
    let scope: TenantScope
    let identifiers: IdentifierSource

    func put(_ request: TenantProvisioning.Request) async throws -> (version: Int, release: Int) {
        let document = try request.definition.canonicalJSON()
        let branding = try CanonicalJSON.encode(request.definition.branding)
        let digests = (document: SiteStore.digest(document), branding: SiteStore.digest(branding))
        return try await scope.transaction { transaction in
            let current = try SiteStore.current(try await transaction.run([SiteStore.lock, SiteStore.current])[1])
            if let current, current.definitionDigest == digests.document, current.brandingDigest == digests.branding {
                return (current.version, current.release)
            }
            let tenant = transaction.tenant
            var version = current?.version ?? 0
            if current?.definitionDigest != digests.document {
                version = try await transaction.run(
                    SiteStore.insertDefinition(
                        tenant: tenant, document: document, digest: digests.document, actor: request.actor.name)
                ).only().get("version")
            }
            var release = current?.release ?? 0
            if current?.brandingDigest != digests.branding {
                release = try await transaction.run(
                    SiteStore.insertRelease(
                        tenant: tenant, document: branding, digest: digests.branding, actor: request.actor.name)
                ).only().get("release")
            }
            _ = try await transaction.run([
                SiteStore.point(tenant: tenant, version: version, release: release),
                audit(request, tenant, before: current, version: version, release: release),
                "select tenancy.announce_site()",
            ])
            return (version, release)
        }
    }

    private func audit(
        _ request: TenantProvisioning.Request, _ tenant: TenantID, before: SiteStore.Current?, version: Int,
        release: Int
    ) -> SQL {
        AuditTrail(identifiers: identifiers).statement(
            AuditEntry(
                action: "site.apply", actor: request.actor, subjectKind: "site", subjectID: request.definition.slug,
                before: before.map { JSONText("{\"definition\":\($0.version),\"release\":\($0.release)}") },
                after: JSONText("{\"definition\":\(version),\"release\":\(release)}")),
            tenant: tenant)
    }
}
