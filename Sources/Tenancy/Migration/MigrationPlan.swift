package import Foundation

/// All migrations of this release, read once and in order.
package struct MigrationPlan: Sendable {
    package let ledger: String
    package let steps: [MigrationClass: [Migration]]

    package func latest(_ kind: MigrationClass) -> Int { steps[kind]?.last?.number ?? 0 }

    package func steps(of kind: MigrationClass, after version: Int) -> [Migration] {
        (steps[kind] ?? []).filter { $0.number > version }
    }

    package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        package let path: String
        package let reason: String
        package var description: String { "\(path): \(reason)" }
    }

    /// Reads `ledger.sql` and the three folders below `directory`.
    ///
    /// Throws `Fault` for a folder of another form, a gap or a repetition in the numbers, a missing file.
    package static func read(directory: URL) throws -> MigrationPlan {
        var steps: [MigrationClass: [Migration]] = [:]
        for kind in MigrationClass.allCases {
            steps[kind] = try read(folder: directory.appendingPathComponent(kind.rawValue))
        }
        return MigrationPlan(ledger: try text(directory.appendingPathComponent("ledger.sql")), steps: steps)
    }

    private static func read(folder: URL) throws -> [Migration] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { !$0.hasPrefix(".") }.sorted()
        return try names.enumerated().map { index, name in
            let path = folder.appendingPathComponent(name)
            guard let separator = name.firstIndex(of: "_"), let number = Int(name[..<separator]),
                name.distance(from: name.startIndex, to: separator) == 4
            else { throw Fault(path: path.path, reason: "not named NNNN_name") }
            guard number == index + 1 else {
                throw Fault(path: path.path, reason: "expected number \(index + 1), the numbers have no gap")
            }
            return Migration(
                number: number, name: String(name[name.index(after: separator)...]),
                up: try text(path.appendingPathComponent("up.sql")),
                check: try text(path.appendingPathComponent("check.sql")))
        }
    }

    private static func text(_ file: URL) throws -> String {
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw Fault(path: file.path, reason: "missing")
        }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
