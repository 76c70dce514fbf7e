import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("A tenant's scope")
struct TenantScopeTests {
    @Test("Shows a tenant its own rows and no other's", arguments: IsolationMode.allCases)
    func showsOwnRows(_ mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(mode)
        for (entry, code) in [(one, "PAR"), (two, "BER")] {
            _ = try await fleet.tenants.scope(entry).run(Self.insertCity(entry, code))
        }
        let seen = try await fleet.tenants.scope(one).run("select tenant_id, city_code from cities")
        #expect(try seen.map { try $0.get("city_code", as: String.self) } == ["PAR"])
        #expect(try seen.map { try $0.get("tenant_id", as: TenantID.self) } == [one.id])
        await fleet.close()
    }

    @Test("Refuses a row of another tenant", arguments: IsolationMode.allCases)
    func refusesForeignRow(_ mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(mode)
        let error = await #expect(throws: PostgresError.self) {
            _ = try await fleet.tenants.scope(one).run(Self.insertCity(two, "BER"))
        }
        #expect(error?.sqlState == "42501")
        let seen = try await fleet.tenants.scope(two).run("select city_code from cities")
        #expect(seen.isEmpty)
        await fleet.close()
    }

    @Test("Without a tenant nothing is read and every write is an error")
    func needsContext() async throws {
        let fleet = try await TestFleet.make()
        let (one, _) = try await fleet.pair(.pooled)
        _ = try await fleet.tenants.scope(one).run(Self.insertCity(one, "PAR"))
        #expect(try await fleet.app.single("select city_code from pooled.cities").isEmpty)
        let error = await #expect(throws: PostgresError.self) {
            _ = try await fleet.app.single("update pooled.cities set zone = 'UTC' where false")
        }
        #expect(error?.sqlState == "42501")
        await fleet.close()
    }

    static func insertCity(_ entry: TenantEntry, _ code: String) -> SQL {
        """
        insert into cities (tenant_id, city_code, country_code, latitude, longitude, zone)
        values (\(entry.id), \(code), 'FR', 48.85, 2.35, 'Europe/Paris')
        """
    }
}
