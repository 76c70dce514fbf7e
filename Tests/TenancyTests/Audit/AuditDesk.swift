import Foundation
import Postgres
import Tenancy
import TestSupport
import Vocabulary

/// Two tenants with a trail each, a sealer and a verifier.
struct AuditDesk {
    let fleet: TestFleet
    let one: TenantEntry
    let two: TenantEntry

    static func with(
        _ mode: IsolationMode = .pooled, appConnections: Int = 8, _ body: (AuditDesk) async throws -> Void
    ) async throws {
        let fleet = try await TestFleet.make(appConnections: appConnections)
        do {
            let (one, two) = try await fleet.pair(mode)
            try await body(AuditDesk(fleet: fleet, one: one, two: two))
        } catch {
            await fleet.close()
            throw error
        }
        await fleet.close()
    }

    var ledger: AuditLedger { .tenants(worker: fleet.worker) }
    var sealing: AuditSealing { AuditSealing(ledger: ledger, masterKeys: fleet.masterKeys) }
    var retention: AuditRetention { AuditRetention(ledger: ledger, masterKeys: fleet.masterKeys) }
    var trail: AuditTrail { AuditTrail(identifiers: fleet.identifiers) }

    static let actor = AuditActor(
        "account:ada", onBehalf: "account:bob", address: "203.0.113.7", userAgent: "Mozilla/5.0", requestID: "r-1")

    static func entry(_ number: Int, _ actor: AuditActor = actor) -> AuditEntry {
        AuditEntry(
            action: "booking.confirm", actor: actor, subjectKind: "booking", subjectID: "b-\(number)",
            before: JSONText("{\"state\":\"held\",\"guest\":\"Ada \(number)\"}"),
            after: JSONText("{\"state\":\"confirmed\"}"))
    }

    func write(_ count: Int, to tenant: TenantEntry, from start: Int = 1) async throws {
        _ = try await fleet.tenants.scope(tenant).run(
            (start..<start + count).map { trail.statement(Self.entry($0), tenant: tenant.id) })
    }

    func verify(_ tenant: TenantEntry, against kept: [AuditRoot] = []) async throws -> AuditVerification.Report {
        try await AuditVerification(ledger: ledger, masterKeys: fleet.masterKeys)
            .verify(tenant.id.uuid, against: kept)
    }

    /// What the owner of the tables can do who first silences the trigger that says no.
    func tamper(_ statements: String...) async throws {
        try await fleet.owner.lease { connection in
            _ = try await connection.script(
                "begin; alter table shared.audit_entries disable trigger append_only; "
                    + statements.map { "\($0); " }.joined()
                    + "alter table shared.audit_entries enable trigger append_only; commit")
        }
    }

    func roots(_ tenant: TenantEntry) async throws -> [AuditRoot] {
        try await AuditSearch.roots(limit: 100, in: fleet.tenants.scope(tenant))
    }
}
