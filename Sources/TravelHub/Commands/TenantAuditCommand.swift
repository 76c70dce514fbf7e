import ArgumentParser
import Postgres
import Tenancy

extension TenantCommand {
    /// Looks in a live database for any way around the isolation of tenants, and changes nothing.
    struct Audit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the isolation of tenants from the catalogue of the live database.",
            discussion: "Prints every finding and exits with 1 when there is one.")

        func run() async throws {
            let base = try await Launch.base()
            let pool = base.access.pool(.owner, maximum: 1)
            let report: IsolationAudit.Report
            do {
                report = try await pool.lease { try await IsolationAudit().run($0) }
            } catch {
                await pool.close()
                throw error
            }
            await pool.close()
            try Self.tell(report)
        }

        /// Throws the exit code 1 when there is a finding.
        static func tell(_ report: IsolationAudit.Report) throws {
            for finding in report.findings { print(finding) }
            print("\(report.tableCount) tables in \(report.schemaCount) schemas, \(report.findings.count) findings")
            if !report.findings.isEmpty { throw ExitCode(1) }
        }
    }
}
