import Jobs
import Postgres
import Tenancy
import Vocabulary

/// What keeps the audit trails: a seal every few seconds, and once a day the end of what a plan no longer keeps.
struct AuditUpkeep: Sendable {
    let worker: PostgresPool
    let platform: PlatformDatabase
    let round: TenantRound
    let masterKeys: MasterKeys

    private static let retaining = "audit.retain"

    private var ledgers: [AuditLedger] { [.tenants(worker: worker), .platform(platform)] }

    var schedules: [Schedule] {
        [
            Schedule(name: "audit.seal", everySeconds: AuditSealing.everySeconds) {
                "\(try await seal()) entries sealed"
            },
            Schedule(name: Self.retaining, everySeconds: AuditRetention.everySeconds) { try await retain() },
        ]
    }

    /// Neither kind of trail waits for the other to be sound.
    private func seal() async throws -> Int {
        var count = 0
        var fault: (any Error)?
        for ledger in ledgers {
            do {
                count += try await AuditSealing(ledger: ledger, masterKeys: masterKeys).run()
            } catch {
                fault = error
            }
        }
        if let fault { throw fault }
        return count
    }

    private func retain() async throws -> String {
        for ledger in ledgers { _ = try await AuditRetention(ledger: ledger, masterKeys: masterKeys).markAnew() }
        let retention = AuditRetention(ledger: .tenants(worker: worker), masterKeys: masterKeys)
        let dropped = try await round.walk(Self.retaining, .made) { scope in
            // A tenant without a site has no plan, and nothing that is old.
            guard let plan = try await scope.plan() else { return 0 }
            return try await retention.drop(scope.tenant.uuid, olderThanMonths: plan.auditMonths)
        }
        return try dropped.told("\(dropped.sum) entries dropped")
    }
}
