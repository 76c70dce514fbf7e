import ArgumentParser
import Foundation
import Postgres
import Tenancy
import Vocabulary

/// The audit trails' chains from outside the application.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Verify the audit trails, and export what holds their past in place.",
        subcommands: [Verify.self, Root.self])

    /// As operators call it; no partner can have the name.
    static let platformName = "(platform)"
}

extension AuditCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compute the chains again and name the first broken entry of each.",
            discussion: """
                Exits with 1 when one is broken. A state that was rolled back whole to an earlier one is found only \
                against roots that were exported before: --roots.
                """)

        @Option(name: .long, help: "This partner's alone; absent: every partner's and the platform's own.")
        var tenant: String?

        @Option(name: .long, help: "A file that `travelhub audit root` wrote.")
        var roots: String?

        func run() async throws {
            let kept = try roots.map(AuditRootFile.read) ?? []
            let reach = AuditReach(base: try await Launch.base())
            let result: Result<Bool, any Error>
            do { result = .success(try await verify(reach, kept)) } catch { result = .failure(error) }
            await reach.close()
            guard try result.get() else { throw ExitCode(1) }
        }

        private func verify(_ reach: AuditReach, _ kept: [AuditRoot]) async throws -> Bool {
            let names = try await reach.names()
            var isSound = true
            for verification in reach.verifications {
                // A root that was kept tells of a chain that may be gone altogether.
                let chains = try await Set(verification.chains()).union(reach.chains(of: verification, in: kept))
                for chain in chains.sorted(by: { $0.text < $1.text }) {
                    let name = names[chain] ?? chain.text
                    if let tenant, tenant != name { continue }
                    let report = try await verification.verify(chain, against: kept)
                    print("\(name): \(Self.words(report))")
                    if report.broken != nil { isSound = false }
                }
            }
            if let tenant, !names.values.contains(tenant) { throw ValidationError("no partner \(tenant)") }
            return isSound
        }

        static func words(_ report: AuditVerification.Report) -> String {
            if let broken = report.broken { return "BROKEN: \(broken)" }
            var words = "\(report.entries) entries sound up to \(report.lastNumber)"
            if report.droppedThrough > 0 { words += ", dropped up to \(report.droppedThrough)" }
            if report.erased > 0 { words += ", \(report.erased) erased" }
            if report.unsealed > 0 { words += ", \(report.unsealed) not sealed yet" }
            return words
        }
    }

    struct Root: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write where the chains stood at the end of a day, a line of JSON each.",
            discussion: "Keep them where whoever writes to the database can not.")

        @Option(name: .long, help: "The day, YYYY-MM-DD in UTC.", transform: AuditRootFile.day)
        var date: CalendarDate

        @Option(name: .long, help: "This partner's alone.")
        var tenant: String?

        func run() async throws {
            let reach = AuditReach(base: try await Launch.base())
            let result: Result<[AuditRoot], any Error>
            do { result = .success(try await roots(reach)) } catch { result = .failure(error) }
            await reach.close()
            for root in try result.get() { print(try AuditRootFile.line(root)) }
        }

        private func roots(_ reach: AuditReach) async throws -> [AuditRoot] {
            let names = try await reach.names()
            var roots: [AuditRoot] = []
            for verification in reach.verifications { roots += try await verification.roots(asOf: date) }
            return roots.filter { tenant == nil || names[$0.chain] == tenant }
        }
    }
}

/// The logins that read the trails, for as long as a command runs.
struct AuditReach {
    private let worker: PostgresPool
    private let platformPool: PostgresPool
    private let platform: PlatformDatabase
    let tenants: AuditVerification
    let own: AuditVerification

    init(base: Base) {
        worker = base.access.pool(.worker, maximum: 1)
        platformPool = base.access.pool(.platform, maximum: 1)
        platform = PlatformDatabase(pool: platformPool)
        tenants = AuditVerification(ledger: .tenants(worker: worker), masterKeys: base.masterKeys)
        own = AuditVerification(ledger: .platform(platform), masterKeys: base.masterKeys)
    }

    var verifications: [AuditVerification] { [tenants, own] }

    func chains(of verification: AuditVerification, in kept: [AuditRoot]) -> [UUID] {
        kept.map(\.chain).filter { ($0 == AuditRoot.platformChain) == verification.isPlatform }
    }

    func names() async throws -> [UUID: String] {
        let rows = try await platform.run("select tenant_id, slug from tenants")
        let pairs = try rows.map { (try $0.get("tenant_id", as: UUID.self), try $0.get("slug", as: String.self)) }
        return Dictionary(uniqueKeysWithValues: pairs + [(AuditRoot.platformChain, AuditCommand.platformName)])
    }

    func close() async {
        await worker.close()
        await platformPool.close()
    }
}

/// Roots as a file: a line of JSON each.
enum AuditRootFile {
    private struct Line: Codable {
        let chain: UUID
        let day: String
        let number: Int
        let hash: String
    }

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    static func line(_ root: AuditRoot) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let line = Line(chain: root.chain, day: root.day.description, number: root.number, hash: root.hash.hexadecimal)
        return String(decoding: try encoder.encode(line), as: UTF8.self)
    }

    /// Throws `Unreadable` with the line's number: half a file would prove half of what it seems to.
    static func read(_ path: String) throws -> [AuditRoot] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return try text.split(separator: "\n").enumerated().map { index, line in
            guard let read = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)),
                let day = CalendarDate(read.day), let hash = [UInt8](hexadecimal: read.hash)
            else { throw Unreadable(description: "\(path):\(index + 1): not a root") }
            return AuditRoot(chain: read.chain, day: day, number: read.number, hash: hash)
        }
    }

    @Sendable static func day(_ text: String) throws -> CalendarDate {
        guard let day = CalendarDate(text) else { throw ValidationError("\(text) is not YYYY-MM-DD") }
        return day
    }
}
