import Foundation
import Inventory
import Postgres
import Tenancy
import Testing
import Vocabulary

@Suite("Raw SQL on the stock, past all code of ours")
struct RawStockTests {
    private func insert(
        _ hotel: HotelFixture, tenant: TenantID, state: String = "held", quantity: Int = 1, night: Int = 0,
        seconds: Int = 600
    ) -> SQL {
        """
        insert into room_holds (tenant_id, hold_id, booking_id, room_type_id, night, quantity, state, expires_at)
        values (\(tenant), \(UUID()), \(UUID()), \(hotel.roomTypes[0].uuid),
                \(HotelFixture.firstNight.adding(days: night)), \(quantity)::integer, \(state),
                clock_timestamp() + make_interval(secs => \(seconds)))
        """
    }

    private func refusal(_ scope: TenantScope, _ statement: SQL) async -> String? {
        do {
            _ = try await scope.run(statement)
            return nil
        } catch {
            let error = error as? PostgresError
            return error?.constraint ?? error?.sqlState ?? "?"
        }
    }

    @Test("every way to one room too many is refused by the count itself", arguments: IsolationMode.allCases)
    func overselling(isolation: IsolationMode) async throws {
        let hotel = try await HotelFixture.make(isolation, capacity: 2)
        let scope = hotel.tenant
        _ = try await scope.run(insert(hotel, tenant: scope.tenant, state: "sold"))
        _ = try await scope.run(insert(hotel, tenant: scope.tenant))
        _ = try await scope.run(insert(hotel, tenant: scope.tenant, state: "released"))
        let full = "room_nights_not_oversold"
        #expect(await refusal(scope, insert(hotel, tenant: scope.tenant)) == full)
        #expect(await refusal(scope, insert(hotel, tenant: scope.tenant, state: "sold")) == full)
        #expect(await refusal(scope, "update room_holds set quantity = 2 where state = 'sold'") == full)
        #expect(await refusal(scope, "update room_holds set state = 'held'") == full)
        #expect(await refusal(scope, "update room_nights set capacity = 1") == full)
        #expect(
            await refusal(
                scope,
                """
                insert into room_holds select h.tenant_id, h.hold_id, h.booking_id, h.room_type_id, h.night, 1, 'held',
                                              h.expires_at from room_holds h
                on conflict (tenant_id, hold_id) do update set quantity = 2, state = 'sold'
                """) == full)
        #expect(await refusal(scope, "update room_holds set night = night + 1") == nil)
        #expect(try await hotel.miscounted() == 0)
        #expect(await refusal(scope, insert(hotel, tenant: scope.tenant, quantity: 2)) == nil)
        #expect(await refusal(scope, "delete from room_holds where state = 'sold'") == nil)
        #expect(try await hotel.miscounted() == 0)
        #expect(try await hotel.counts() == .init(held: 3, sold: 0))
        await hotel.close()
    }

    @Test(
        "the counts, the triggers and the nights are not the application's to change",
        arguments: [
            "update room_nights set held = 0", "update room_nights set sold = 0, capacity = 9",
            "delete from room_nights", "truncate room_holds", "truncate room_nights",
            "alter table room_holds disable trigger all", "drop trigger count_added on room_holds",
            "set session_replication_role = replica", "select count_room_holds()",
            """
            insert into room_nights (tenant_id, room_type_id, night, capacity, held)
            select tenant_id, room_type_id, date '2035-01-01', 1, -1 from room_types
            """,
            "create function count_room_holds() returns trigger language plpgsql as 'begin return null; end'",
        ] as [SQL])
    func grants(statement: SQL) async throws {
        let hotel = try await HotelFixture.make(.pooled, capacity: 1)
        #expect(await refusal(hotel.tenant, statement) == "42501")
        await hotel.close()
    }

    @Test("a lapsed hold gives way to raw SQL too, and raw SQL does not sell it")
    func lapsed() async throws {
        let hotel = try await HotelFixture.make(.pooled, capacity: 1)
        let scope = hotel.tenant
        _ = try await scope.run(insert(hotel, tenant: scope.tenant, seconds: -1))
        #expect(await refusal(scope, "update room_holds set state = 'sold'") == "room_holds_not_lapsed")
        #expect(await refusal(scope, insert(hotel, tenant: scope.tenant)) == nil)
        #expect(try await hotel.counts() == .init(held: 1, sold: 0))
        // One that comes lapsed already takes the place of another such, and is counted itself.
        _ = try await scope.run("update room_holds set expires_at = clock_timestamp()")
        #expect(await refusal(scope, insert(hotel, tenant: scope.tenant, seconds: -1)) == nil)
        #expect(try await hotel.counts() == .init(held: 1, sold: 0))
        #expect(try await hotel.miscounted() == 0)
        await hotel.close()
    }

    @Test("a hold reaches its own tenant's night and no other's", arguments: IsolationMode.allCases)
    func otherTenant(isolation: IsolationMode) async throws {
        let hotel = try await HotelFixture.make(isolation, capacity: 1)
        #expect(await refusal(hotel.tenant, insert(hotel, tenant: hotel.other.tenant)) == "42501")
        _ = try await hotel.tenant.run(insert(hotel, tenant: hotel.tenant.tenant))
        let moved: SQL = "update room_holds set tenant_id = \(hotel.other.tenant)"
        #expect(await refusal(hotel.tenant, moved) == "42501")
        // Not the path of the caller, but the schema of the table decides which nights are counted.
        let strange: [SQL] = [
            "select set_config('search_path', 'pg_temp, public', true)",
            """
            update \(identifier: hotel.tenant.entry.schema).room_holds set state = 'sold'
            """,
        ]
        _ = try await hotel.tenant.run(strange)
        #expect(try await hotel.counts() == .init(held: 0, sold: 1))
        #expect(try await hotel.counts(hotel.other) == .init(held: 0, sold: 0))
        await hotel.close()
    }

    @Test("a night that is not on sale can not be held")
    func missingNight() async throws {
        let hotel = try await HotelFixture.make(.pooled, capacity: 1)
        let statement = insert(hotel, tenant: hotel.tenant.tenant, night: HotelFixture.nightCount)
        #expect(await refusal(hotel.tenant, statement)?.hasSuffix("fkey") == true)
        await hotel.close()
    }
}
