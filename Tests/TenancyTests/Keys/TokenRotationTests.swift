import Foundation
import Postgres
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("The rotation of token keys")
struct TokenRotationTests {
    private static let newer = "2:" + String(repeating: "11", count: 32)

    @Test(
        "An old process goes on until its key retires, and is refused from then on",
        arguments: IsolationMode.allCases)
    func rotation(mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(mode)
        let store = TokenKeyStore(pool: fleet.owner)
        let both = try MasterKeys("\(Self.newer),\(TestFleet.masterKeyText)")
        let renewed = TenantDatabase(
            pool: fleet.app, signer: TenantTokenSigner(keys: both, clock: .system))
        func whom(_ database: TenantDatabase, _ entry: TenantEntry) async throws -> Bool {
            try await database.scope(entry).run("select tenancy.current_tenant() as tenant").only()
                .get("tenant", as: TenantID.self) == entry.id
        }
        await Self.expectRefused { try await whom(renewed, one) }
        try await store.synchronise(both)
        for entry in [one, two] {
            #expect(try await whom(fleet.tenants, entry))
            #expect(try await whom(renewed, entry))
        }
        try await store.synchronise(try MasterKeys(Self.newer))
        #expect(try await whom(fleet.tenants, one))
        let left: Double = try await fleet.admin.single(
            """
            select extract(epoch from retires_at - clock_timestamp())::float8 as left
              from tenancy.token_keys where key_id = 1
            """
        ).only().get("left")
        #expect(left > 0 && left <= Double(TenantTokenSigner.lifetimeSeconds))
        _ = try await fleet.admin.single(
            "update tenancy.token_keys set retires_at = clock_timestamp() - interval '1 second' where key_id = 1"
        )
        for entry in [one, two] {
            await Self.expectRefused { try await whom(fleet.tenants, entry) }
            #expect(try await whom(renewed, entry))
        }
        await fleet.close()
    }

    @Test("A token of another clock's past is refused", arguments: IsolationMode.allCases)
    func expired(mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, _) = try await fleet.pair(mode)
        let clock = ManualClock()
        let stale = TenantDatabase(
            pool: fleet.app, signer: TenantTokenSigner(keys: fleet.masterKeys, clock: clock.wallClock))
        clock.set(.init(timeIntervalSince1970: 1_000_000_000))
        await Self.expectRefused {
            try await stale.scope(one).run("select city_code from cities").isEmpty
        }
        await fleet.close()
    }

    private static func expectRefused(_ body: () async throws -> Bool) async {
        let error = await #expect(throws: PostgresError.self) { try await body() }
        #expect(error?.sqlState == "42501")
    }
}
