package import Foundation
import Postgres
package import Vocabulary

/// A tenant's looks: drafted, checked, seen before anyone else sees them, published, taken back.
package struct BrandingReleases: Sendable {
    package struct Summary: Hashable, Sendable {
        package let number: Int
        package let digest: String
        package let actor: String
        package let createdAt: Date
        package let isPublished: Bool
    }

    private let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    /// Keeps a look that passes the contrast gate as a new release, not yet published.
    ///
    /// - Parameter account: whose unfinished look has become it, and is over.
    ///
    /// Throws `TenantError.contrast` with every failing pair.
    package func draft(
        _ branding: BrandingDefinition, sketchOf account: UUID? = nil, actor: AuditActor, in scope: TenantScope
    ) async throws -> Int {
        let faults = ContrastGate.check(branding)
        guard faults.isEmpty else { throw TenantError.contrast(faults.map(\.description)) }
        let document = try CanonicalJSON.encode(branding)
        let insert = SiteStore.insertRelease(
            tenant: scope.tenant, document: document, digest: SiteStore.digest(document),
            actor: actor.signature)
        return try await scope.transaction { transaction in
            let release: Int = try await transaction.run([SiteStore.lock, insert])[1].only().get("release")
            let audit = AuditEntry(
                action: "branding.draft", actor: actor, subjectKind: "branding_release", subjectID: "\(release)",
                after: JSONText("{\"release\":\(release)}"))
            _ = try await transaction.commit(
                after: [AuditTrail(identifiers: identifiers).statement(audit, tenant: transaction.tenant)]
                    + (account.map { [BrandSketchStore.drop($0)] } ?? []))
            return release
        }
    }

    /// The look of one release, for a preview.
    package func release(_ number: Int, in scope: TenantScope) async throws -> BrandingDefinition {
        guard let row = try await scope.run(SiteStore.release(number)).first else {
            throw TenantError.releaseUnknown(number)
        }
        return try SiteStore.branding(row)
    }

    /// Newest first unless told otherwise, behind `after`.
    ///
    /// - Parameter actor: whose looks alone.
    package func list(
        by actor: String? = nil, after: Int? = nil, isOldestFirst: Bool = false, limit: Int, in scope: TenantScope
    ) async throws -> [Summary] {
        try await scope.run(
            SiteStore.releases(by: actor, after: after, isOldestFirst: isOldestFirst, limit: limit)
        ).map {
            Summary(
                number: try $0.get("release"), digest: try $0.get("digest"), actor: try $0.get("actor"),
                createdAt: try $0.get("created_at"), isPublished: try $0.get("is_published"))
        }
    }

    /// Shows `number` to everyone, be it newer or older than the present one: a roll-back is a publish.
    package func publish(_ number: Int, actor: AuditActor, in scope: TenantScope) async throws {
        try await scope.transaction { transaction in
            guard
                let current = try SiteStore.current(
                    try await transaction.run([SiteStore.lock, SiteStore.current])[1]),
                try await !transaction.run(SiteStore.release(number)).isEmpty
            else { throw TenantError.releaseUnknown(number) }
            let audit = AuditEntry(
                action: "branding.publish", actor: actor, subjectKind: "branding_release", subjectID: "\(number)",
                before: JSONText("{\"release\":\(current.release)}"), after: JSONText("{\"release\":\(number)}"))
            _ = try await transaction.run([
                SiteStore.point(tenant: transaction.tenant, version: current.version, release: number),
                AuditTrail(identifiers: identifiers).statement(audit, tenant: transaction.tenant),
                "select tenancy.announce_site()",
            ])
        }
    }
}
