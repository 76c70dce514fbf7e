package import Jobs
package import Tenancy
import Vocabulary
package import Web

/// The queue as operators look after it, and each site's own part of it for its staff.
package struct JobConsole: Sendable {
    let desk: QueueDesk
    let jobs: TenantJobs
    let directory: TenantDirectory
    let tenants: TenantDatabase

    package init(desk: QueueDesk, jobs: TenantJobs, directory: TenantDirectory, tenants: TenantDatabase) {
        self.desk = desk
        self.jobs = jobs
        self.directory = directory
        self.tenants = tenants
    }

    package func routes() -> RouteGroup {
        RouteGroup("jobs", jobRoutes + queueRoutes + scheduleRoutes + staffRoutes)
    }

    /// Throws `tenant.unknown`.
    func entry(_ slug: String) throws -> TenantEntry {
        guard let entry = directory.entry(slug: slug) else { throw TenantError.unknown(slug: slug).problem }
        return entry
    }
}

extension OperatorContext {
    var doer: AuditActor { auditActor }
}
