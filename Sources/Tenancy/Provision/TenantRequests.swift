package import Foundation
import Postgres
package import Vocabulary

/// Judges what is asked of a tenant and, when nothing is wrong with it, records the operation that will
/// bring it about. Needs no rights on any tenant's tables, and so runs in a serving process, too.
package struct TenantRequests: Sendable {
    package enum Verdict: Sendable {
        /// Recorded, or asked for before and not done yet.
        case operation(id: UUID, TenantID)
        case unchanged(TenantID)
    }

    let platform: PlatformDatabase
    let dataKeys: DataKeys
    let identifiers: IdentifierSource

    package init(platform: PlatformDatabase, dataKeys: DataKeys, identifiers: IdentifierSource) {
        self.platform = platform
        self.dataKeys = dataKeys
        self.identifiers = identifiers
    }

    /// The same request sent again is the same operation.
    ///
    /// Throws `TenantError`: slug or host taken, a field that cannot change, another change under way.
    package func begin(_ request: TenantProvisioning.Request) async throws -> Verdict {
        do {
            return try await judge(request)
        } catch TenantError.slugTaken, TenantError.operationRunning {
            // Somebody began between our look and our step; what they began may be what is wanted.
            return try await judge(request)
        }
    }

    private func judge(_ request: TenantProvisioning.Request) async throws -> Verdict {
        let definition = request.definition
        if let row = try await platform.run(OperationStore.running(slug: definition.slug)).first {
            // One that nobody can read is failed by whoever takes it up next; until then it is another's.
            guard let running = try? TenantOperation(row), running.request.definition == definition else {
                throw TenantError.operationRunning(slug: definition.slug)
            }
            return .operation(id: running.id, running.tenant)
        }
        guard let row = try await platform.run(PlatformTenantStore.known(slug: definition.slug)).first else {
            return try await provision(request, known: nil)
        }
        let known = try PlatformTenantStore.known(row)
        guard definition.kind.rawValue == known.kind else { throw TenantError.fixed(field: "kind") }
        guard definition.isolation.rawValue == known.isolation.text else { throw TenantError.fixed(field: "isolation") }
        // An operation that failed for good left it half-made.
        if known.state == .provisioning { return try await provision(request, known: known.id) }
        let digest = SiteStore.digest(try definition.canonicalJSON())
        return digest == known.appliedDigest ? .unchanged(known.id) : try await change(known.id, request, digest)
    }

    /// The platform's rows stand or fall together; a taken slug or host is told apart from a fault.
    private func provision(_ request: TenantProvisioning.Request, known: TenantID?) async throws -> Verdict {
        let operation = identifiers.next()
        let tenant = known ?? TenantID(identifiers.next())
        let definition = request.definition
        let document = try Self.document(definition)
        try await toldApart(definition.slug) {
            try await platform.transaction { transaction in
                try await transaction.stayOutOfRecovery(of: definition.slug)
                if known == nil { _ = try await transaction.run(PlatformTenantStore.insertTenant(tenant, definition)) }
                try await putHosts(definition.hosts, of: tenant, in: transaction)
                try await dataKeys.create(for: tenant, in: transaction)
                _ = try await transaction.run([
                    OperationStore.insert(operation, .provision, tenant: tenant, request, document: document),
                    PlatformTenantStore.audit(
                        identifiers.next(), tenant: tenant, action: "tenant.provision", actor: request.actor,
                        slug: definition.slug, before: nil, after: document),
                ])
            }
        }
        return .operation(id: operation, tenant)
    }

    /// Hosts are put here, because another tenant may have one and then nothing may have changed.
    private func change(_ tenant: TenantID, _ request: TenantProvisioning.Request, _ digest: String) async throws
        -> Verdict
    {
        let operation = identifiers.next()
        let document = try Self.document(request.definition)
        try await toldApart(request.definition.slug) {
            try await platform.transaction { transaction in
                try await transaction.stayOutOfRecovery(of: request.definition.slug)
                // From now on the tenant is neither what it was nor yet what is wanted: should the operation
                // fail for good, either definition is a change again.
                _ = try await transaction.run(PlatformTenantStore.forgetApplied(tenant))
                try await putHosts(request.definition.hosts, of: tenant, in: transaction)
                _ = try await transaction.run([
                    OperationStore.insert(operation, .apply, tenant: tenant, request, document: document),
                    PlatformTenantStore.audit(
                        identifiers.next(), tenant: tenant, action: "tenant.apply", actor: request.actor,
                        slug: request.definition.slug, before: nil,
                        after: JSONText("{\"digest\":\"\(digest)\"}")),
                ])
            }
        }
        return .operation(id: operation, tenant)
    }

    private func toldApart(_ slug: String, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as PostgresError where error.constraint == "tenants_slug_key" {
            throw TenantError.slugTaken(slug)
        } catch let error as PostgresError where error.constraint == "operations_one_at_a_time" {
            throw TenantError.operationRunning(slug: slug)
        }
    }

    private func putHosts(_ hosts: [HostName], of tenant: TenantID, in transaction: PlatformTransaction) async throws {
        // Sorted, so that two who want the same hosts wait for each other and never both.
        let names = hosts.enumerated().sorted { $0.element < $1.element }
        _ = try await transaction.run(
            PlatformTenantStore.removeHosts(of: tenant, except: names.map(\.element.ascii))
                + [PlatformTenantStore.demoteHosts(of: tenant, primary: hosts[0].ascii)])
        let results = try await transaction.run(
            names.map { PlatformTenantStore.putHost($0.element, of: tenant, position: $0.offset) })
        for (name, rows) in zip(names, results) where rows.isEmpty { throw TenantError.hostTaken(name.element.ascii) }
    }

    private static func document(_ definition: TenantDefinition) throws -> JSONText {
        JSONText(String(decoding: try definition.canonicalJSON(), as: UTF8.self))
    }
}
