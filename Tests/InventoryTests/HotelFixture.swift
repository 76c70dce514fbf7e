import Foundation
import Inventory
import Postgres
import Tenancy
import TestSupport
import Vocabulary

/// Two tenants with one small hotel each: the same rooms, the same nights, the same identifiers, so that
/// a statement that forgot its tenant would find the other's.
struct HotelFixture {
    static let firstNight = CalendarDate(daysSinceEpoch: 20_820)
    static let nightCount = 10

    /// Buyers queue here and not at the pool's door, which would turn them away after some seconds.
    static let queueDeadline = Duration.seconds(120)

    let fleet: TestFleet
    private let pool: PostgresPool
    let tenant: TenantScope
    let other: TenantScope
    let roomTypes: [RoomTypeID]
    let stock: Stock

    static func make(
        _ isolation: IsolationMode, capacity: Int, roomTypeCount: Int = 2, connections: Int = 8
    ) async throws -> HotelFixture {
        let fleet = try await TestFleet.make()
        let pool = PostgresPool(
            PostgresConfiguration(conninfo: TestFleet.conninfo(fleet.adminConninfo, user: "travelhub_app")),
            limits: PoolLimits(minimum: 0, maximum: connections, waitDeadline: queueDeadline), logger: TestFleet.logger)
        let tenants = TenantDatabase(pool: pool, signer: TenantTokenSigner(keys: fleet.masterKeys, clock: .system))
        let (one, two) = try await fleet.pair(isolation)
        let identifiers = SeededIdentifiers()
        let hotel = identifiers.next()
        let roomTypes = (0..<roomTypeCount).map { _ in identifiers.next() }
        for entry in [one, two] {
            try await fill(tenants.scope(entry), hotel: hotel, roomTypes: roomTypes, capacity: capacity)
        }
        return HotelFixture(
            fleet: fleet, pool: pool, tenant: tenants.scope(one), other: tenants.scope(two),
            roomTypes: roomTypes.map(RoomTypeID.init), stock: Stock(identifiers: identifiers.source))
    }

    private static func fill(_ scope: TenantScope, hotel: UUID, roomTypes: [UUID], capacity: Int) async throws {
        _ = try await scope.run([
            """
            insert into cities (tenant_id, city_code, country_code, latitude, longitude, zone)
            values (\(scope.tenant), 'PAR', 'FR', 48.85, 2.35, 'Europe/Paris')
            """,
            """
            insert into hotels (tenant_id, hotel_id, city_code, stars, rating_tenths, latitude, longitude, zone,
                                check_in_from, check_out_until)
            values (\(scope.tenant), \(hotel), 'PAR', 3, 80, 48.85, 2.35, 'Europe/Paris', '15:00', '11:00')
            """,
            """
            insert into room_types (tenant_id, room_type_id, hotel_id, position, adults_max, children_max, guests_max,
                                    square_metres, bed_codes)
            select \(scope.tenant), t, \(hotel), 1, 2, 0, 2, 20, '{queen}' from unnest(\(roomTypes)) t
            """,
            """
            insert into room_nights (tenant_id, room_type_id, night, capacity)
            select \(scope.tenant), t, d::date, \(capacity)::integer
              from unnest(\(roomTypes)) t,
                   generate_series(\(firstNight), \(firstNight.adding(days: nightCount - 1)), interval '1 day') d
            """,
        ])
    }

    func close() async {
        await pool.close()
        await fleet.close()
    }

    func stay(from offset: Int = 0, nights: Int = 1) throws -> StayDates {
        let checkIn = Self.firstNight.adding(days: offset)
        return try StayDates(checkIn: checkIn, checkOut: checkIn.adding(days: nights))
    }

    func demand(_ roomType: Int, from offset: Int = 0, nights: Int = 1, quantity: Int = 1) throws -> StockDemand {
        StockDemand(roomType: roomTypes[roomType], stay: try stay(from: offset, nights: nights), quantity: quantity)
    }

    /// Takes a basket for a new booking, which is returned.
    @discardableResult
    func take(_ basket: [StockDemand], seconds: Int = 600, booking: UUID = UUID()) async throws -> UUID {
        _ = try await tenant.transaction { tx in
            try await stock.take(basket, booking: booking, expiresAfterSeconds: seconds, in: tx)
        }
        return booking
    }

    struct Counts: Equatable { let held, sold: Int }

    /// Summed over all nights.
    func counts(_ scope: TenantScope? = nil) async throws -> Counts {
        let row = try await (scope ?? tenant).run(
            "select coalesce(sum(held), 0)::integer as held, coalesce(sum(sold), 0)::integer as sold from room_nights"
        ).only()
        return Counts(held: try row.get("held"), sold: try row.get("sold"))
    }

    /// Nights whose counts are not what their holds say.
    func miscounted(_ scope: TenantScope? = nil) async throws -> Int {
        try await (scope ?? tenant).run(
            """
            select count(*) as nights
              from room_nights n
             cross join lateral (
               select coalesce(sum(h.quantity) filter (where h.state = 'held'), 0) as held,
                      coalesce(sum(h.quantity) filter (where h.state = 'sold'), 0) as sold
                 from room_holds h
                where h.tenant_id = n.tenant_id and h.room_type_id = n.room_type_id and h.night = n.night) c
             where n.held <> c.held or n.sold <> c.sold
            """
        ).only().get("nights")
    }
}
