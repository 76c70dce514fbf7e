import Jobs
import Logging
import Postgres
import Tenancy
import Vocabulary

/// What keeps the audit trails: a seal every few seconds, and once a day the end of what a plan no longer keeps.
struct AuditUpkeep: Sendable {
    let worker: PostgresPool
    let platform: PlatformDatabase
    let tenants: TenantDatabase
    let directory: TenantDirectory
    let masterKeys: MasterKeys
    let logger: Logger

    private var ledgers: [AuditLedger] { [.tenants(worker: worker), .platform(platform)] }

    var schedules: [Schedule] {
        [
            Schedule(name: "audit.seal", everySeconds: AuditSealing.everySeconds) {
                "\(try await seal()) entries sealed"
            },
            Schedule(name: "audit.retain", everySeconds: AuditRetention.everySeconds) {
                "\(try await retain()) entries dropped"
            },
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

    private func retain() async throws -> Int {
        for ledger in ledgers { _ = try await AuditRetention(ledger: ledger, masterKeys: masterKeys).markAnew() }
        let retention = AuditRetention(ledger: .tenants(worker: worker), masterKeys: masterKeys)
        var count = 0
        for entry in directory.entries {
            do {
                // A tenant without a site yet has no plan, and nothing that is old.
                guard let plan = try await tenants.scope(entry).plan() else { continue }
                count += try await retention.drop(entry.id.uuid, olderThanMonths: plan.auditMonths)
            } catch {
                logger.error("audit trail not trimmed", metadata: ["tenant": "\(entry.id)", "error": "\(error)"])
            }
        }
        return count
    }
}
