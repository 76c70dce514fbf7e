import Foundation
import TestSupport
import Testing

@testable import Tenancy

@Suite("The migration plan")
struct MigrationPlanTests {
    private func read(_ names: [String: [String]]) throws -> MigrationPlan {
        let root = URL(fileURLWithPath: try TestDirectory.scratch())
        defer { try? FileManager.default.removeItem(at: root) }
        try Data("select 1".utf8).write(to: root.appendingPathComponent("ledger.sql"))
        for kind in MigrationClass.allCases {
            let folder = root.appendingPathComponent(kind.rawValue)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        for (name, files) in names {
            let folder = root.appendingPathComponent("tenant/\(name)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for file in files {
                try Data("select true".utf8).write(to: folder.appendingPathComponent(file))
            }
        }
        return try MigrationPlan.read(directory: root)
    }

    private static let whole = ["up.sql", "check.sql"]

    @Test("Steps are read in order of their numbers")
    func order() throws {
        let plan = try read(["0002_b": Self.whole, "0001_a": Self.whole])
        #expect(plan.steps[.tenant]?.map(\.label) == ["0001_a", "0002_b"])
        #expect(plan.latest(.tenant) == 2)
        #expect(plan.latest(.platform) == 0)
        #expect(plan.steps(of: .tenant, after: 1).map(\.name) == ["b"])
    }

    @Test(
        "A gap, a repetition, a wrong name and a missing file are refused by path",
        arguments: [
            (["0001_a": whole, "0003_c": whole], "0003_c", "gap"),
            (["0001_a": whole, "0001_b": whole], "0001_b", "gap"),
            (["1_a": whole], "1_a", "NNNN_name"),
            (["first": whole], "first", "NNNN_name"),
            (["0001_a": ["up.sql"]], "check.sql", "missing"),
            (["0001_a": ["check.sql"]], "up.sql", "missing"),
        ])
    func faults(names: [String: [String]], path: String, reason: String) throws {
        let fault = #expect(throws: MigrationPlan.Fault.self) { try read(names) }
        #expect(fault?.path.hasSuffix(path) == true)
        #expect(fault?.reason.contains(reason) == true)
    }

    @Test("This release's own plan reads, and every step of it has a check")
    func own() throws {
        let plan = try MigrationPlan.read(
            directory: TestFleet.root.appendingPathComponent("migrations"))
        for kind in MigrationClass.allCases {
            #expect(plan.latest(kind) > 0)
            #expect(plan.steps[kind]?.allSatisfy { $0.check.lowercased().hasPrefix("select") } == true)
        }
    }
}
