package import Foundation
import Postgres
package import Vocabulary

/// A look that somebody works on: as it was typed last, readable or not, seen by that person alone.
package struct BrandSketch: Sendable {
    package let branding: BrandingDefinition
    package let changedAt: Date
}

/// Unfinished looks, one a person: without a script a browser cannot keep a file that it sent, and what the contrast
/// gate refuses is to be seen, too. No visitor is ever shown one; a release is made of it by `BrandingReleases`.
package struct BrandSketches: Sendable {
    private let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    /// The person's own; nil where there is none.
    package func kept(by account: UUID, in scope: TenantScope) async throws -> BrandSketch? {
        guard let row = try await scope.run(BrandSketchStore.sketch(account)).first else { return nil }
        return BrandSketch(branding: try SiteStore.branding(row), changedAt: try row.get("changed_at"))
    }

    /// In place of the one before.
    ///
    /// - Parameter isNoted: false where the trail has told already that this person works on it, as it has of whoever
    ///   types: a line for every letter would hide the others.
    package func keep(
        _ branding: BrandingDefinition, by account: UUID, actor: AuditActor, isNoted: Bool = true,
        in scope: TenantScope
    ) async throws {
        let document = try CanonicalJSON.encode(branding)
        try await scope.transaction { transaction in
            let put = BrandSketchStore.put(tenant: transaction.tenant, account: account, document: document)
            let told = audit("branding.sketch", account, actor, after: SiteStore.digest(document), transaction)
            _ = try await transaction.run(isNoted ? [put, told] : [put])
        }
    }

    /// Nothing happens where there is none.
    package func drop(by account: UUID, actor: AuditActor, in scope: TenantScope) async throws {
        try await scope.transaction { transaction in
            guard try await transaction.run(BrandSketchStore.drop(account)).affectedCount > 0 else { return }
            _ = try await transaction.run(audit("branding.sketch_dropped", account, actor, after: nil, transaction))
        }
    }

    private func audit(
        _ action: String, _ account: UUID, _ actor: AuditActor, after digest: String?,
        _ transaction: TenantTransaction
    ) -> SQL {
        let entry = AuditEntry(
            action: action, actor: actor, subjectKind: "branding_sketch", subjectID: account.text,
            after: digest.map { JSONText("{\"digest\":\"\($0)\"}") })
        return AuditTrail(identifiers: identifiers).statement(entry, tenant: transaction.tenant)
    }
}

/// SQL on unfinished looks.
enum BrandSketchStore {
    static func sketch(_ account: UUID) -> SQL {
        "select document, changed_at from brand_sketches where account_id = \(account)"
    }

    static func put(tenant: TenantID, account: UUID, document: Data) -> SQL {
        """
        insert into brand_sketches (tenant_id, account_id, document)
        values (\(tenant), \(account), \(JSONText(String(decoding: document, as: UTF8.self))))
        on conflict (tenant_id, account_id) do update
          set document = excluded.document, changed_at = clock_timestamp()
        """
    }

    static func drop(_ account: UUID) -> SQL { "delete from brand_sketches where account_id = \(account)" }
}
