package import Jobs
package import Logging
package import Tenancy

/// Goes through the tenants at regular times for what no job and no request has tidied up: lapsed
/// holds and stays that are over.
package struct TidyBookings: Sendable {
    static let everySeconds = 300

    let expire: ExpireHolds
    let complete: CompleteStays
    let tenants: TenantDatabase
    let directory: TenantDirectory
    let logger: Logger

    package init(
        expire: ExpireHolds, complete: CompleteStays, tenants: TenantDatabase, directory: TenantDirectory,
        logger: Logger
    ) {
        self.expire = expire
        self.complete = complete
        self.tenants = tenants
        self.directory = directory
        self.logger = logger
    }

    package var schedule: Schedule { Schedule(name: "bookings.tidy", everySeconds: Self.everySeconds) { await run() } }

    /// One tenant's trouble does not keep the others waiting.
    package func run() async -> String {
        var (expired, completed, failed) = (0, 0, 0)
        for entry in directory.entries where entry.state != .provisioning && entry.state != .archived {
            let scope = tenants.scope(entry)
            do {
                expired += try await expire.sweep(scope)
                completed += try await complete.complete(scope)
            } catch {
                failed += 1
                logger.warning("bookings not tidied", metadata: ["tenant": "\(entry.id)", "error": "\(error)"])
            }
        }
        return "\(expired) expired, \(completed) completed, \(failed) tenants failed"
    }
}
