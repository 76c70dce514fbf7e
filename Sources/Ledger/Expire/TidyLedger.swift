package import Jobs
package import Logging
package import Tenancy

/// Goes through the tenants at regular times for reservations whose time is over.
package struct TidyLedger: Sendable {
    static let everySeconds = 300

    let expire: ExpireReservations
    let tenants: TenantDatabase
    let directory: TenantDirectory
    let logger: Logger

    package init(expire: ExpireReservations, tenants: TenantDatabase, directory: TenantDirectory, logger: Logger) {
        self.expire = expire
        self.tenants = tenants
        self.directory = directory
        self.logger = logger
    }

    package var schedule: Schedule { Schedule(name: "ledger.tidy", everySeconds: Self.everySeconds) { await run() } }

    /// One tenant's trouble does not keep the others waiting.
    package func run() async -> String {
        var (lapsed, failed) = (0, 0)
        for entry in directory.entries where entry.state != .provisioning && entry.state != .archived {
            do {
                lapsed += try await expire.sweep(tenants.scope(entry))
            } catch {
                failed += 1
                logger.warning("ledger not tidied", metadata: ["tenant": "\(entry.id)", "error": "\(error)"])
            }
        }
        return "\(lapsed) lapsed, \(failed) tenants failed"
    }
}
