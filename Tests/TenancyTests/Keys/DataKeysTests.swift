import Crypto
import Postgres
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("Data keys")
struct DataKeysTests {
    @Test("What is sealed opens again, and no two seals are alike", arguments: IsolationMode.allCases)
    func opens(mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, _) = try await fleet.pair(mode)
        let key = try await fleet.dataKeys.key(of: one.id)
        for text in ["", "Ana Nováková", "家族", "a\u{0}b"] {
            let sealed = try key.seal(text, field: "bookings.contact")
            #expect(try key.open(sealed, field: "bookings.contact") == text)
            #expect(try key.seal(text, field: "bookings.contact") != sealed)
        }
        // Another process has only the wrapped key to start from.
        let other = DataKeys(database: fleet.platform, masterKeys: fleet.masterKeys)
        let sealed = try key.seal("Ana", field: "f")
        #expect(try await other.key(of: one.id).open(sealed, field: "f") == "Ana")
        await fleet.close()
    }

    @Test(
        "In another field, for another tenant or with a bit changed it does not open",
        arguments: IsolationMode.allCases)
    func refuses(mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(mode)
        let mine = try await fleet.dataKeys.key(of: one.id)
        let theirs = try await fleet.dataKeys.key(of: two.id)
        let sealed = try mine.seal("ana@example.org", field: "email")
        #expect(throws: (any Error).self) { try mine.open(sealed, field: "phone") }
        #expect(throws: (any Error).self) { try theirs.open(sealed, field: "email") }
        for index in sealed.indices {
            var spoilt = sealed
            spoilt[index] ^= 1
            #expect(throws: (any Error).self) { try mine.open(spoilt, field: "email") }
        }
        #expect(throws: (any Error).self) { try mine.open([], field: "email") }
        await fleet.close()
    }

    /// A crowd at a process that has just started would else stand in line for the few platform connections.
    @Test("Many askers at once cause one read of each tenant's key, and a failed one is read anew")
    func oneRead() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let statistics = StatementStatistics()
        let pool = PostgresPool(
            PostgresConfiguration(conninfo: TestFleet.conninfo(fleet.adminConninfo, user: "travelhub_platform")),
            limits: PoolLimits(minimum: 0, maximum: 2), statistics: statistics, logger: TestFleet.logger)
        let keys = DataKeys(database: PlatformDatabase(pool: pool), masterKeys: fleet.masterKeys)
        let nobody = TenantID(fleet.identifiers.next())
        for _ in 0..<2 {
            await #expect(throws: DataKeys.Fault.self) { try await keys.key(of: nobody) }
        }
        let read = { statistics.snapshot().filter { $0.text.contains("from data_keys") }.reduce(0) { $0 + $1.calls } }
        #expect(read() == 2)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<200 {
                let entry = index.isMultiple(of: 2) ? one : two
                group.addTask {
                    let key = try await keys.key(of: entry.id)
                    #expect(key.tenant == entry.id)
                }
            }
            try await group.waitForAll()
        }
        #expect(read() == 4)
        await pool.close()
        await fleet.close()
    }

    @Test("One forgotten while it is being read is read anew for who asks next")
    func forgottenWhileRead() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let keys = DataKeys(database: fleet.platform, masterKeys: fleet.masterKeys)
        try await fleet.admin.lease { connection in
            try await connection.script("begin; lock table platform.data_keys in access exclusive mode")
            let read = Task { try await keys.key(of: one.id) }
            #expect(
                try await comesTrue {
                    try await fleet.admin.single(
                        """
                        select 1 as one from pg_locks
                         where relation = 'platform.data_keys'::regclass and not granted
                        """
                    ).count == 1
                })
            keys.forget(one.id)
            try await connection.script("commit")
            _ = try await read.value
        }
        _ = try await fleet.admin.single(
            """
            update platform.data_keys set wrapped_key = null, destroyed_at = clock_timestamp()
             where tenant_id = \(one.id)
            """)
        await #expect { try await keys.key(of: one.id) } throws: {
            if case DataKeys.Fault.destroyed(one.id) = $0 { true } else { false }
        }
        #expect(try await keys.key(of: two.id).tenant == two.id)
        await fleet.close()
    }

    @Test("A blind index is the same each time, and another for each tenant")
    func blindIndex() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let mine = try await fleet.dataKeys.key(of: one.id)
        #expect(mine.blindIndex("ana@example.org") == mine.blindIndex("ana@example.org"))
        #expect(mine.blindIndex("ana@example.org") != mine.blindIndex("ann@example.org"))
        #expect(
            try await fleet.dataKeys.key(of: two.id).blindIndex("ana@example.org")
                != mine.blindIndex("ana@example.org"))
        #expect(mine.blindIndex("ana@example.org").count == 32)
        await fleet.close()
    }

    @Test(
        "A key that is missing, destroyed, wrapped by an unknown master or moved between tenants is refused by name"
    )
    func faults() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let nobody = TenantID(fleet.identifiers.next())
        await #expect { try await fleet.dataKeys.key(of: nobody) } throws: {
            if case DataKeys.Fault.noKey(nobody) = $0 { true } else { false }
        }
        let stranger = DataKeys(
            database: fleet.platform,
            masterKeys: try MasterKeys("9:" + String(repeating: "11", count: 32)))
        await #expect { try await stranger.key(of: one.id) } throws: {
            if case DataKeys.Fault.unknownMasterKey("1") = $0 { true } else { false }
        }
        let liar = DataKeys(
            database: fleet.platform,
            masterKeys: try MasterKeys("1:" + String(repeating: "11", count: 32)))
        await #expect(throws: CryptoKitError.self) { try await liar.key(of: one.id) }
        _ = try await fleet.admin.single(
            """
            update platform.data_keys a set wrapped_key = b.wrapped_key from platform.data_keys b
             where a.tenant_id = \(one.id) and b.tenant_id = \(two.id)
            """)
        await #expect(throws: CryptoKitError.self) { try await fleet.dataKeys.key(of: one.id) }
        _ = try await fleet.admin.single(
            """
            update platform.data_keys set wrapped_key = null, destroyed_at = clock_timestamp()
             where tenant_id = \(two.id)
            """
        )
        await #expect { try await fleet.dataKeys.key(of: two.id) } throws: {
            if case DataKeys.Fault.destroyed(two.id) = $0 { true } else { false }
        }
        await fleet.close()
    }

    @Test("A tenant that has a key keeps it, and one wrapped before a rotation opens after it")
    func rotation() async throws {
        let fleet = try await TestFleet.make()
        let (one, _) = try await fleet.pair(.pooled)
        let sealed = try await fleet.dataKeys.key(of: one.id).seal("Ana", field: "f")
        let rotated = DataKeys(
            database: fleet.platform,
            masterKeys: try MasterKeys(
                "2:" + String(repeating: "11", count: 32) + "," + TestFleet.masterKeyText))
        try await fleet.platform.transaction { try await rotated.create(for: one.id, in: $0) }
        #expect(try await rotated.key(of: one.id).open(sealed, field: "f") == "Ana")
        await fleet.close()
    }
}
