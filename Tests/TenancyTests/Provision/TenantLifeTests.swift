import Foundation
import Postgres
import TestSupport
import Testing

@testable import Tenancy

@Suite("A tenant's life")
struct TenantLifeTests {
    /// Where each change leads from each state; what does not stand here is refused.
    static let table: [LifeChange: [TenantState: TenantState]] = [
        .suspend: [.active: .suspended, .maintenance: .suspended],
        .resume: [.suspended: .active, .maintenance: .active],
        .maintain: [.active: .maintenance],
        .archive: [.active: .archived, .maintenance: .archived, .suspended: .archived],
        .restore: [.archived: .suspended],
    ]

    @Test(
        "Every change from every state leads where the table says or is refused",
        arguments: IsolationMode.allCases)
    func table(mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(mode)
        let life = TenantLife(platform: fleet.platform, identifiers: fleet.identifiers)
        for change in LifeChange.allCases {
            for state in TenantState.allCases {
                _ = try await fleet.admin.single(
                    "update platform.tenants set state = \(state.text), state_before = null where tenant_id = \(one.id)"
                )
                let expected = Self.table[change]?[state]
                if let expected {
                    #expect(
                        try await life.perform(change, slug: "one", actor: "operator:t")
                            == expected)
                } else {
                    await #expect(throws: TenantError.notAllowed(change, from: state)) {
                        try await life.perform(change, slug: "one", actor: "operator:t")
                    }
                }
                #expect(
                    try await Self.state(of: one, fleet) == (expected ?? state).text,
                    "\(change) from \(state)")
            }
        }
        #expect(try await Self.state(of: two, fleet) == "active")
        let accepted = Self.table.values.reduce(0) { $0 + $1.count }
        #expect(try await fleet.admin.single("select 1 from platform.audit_entries").count == accepted)
        await fleet.close()
    }

    @Test(
        "Restored, a tenant is what it was before it was archived",
        arguments: [TenantState.active, .maintenance, .suspended])
    func restores(state: TenantState) async throws {
        let fleet = try await TestFleet.make()
        let (one, _) = try await fleet.pair(.pooled)
        let life = TenantLife(platform: fleet.platform, identifiers: fleet.identifiers)
        _ = try await fleet.admin.single(
            "update platform.tenants set state = \(state.text) where tenant_id = \(one.id)")
        _ = try await life.perform(.archive, slug: "one", actor: AuditActor("operator:t", requestID: "r-1"))
        #expect(
            try await life.perform(.restore, slug: "one", actor: AuditActor("operator:t", requestID: "r-2")) == state)
        #expect(try await Self.state(of: one, fleet) == state.text)
        let audit = try await fleet.admin.single(
            "select action, request_id from platform.audit_entries order by recorded_at")
        #expect(
            try audit.map { try $0.get("action", as: String.self) } == [
                "tenant.archive", "tenant.restore",
            ])
        #expect(try audit.map { try $0.get("request_id", as: String.self) } == ["r-1", "r-2"])
        await fleet.close()
    }

    @Test("Of two suspensions at once one takes effect and the other is refused")
    func once() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        let life = TenantLife(platform: fleet.platform, identifiers: fleet.identifiers)
        let outcomes = await withTaskGroup(of: Result<TenantState, any Error>.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    do {
                        return .success(
                            try await life.perform(.suspend, slug: "one", actor: "operator:t"))
                    } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { (try? $0.get()) == .suspended } == 1)
        await fleet.close()
    }

    @Test("A slug that nobody has is unknown")
    func unknown() async throws {
        let fleet = try await TestFleet.make()
        let life = TenantLife(platform: fleet.platform, identifiers: fleet.identifiers)
        await #expect(throws: TenantError.unknown(slug: "nobody")) {
            try await life.perform(.suspend, slug: "nobody", actor: "operator:t")
        }
        await fleet.close()
    }

    private static func state(of entry: TenantEntry, _ fleet: TestFleet) async throws -> String {
        try await fleet.admin.single("select state from platform.tenants where tenant_id = \(entry.id)")
            .only().get("state")
    }
}
