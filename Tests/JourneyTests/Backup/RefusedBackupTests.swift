import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Backups
@testable import TravelHub

extension BackupDrills {
    @Suite("A backup that can not be trusted")
    struct RefusedBackupTests {
        @Test(
            "Damaged, cut short, half-made or of a newer release, it is refused with one clear error and nothing changes"
        )
        func refused() async throws {
            try await Drill.with(provisioning: []) { drill in
                _ = try await drill.fleet.pair(.pooled)
                let manifest = try await drill.backUp()
                let before = try await drill.digests()
                let largest = try #require(manifest.files.max { $0.bytes < $1.bytes })

                func refuse(_ name: String, _ words: String, _ spoil: (URL) throws -> Void) async throws {
                    let copy = drill.folder.appendingPathComponent(name)
                    try FileManager.default.copyItem(atPath: drill.path("whole"), toPath: copy.path)
                    try spoil(copy)
                    for attempt in ["restore", "recover"] {
                        let fault = await #expect(throws: BackupFault.self, "\(name): \(attempt)") {
                            if attempt == "restore" {
                                _ = try await drill.restore(name, drop: true)
                            } else {
                                _ = try await drill.recover("one", from: name)
                            }
                        }
                        #expect(fault?.description.contains(words) == true, "\(name): \(String(describing: fault))")
                    }
                    #expect(try await drill.digests() == before)
                    #expect(try await drill.leftovers() == 0)
                }

                try await refuse("flipped", "damaged: \(largest.name)") { copy in
                    let file = copy.appendingPathComponent("dump/\(largest.name)")
                    var bytes = try Data(contentsOf: file)
                    bytes[bytes.count / 2] ^= 1
                    try bytes.write(to: file)
                }
                try await refuse("short", "damaged: toc.dat") { copy in
                    let file = copy.appendingPathComponent("dump/toc.dat")
                    try Data(contentsOf: file).dropLast().write(to: file)
                }
                try await refuse("missing", "damaged: \(largest.name) is missing") { copy in
                    try FileManager.default.removeItem(at: copy.appendingPathComponent("dump/\(largest.name)"))
                }
                try await refuse("half", "half-made") { copy in
                    try FileManager.default.removeItem(at: copy.appendingPathComponent("manifest.json"))
                }
                try await refuse("newer", "tenant migration 999") { copy in
                    let number = manifest.migrations["tenant"] ?? 0
                    try rewrite(copy) {
                        $0.replacingOccurrences(of: "\"tenant\" : \(number)", with: "\"tenant\" : 999")
                    }
                }
                try await refuse("future", "format 2") { copy in
                    try rewrite(copy) { $0.replacingOccurrences(of: "\"format\" : 1", with: "\"format\" : 2") }
                }
                // Rows that load but are not those that were counted.
                try await refuse("other", "rows backed up") { copy in
                    let table = try #require(manifest.tables.first { $0.table == "platform.tenants" })
                    try rewrite(copy) { text in
                        text.replacingOccurrences(
                            of: "\"rows\" : \(table.rows),\n      \"table\" : \"platform.tenants\"",
                            with: "\"rows\" : 77,\n      \"table\" : \"platform.tenants\"")
                    }
                }
            }
        }

