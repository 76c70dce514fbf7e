package import Jobs
package import Logging
package import Tenancy

/// Makes each tenant's next signing key in time: it is published days before it signs, which nobody's log-in would see
/// to, because a log-in asks for another key only when none fits any more.
package struct RenewSigningKeys: Sendable {
    package static let name = "signing_keys.renew"
    /// A key is made so much earlier than it has to be published.
    static let everySeconds = 6 * 3_600

    private let keys: SigningKeys
    private let tenants: TenantDatabase
    private let directory: TenantDirectory
    private let logger: Logger

    package init(keys: SigningKeys, tenants: TenantDatabase, directory: TenantDirectory, logger: Logger) {
        self.keys = keys
        self.tenants = tenants
        self.directory = directory
        self.logger = logger
    }

    package var schedule: Schedule {
        Schedule(name: Self.name, everySeconds: Self.everySeconds) { "\(await run()) keys made" }
    }

    /// How many were made. A tenant whose keys cannot be renewed keeps no other from it; one that nobody signs in to
    /// needs none, and gets one with its first log-in when it is back.
    package func run() async -> Int {
        var made = 0
        for entry in directory.entries where entry.state != .provisioning && entry.state != .archived {
            if Task.isCancelled { break }
            do {
                made += try await keys.renew(tenants.scope(entry)) ? 1 : 0
            } catch {
                logger.error("signing key not renewed", metadata: ["tenant": "\(entry.id)", "error": "\(error)"])
            }
        }
        return made
    }
}
