package import Foundation
package import Postgres
package import Vocabulary

/// Brings a tenant into being, and an existing one to what its folder says.
///
/// Provisioning is one operation of several steps, each recorded when it is done: killed between two,
/// it goes on with the next when it is asked for again.
package struct TenantProvisioning: Sendable {
    /// Fills a new tenant's catalogue; repeated, it changes nothing.
    package typealias Seeder = @Sendable (TenantScope, TenantDefinition) async throws -> Void

    package struct Request: Sendable {
        package let definition: TenantDefinition
        /// `operator:<name>`
        package let actor: String
        package let requestID: String?

        package init(definition: TenantDefinition, actor: String, requestID: String? = nil) {
            self.definition = definition
            self.actor = actor
            self.requestID = requestID
        }
    }

    package enum Outcome: Hashable, Sendable {
        case provisioned(TenantID)
        case changed(TenantID, version: Int, release: Int)
        case unchanged(TenantID)
    }

    enum Step: String, CaseIterable {
        case schema, site, stock, activate
    }

    let platform: PlatformDatabase
    let tenants: TenantDatabase
    let dataKeys: DataKeys
    let schemas: SchemaPreparation
    let turn: ChangeTurn
    let identifiers: IdentifierSource
    let seeder: Seeder

    package init(
        platform: PlatformDatabase, tenants: TenantDatabase, dataKeys: DataKeys, schemas: SchemaPreparation,
        turn: ChangeTurn, identifiers: IdentifierSource, seeder: @escaping Seeder
    ) {
        self.platform = platform
        self.turn = turn
        self.tenants = tenants
        self.dataKeys = dataKeys
        self.schemas = schemas
        self.identifiers = identifiers
        self.seeder = seeder
    }

    /// Provisions what does not exist, resumes what broke off, changes what differs, and leaves alone
    /// what does not.
    ///
    /// Throws `TenantError` (host taken, a field that cannot change, another apply of it under way), `PostgresError`.
    package func apply(_ request: Request) async throws -> Outcome {
        try await turn.take(of: request.definition.slug) { try await bring(request) }
    }

    private func bring(_ request: Request) async throws -> Outcome {
        let slug = request.definition.slug
        if let running = try await platform.run(PlatformTenantStore.runningOperation(slug: slug)).first {
            return try await resume(running, request)
        }
        guard let row = try await platform.run(PlatformTenantStore.known(slug: slug)).first else {
            let operation = try await begin(request)
            return try await go(operation.id, tenant: operation.tenant, done: [], request)
        }
        return try await change(try PlatformTenantStore.known(row), request)
    }

    /// The platform's rows stand or fall together; a taken slug or host is told apart from a fault.
    private func begin(_ request: Request) async throws -> (id: UUID, tenant: TenantID) {
        let operation = identifiers.next()
        let tenant = TenantID(identifiers.next())
        let definition = request.definition
        let document = JSONText(String(decoding: try definition.canonicalJSON(), as: UTF8.self))
        do {
            try await platform.transaction { transaction in
                _ = try await transaction.run(PlatformTenantStore.insertTenant(tenant, definition))
                try await putHosts(definition.hosts, of: tenant, in: transaction)
                try await dataKeys.create(for: tenant, in: transaction)
                _ = try await transaction.run([
                    PlatformTenantStore.insertOperation(
                        operation, kind: "provision", tenant: tenant, slug: definition.slug, input: document,
                        actor: request.actor, requestID: request.requestID),
                    PlatformTenantStore.audit(
                        identifiers.next(), tenant: tenant, action: "tenant.provision", actor: request.actor,
                        before: nil, after: document, requestID: request.requestID),
                ])
            }
        } catch let error as PostgresError where error.constraint == "tenants_slug_key" {
            throw TenantError.slugTaken(definition.slug)
        } catch let error as PostgresError where error.constraint == "operations_one_at_a_time" {
            throw TenantError.operationRunning(slug: definition.slug)
        }
        return (operation, tenant)
    }

    /// A broken-off operation is finished as it was begun; what the caller wants now is applied after it.
    private func resume(_ row: Row, _ request: Request) async throws -> Outcome {
        let document: JSONText = try row.get("input")
        let begun = try JSONDecoder().decode(TenantDefinition.self, from: Data(document.text.utf8))
        let original = Request(definition: begun, actor: request.actor, requestID: request.requestID)
        let outcome = try await go(
            try row.get("operation_id"), tenant: try row.get("tenant_id"),
            done: Set(try row.get("steps_done", as: [String].self).compactMap(Step.init)), original)
        return begun == request.definition ? outcome : try await bring(request)
    }

    private func go(_ operation: UUID, tenant: TenantID, done: Set<Step>, _ request: Request) async throws -> Outcome {
        do {
            for step in Step.allCases where !done.contains(step) {
                try await perform(step, tenant: tenant, request)
                _ = try await platform.run(PlatformTenantStore.stepDone(step.rawValue, operation: operation))
            }
        } catch {
            _ = try? await platform.run(PlatformTenantStore.noteFault("\(error)", operation: operation))
            throw error
        }
        _ = try await platform.run(PlatformTenantStore.finishOperation(operation))
        return .provisioned(tenant)
    }

    private func perform(_ step: Step, tenant: TenantID, _ request: Request) async throws {
        let row = try await platform.run(PlatformTenantStore.known(slug: request.definition.slug)).only()
        let known = try PlatformTenantStore.known(row)
        switch step {
        case .schema:
            try await schemas.prepare(known.entry.schema)
            _ = try await platform.run(PlatformTenantStore.setSchema(tenant, known.entry.schema))
        case .site:
            _ = try await SiteChange(scope: tenants.scope(known.entry), identifiers: identifiers).put(request)
        case .stock:
            try await seeder(tenants.scope(known.entry), request.definition)
            if known.isolation == .schema { try await schemas.analyze(known.entry.schema) }
        case .activate:
            let digest = SiteStore.digest(try request.definition.canonicalJSON())
            try await platform.transaction { transaction in
                _ = try await transaction.run([
                    PlatformTenantStore.setState(tenant, from: .provisioning, to: .active),
                    PlatformTenantStore.setApplied(tenant, digest: digest),
                ])
            }
        }
    }

    /// Hosts first, because another tenant may have one and then nothing may have changed; the digest last:
    /// broken off before it, the next apply sees the old one, finds what is done as it should be and goes on.
    private func change(_ known: PlatformTenantStore.Known, _ request: Request) async throws -> Outcome {
        let definition = request.definition
        guard definition.kind.rawValue == known.kind else { throw TenantError.fixed(field: "kind") }
        guard definition.isolation.rawValue == known.isolation.text else { throw TenantError.fixed(field: "isolation") }
        let digest = SiteStore.digest(try definition.canonicalJSON())
        guard digest != known.appliedDigest else { return .unchanged(known.id) }
        try await platform.transaction { try await putHosts(definition.hosts, of: known.id, in: $0) }
        let site = try await SiteChange(scope: tenants.scope(known.entry), identifiers: identifiers).put(request)
        try await seeder(tenants.scope(known.entry), definition)
        try await platform.transaction { transaction in
            _ = try await transaction.run([
                PlatformTenantStore.setApplied(known.id, digest: digest),
                PlatformTenantStore.audit(
                    identifiers.next(), tenant: known.id, action: "tenant.apply", actor: request.actor, before: nil,
                    after: JSONText("{\"digest\":\"\(digest)\"}"), requestID: request.requestID),
            ])
        }
        return .changed(known.id, version: site.version, release: site.release)
    }

    private func putHosts(_ hosts: [HostName], of tenant: TenantID, in transaction: PlatformTransaction) async throws {
        let primary = hosts[0].ascii
        // Sorted, so that two who want the same hosts wait for each other and never both.
        let names = hosts.map(\.ascii).sorted()
        _ = try await transaction.run([
            PlatformTenantStore.removeHosts(of: tenant, except: names),
            PlatformTenantStore.demoteHosts(of: tenant, primary: primary),
        ])
        let results = try await transaction.run(
            names.map { PlatformTenantStore.putHost($0, of: tenant, isPrimary: $0 == primary) })
        for (name, rows) in zip(names, results) where rows.isEmpty { throw TenantError.hostTaken(name) }
    }
}