        @Test("Without its master key, or with another of that number, it is refused before anything is touched")
        func needsItsKeys() async throws {
            try await Drill.with(provisioning: []) { drill in
                _ = try await drill.fleet.pair(.schema)
                _ = try await drill.backUp()
                let before = try await drill.digests()
                for (keys, fault) in [
                    ("2:" + String(repeating: "5a", count: 32), BackupFault.keyMissing(number: 1)),
                    ("1:" + String(repeating: "a5", count: 32), BackupFault.keyDiffers(number: 1)),
                ] {
                    let stranger = DatabaseServer(
                        conninfo: drill.fleet.adminConninfo, rolePassword: nil, plan: drill.fleet.plan,
                        masterKeys: try MasterKeys(keys), logger: TestFleet.logger)
                    await #expect(throws: fault) {
                        _ = try await RestoreBackup(server: stranger)
                            .run(from: drill.path("whole"), drop: true, mark: drill.base.identifiers.next())
                    }
                }
                #expect(try await drill.digests() == before)
            }
        }

        @Test("A dump that breaks off leaves nothing behind, and its password was in nobody's sight")
        func brokenOff() async throws {
            try await Drill.with(provisioning: []) { drill in
                _ = try await drill.fleet.pair(.pooled)
                let secret = "a-password-\(UUID().text)"
                let server = DatabaseServer(
                    conninfo: drill.fleet.adminConninfo + " password='\(secret)'", rolePassword: nil,
                    plan: drill.fleet.plan, masterKeys: drill.fleet.masterKeys, logger: TestFleet.logger)
                try await drill.fleet.admin.lease { connection in
                    // The dump waits for this table, and is ended while it does. Who waits is asked on another
                    // connection: a transaction sees the activity of its beginning.
                    try await connection.script("begin; lock table platform.tenants in access exclusive mode")
                    let taken = Task {
                        try await TakeBackup(server: server, clock: .system).run(to: drill.path("taken"))
                    }
                    let waits = try await comesTrue {
                        try await drill.run(Self.waiting).count > 0
                    }
                    #expect(waits)
                    let arguments = Self.commandLines().filter { $0.contains("pg_dump") }
                    #expect(!arguments.isEmpty)
                    #expect(!Self.commandLines().contains { $0.contains(secret) })
                    _ = try await drill.run("select pg_terminate_backend(pid) from (\(fragment: Self.waiting)) w")
                    try await connection.script("rollback")
                    let outcome = await taken.result
                    #expect(throws: (any Error).self) { try outcome.get() }
                }
                for name in ["taken", "taken.partial"] {
                    #expect(!FileManager.default.fileExists(atPath: drill.path(name)), "\(name)")
                }
            }
        }

        private static let waiting: SQL = """
            select pid from pg_stat_activity
             where datname = current_database() and application_name = 'pg_dump' and wait_event_type = 'Lock'
            """

        /// Of every process on the machine, as anyone can read them.
        private static func commandLines() -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { name in
                FileManager.default.contents(atPath: "/proc/\(name)/cmdline").map {
                    String(decoding: $0, as: UTF8.self)
                }
            }
        }

        @Test("What is in the way, no superuser, or nothing to back up is refused, and leaves nothing behind")
        func refusedBackups() async throws {
            try await Drill.with(provisioning: []) { drill in
                try FileManager.default.createDirectory(
                    atPath: drill.path("taken.partial"), withIntermediateDirectories: false)
                await #expect(throws: BackupFault.partial(drill.path("taken.partial"))) {
                    _ = try await drill.backUp("taken")
                }
                let owner = DatabaseServer(
                    conninfo: drill.fleet.adminConninfo + " user='travelhub_owner'", rolePassword: nil,
                    plan: drill.fleet.plan, masterKeys: drill.fleet.masterKeys, logger: TestFleet.logger)
                await #expect(throws: BackupFault.notSuperuser) {
                    _ = try await TakeBackup(server: owner, clock: .system).run(to: drill.path("refused"))
                }
                try await drill.dropEverything()
                await #expect(throws: BackupFault.notMigrated) { _ = try await drill.backUp("refused") }
                for name in ["refused", "refused.partial", "taken"] {
                    #expect(!FileManager.default.fileExists(atPath: drill.path(name)), "\(name)")
                }
            }
        }

        private func rewrite(_ copy: URL, _ change: (String) -> String) throws {
            let file = copy.appendingPathComponent("manifest.json")
            let text = try String(contentsOf: file, encoding: .utf8)
            let changed = change(text)
            try #require(changed != text, "the manifest does not look as this test expects")
            try Data(changed.utf8).write(to: file)
        }
    }
}
