import Foundation
import Postgres
package import Vocabulary

/// Brings a tenant into being, and an existing one to what its folder says: the work behind an operation.
///
/// Each step is recorded when it is done, and written so that doing it twice changes nothing: killed between
/// two, whoever takes the operation up goes on with the next.
package struct TenantProvisioning: Sendable {
    /// Fills a new tenant's catalogue; repeated, it changes nothing.
    package typealias Seeder = @Sendable (TenantScope, TenantDefinition) async throws -> Void

    package struct Request: Sendable {
        package let definition: TenantDefinition
        /// `operator:<name>`
        package let actor: AuditActor

        package init(definition: TenantDefinition, actor: AuditActor) {
            self.definition = definition
            self.actor = actor
        }
    }

    package enum Outcome: Hashable, Sendable {
        case provisioned(TenantID)
        /// - `kept`: what the partner's own people set and the folder does not change.
        case changed(TenantID, version: Int, release: Int, kept: [String] = [])
        case unchanged(TenantID)
    }

    /// Somebody else took the operation up: we were thought dead.
    struct LeaseLost: Error {}

    let platform: PlatformDatabase
    let tenants: TenantDatabase
    let schemas: SchemaPreparation
    let identifiers: IdentifierSource
    let seeder: Seeder
    let requests: TenantRequests
    /// This process, in the leases that it holds.
    let holder: String

    package init(
        platform: PlatformDatabase, tenants: TenantDatabase, dataKeys: DataKeys, schemas: SchemaPreparation,
        identifiers: IdentifierSource, holder: String = "apply", seeder: @escaping Seeder
    ) {
        self.platform = platform
        self.tenants = tenants
        self.schemas = schemas
        self.identifiers = identifiers
        self.holder = holder
        self.seeder = seeder
        requests = TenantRequests(platform: platform, dataKeys: dataKeys, identifiers: identifiers)
    }

    /// Provisions what does not exist, resumes what broke off, changes what differs, and leaves alone
    /// what does not. A broken-off operation is finished as it was begun; what is wanted now comes after it.
    ///
    /// Throws `TenantError` (slug or host taken, a field that cannot change, another process at work on the
    /// same tenant), `PostgresError`.
    package func apply(_ request: Request) async throws -> Outcome {
        let slug = request.definition.slug
        while let begun = try await takeUp(slug) {
            let outcome = try await perform(begun)
            if begun.request.definition == request.definition { return outcome }
        }
        switch try await requests.begin(request) {
        case .unchanged(let tenant): return .unchanged(tenant)
        case .operation:
            guard let operation = try await takeUp(slug) else {
                // A worker was faster, and is done with it already.
                return try await apply(request)
            }
            return try await perform(operation)
        }
    }

    /// The running operation of this tenant, ours from now on; nil when there is none. One that another
    /// process holds is waited for: it ends, or its holder is dead and its lease lapses.
    private func takeUp(_ slug: String) async throws -> TenantOperation? {
        let end = ContinuousClock.now + .seconds(2 * OperationStore.leaseSeconds)
        while true {
            if let row = try await platform.run(OperationStore.claim(slug: slug, by: holder)).first {
                if let operation = try await opened(row) { return operation }
            }
            if try await platform.run(OperationStore.running(slug: slug)).isEmpty { return nil }
            guard ContinuousClock.now < end else { throw TenantError.operationRunning(slug: slug) }
            try await Task.sleep(for: Self.waitPause)
        }
    }

    /// What was claimed. Nil when it could only go on failing, and so has failed now: nobody can read it, or it
    /// was claimed more than `attemptsMax` times, and the process of the last claim died of it or beside it.
    func opened(_ row: Row, attemptsMax: Int = .max) async throws -> TenantOperation? {
        let attempt: Int = try row.get("attempt")
        let fault: String
        do {
            if attempt <= attemptsMax { return try TenantOperation(row) }
            fault = "the process at attempt \(attempt - 1) died"
        } catch {
            fault = "it cannot be read: \(error)"
        }
        let id: UUID = try row.get("operation_id")
        _ = try await platform.run(OperationStore.giveUp(id, epoch: try row.get("epoch"), fault: fault))
        return nil
    }

    private static let waitPause = Duration.milliseconds(100)

    /// Does what is left to do. A fault is noted with the operation, which anyone may then take up.
    func perform(_ operation: TenantOperation) async throws -> Outcome {
        do {
            return try await withThrowingTaskGroup(of: Outcome?.self) { group in
                group.addTask { try await go(operation) }
                group.addTask {
                    try await keepAlive(operation)
                    return nil
                }
                defer { group.cancelAll() }
                while let outcome = try await group.next() { if let outcome { return outcome } }
                throw CancellationError()
            }
        } catch {
            let pause = Double(1 << min(operation.attempt, Self.pauseDoublingsMax))
            _ = try? await platform.run(
                OperationStore.release(operation, fault: "\(error)", pauseSeconds: pause))
            throw error
        }
    }

    private static let pauseDoublingsMax = 8

    private func go(_ operation: TenantOperation) async throws -> Outcome {
        var site: SiteChange.Outcome?
        for step in operation.steps {
            let put = try await perform(step, of: operation)
            site = put ?? site
            try await hold(OperationStore.stepDone(step, operation))
        }
        try await hold(OperationStore.finish(operation))
        guard operation.kind == .apply else { return .provisioned(operation.tenant) }
        let known = try await known(operation)
        let current = try SiteStore.current(try await tenants.scope(known.entry).run(SiteStore.current))
        return .changed(
            operation.tenant, version: site?.version ?? current?.version ?? 0,
            release: site?.release ?? current?.release ?? 0, kept: site?.kept ?? [])
    }

    /// Throws `LeaseLost` when the statement finds that the operation is another's.
    private func hold(_ statement: SQL) async throws {
        guard try await platform.run(statement).affectedCount == 1 else { throw LeaseLost() }
    }

    private func keepAlive(_ operation: TenantOperation) async throws {
        while true {
            do { try await Task.sleep(for: .seconds(Double(OperationStore.leaseSeconds) / 3)) } catch { return }
            try await hold(OperationStore.prolong(operation))
        }
    }

    private func known(_ operation: TenantOperation) async throws -> PlatformTenantStore.Known {
        try PlatformTenantStore.known(
            try await platform.run(PlatformTenantStore.known(slug: operation.request.definition.slug)).only())
    }

    func perform(
        _ step: TenantOperation.Step, of operation: TenantOperation
    ) async throws -> SiteChange.Outcome? {
        let (tenant, request) = (operation.tenant, operation.request)
        let known = try await known(operation)
        switch step {
        case .schema:
            try await schemas.prepare(known.entry.schema)
            _ = try await platform.run(PlatformTenantStore.setSchema(tenant, known.entry.schema))
        case .site:
            // What is put here is seen at once, so not by one that was thought dead.
            try await hold(OperationStore.prolong(operation))
            return try await SiteChange(scope: tenants.scope(known.entry), identifiers: identifiers).put(request)
        case .stock:
            try await seeder(tenants.scope(known.entry), request.definition)
            if operation.kind == .provision, known.isolation == .schema {
                try await schemas.analyze(known.entry.schema)
            }
        case .activate:
            let digest = SiteStore.digest(try request.definition.canonicalJSON())
            try await platform.transaction { transaction in
                guard try await transaction.run(OperationStore.held(operation)).count == 1 else { throw LeaseLost() }
                _ = try await transaction.run([
                    PlatformTenantStore.setState(tenant, from: .provisioning, to: .active),
                    PlatformTenantStore.setApplied(tenant, digest: digest),
                ])
            }
        }
        return nil
    }
}
