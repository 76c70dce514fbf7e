import Foundation
import Glibc

/// Finds the programs that we start, so that a missing one is named together with its cure.
enum Program {
    private static let systemDirectories = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"]
    private static let debianPostgres = "/usr/lib/postgresql"

    /// The absolute path of a program on `PATH` or in a system directory.
    static func find(_ name: String, package: String) throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let directories = path.split(separator: ":").map(String.init) + systemDirectories
        guard let directory = directories.first(where: { $0.hasPrefix("/") && isExecutable("\($0)/\(name)") }) else {
            throw PrivateServerError.missingProgram(name, package: package)
        }
        return "\(directory)/\(name)"
    }

    /// The directory of PostgreSQL's own programs. Debian keeps the server's off `PATH`.
    static func postgresDirectory() async throws -> String {
        if let program = try? find("pg_config", package: ""),
            let outcome = try? await Tool.run([program, "--bindir"]), outcome.status == 0
        {
            let directory = outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
            if hasServer(directory) { return directory }
        }
        let installed = (try? FileManager.default.contentsOfDirectory(atPath: debianPostgres)) ?? []
        let newestFirst = installed.compactMap { Int($0) }.sorted(by: >)
        let versions = [15] + newestFirst
        if let directory = versions.map({ "\(debianPostgres)/\($0)/bin" }).first(where: hasServer) { return directory }
        // A link on PATH may stand alone; its target stands among its companions.
        if let program = try? find("postgres", package: "") {
            let directory = URL(fileURLWithPath: FilePath.resolved(program)).deletingLastPathComponent().path
            if hasServer(directory) { return directory }
        }
        throw PrivateServerError.missingProgram("The PostgreSQL server", package: "postgresql-15")
    }

    /// A program of PostgreSQL's client package. Debian's own on `PATH` is a wrapper that asks its clusters
    /// which version to be, so the plain one is looked for first.
    static func postgresClient(_ name: String) async throws -> String {
        if let directory = try? await postgresDirectory(), isExecutable("\(directory)/\(name)") {
            return "\(directory)/\(name)"
        }
        let installed = (try? FileManager.default.contentsOfDirectory(atPath: debianPostgres)) ?? []
        let newestFirst = installed.compactMap { Int($0) }.sorted(by: >)
        if let found = newestFirst.map({ "\(debianPostgres)/\($0)/bin/\(name)" }).first(where: isExecutable) {
            return found
        }
        return try find(name, package: "postgresql-client-15")
    }

    private static func hasServer(_ directory: String) -> Bool {
        ["postgres", "initdb", "createdb", "pg_isready"].allSatisfy { isExecutable("\(directory)/\($0)") }
    }

    private static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }
}
