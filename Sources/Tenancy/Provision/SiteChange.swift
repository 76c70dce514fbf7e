import Foundation
import Postgres
import Vocabulary

/// Puts a folder and its look in force in the tenant's own tables, in one transaction with its audit. What the
/// partner's people changed since the folder was applied last stays; what is in force already makes no new version.
struct SiteChange: Sendable {
    struct Outcome: Sendable {
        let version: Int
        let release: Int
        /// Settings that stay against the folder's word.
        let kept: [String]
    }

    let scope: TenantScope
    let identifiers: IdentifierSource

    func put(_ request: TenantProvisioning.Request) async throws -> Outcome {
        let actor = request.actor.name
        return try await scope.transaction { transaction in
            let rows = try await transaction.run([SiteStore.lock, SiteStore.current, SiteStore.folder])
            let (current, folder) = (try SiteStore.current(rows[1]), try SiteStore.folder(rows[2]))
            let plan = try Plan(request.definition, current, folder)
            var (version, standing) = (current?.version ?? 0, folder?.version ?? 0)
            if plan.folder.digest != folder?.digest {
                standing = try await insert(plan.folder, actor, transaction)
            }
            if plan.definition.digest == plan.folder.digest {
                version = standing
            } else if plan.definition.digest != current?.definitionDigest {
                version = try await insert(plan.definition, actor, transaction)
            }
            var release = current?.release ?? 0
            if let look = plan.look {
                let number: Int = try await transaction.run(
                    SiteStore.insertRelease(
                        tenant: transaction.tenant, document: look.bytes, digest: look.digest, actor: actor)
                ).only().get("release")
                if !plan.keepsLook { release = number }
            }
            let outcome = Outcome(version: version, release: release, kept: plan.kept)
            guard version != current?.version || release != current?.release || standing != folder?.version else {
                return outcome
            }
            _ = try await transaction.run([
                SiteStore.point(tenant: transaction.tenant, version: version, release: release, folder: standing),
                audit(request, transaction.tenant, before: current, outcome),
                "select tenancy.announce_site()",
            ])
            return outcome
        }
    }

    private func insert(
        _ document: Plan.Document, _ actor: String, _ transaction: TenantTransaction
    ) async throws -> Int {
        try await transaction.run(
            SiteStore.insertDefinition(
                tenant: transaction.tenant, document: document.bytes, digest: document.digest, actor: actor)
        ).only().get("version")
    }

    private func audit(
        _ request: TenantProvisioning.Request, _ tenant: TenantID, before: SiteStore.Current?, _ outcome: Outcome
    ) -> SQL {
        // Paths are made of our own words, languages and keys of messages.
        let kept = outcome.kept.map { "\"\($0)\"" }.joined(separator: ",")
        return AuditTrail(identifiers: identifiers).statement(
            AuditEntry(
                action: "site.apply", actor: request.actor, subjectKind: "site", subjectID: request.definition.slug,
                before: before.map { JSONText("{\"definition\":\($0.version),\"release\":\($0.release)}") },
                after: JSONText(
                    "{\"definition\":\(outcome.version),\"kept\":[\(kept)],\"release\":\(outcome.release)}")),
            tenant: tenant)
    }

    /// What is to stand where after the change.
    private struct Plan {
        struct Document {
            let bytes: Data
            let digest: String

            init(_ value: some Encodable) throws {
                bytes = try CanonicalJSON.encode(value)
                digest = SiteStore.digest(bytes)
            }
        }

        let folder: Document
        /// In force; a definition keeps its folder's look, whichever is published.
        let definition: Document
        /// To be kept as a release; nil where it is one, or the partner's own stays and the folder's is not new.
        let look: Document?
        let keepsLook: Bool
        let kept: [String]

        init(_ wanted: TenantDefinition, _ current: SiteStore.Current?, _ before: SiteStore.Folder?) throws {
            folder = try Document(wanted)
            let branding = try Document(wanted.branding)
            guard let current, let before else {
                (definition, look, keepsLook, kept) = (folder, branding, false, [])
                return
            }
            let merge = FolderMerge(
                wanted, before: before.definition,
                present: current.definition.replacing(branding: current.branding))
            definition = try Document(merge.definition.replacing(branding: wanted.branding))
            keepsLook = merge.definition.branding != wanted.branding
            kept = merge.kept
            let isNew = keepsLook ? wanted.branding != before.definition.branding : true
            look = isNew && branding.digest != current.brandingDigest ? branding : nil
        }
    }
}
