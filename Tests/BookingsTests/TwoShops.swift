import Bookings
import Crypto
import Foundation
import Inventory
import Jobs
import Logging
import Postgres
import Pricing
import Tenancy
import TestSupport
import Vocabulary

/// Two tenants on one database, one in the shared schema and one in its own, each with a shop.
struct TwoShops: Sendable {
    let fleet: TestFleet
    let pool: PostgresPool
    let tenants: TenantDatabase
    let pooled: Shop
    let schema: Shop

    var both: [Shop] { [pooled, schema] }

    /// A crowd waits its turn here however slow the machine is; how long a visitor waits is the edge's business.
    private static let patience = Duration.seconds(120)

    private static func open(_ capacity: Int, _ roomTypes: Int, _ connections: Int) async throws -> TwoShops {
        let fleet = try await TestFleet.make()
        let pool = PostgresPool(
            PostgresConfiguration(conninfo: TestFleet.conninfo(fleet.adminConninfo, user: "travelhub_app")),
            limits: PoolLimits(minimum: 0, maximum: connections, waitDeadline: patience), logger: TestFleet.logger)
        let tenants = TenantDatabase(pool: pool, signer: TenantTokenSigner(keys: fleet.masterKeys, clock: .system))
        func shop(_ slug: String, _ mode: IsolationMode) async throws -> Shop {
            try await Self.shop(try await fleet.tenant(slug, mode), fleet, tenants, capacity, roomTypes)
        }
        return TwoShops(
            fleet: fleet, pool: pool, tenants: tenants, pooled: try await shop("one", .pooled),
            schema: try await shop("two", .schema))
    }

    /// The test's database and its connections end with it.
    static func with(
        capacity: Int = 1, roomTypes: Int = 2, connections: Int = 8, _ body: (TwoShops) async throws -> Void
    ) async throws {
        let shops = try await open(capacity, roomTypes, connections)
        do {
            try await body(shops)
        } catch {
            await shops.close()
            throw error
        }
        await shops.close()
    }

    private func close() async {
        await pool.close()
        await fleet.close()
    }

    private static func shop(
        _ entry: TenantEntry, _ fleet: TestFleet, _ tenants: TenantDatabase, _ capacity: Int, _ roomTypes: Int
    ) async throws -> Shop {
        let identifiers = fleet.identifiers
        let codec = OfferCodec(key: SymmetricKey(data: Data(repeating: 7, count: 32)))
        let scope = tenants.scope(entry)
        let today = CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970) / 86_400)
        let shop = Shop(
            entry: entry, scope: scope,
            feature: BookingsFeature(
                pricing: PriceOffer(codec: codec, clock: .system),
                jobs: JobQueue(keys: fleet.masterKeys, identifiers: identifiers), dataKeys: fleet.dataKeys,
                identifiers: identifiers, secrets: .system),
            search: HotelSearch(offers: codec, clock: .system), key: try await fleet.dataKeys.key(of: entry.id),
            terms: SiteTerms(
                tenant: entry.id, seller: SellerTerms(billing), holdSeconds: Shop.holdSeconds,
                conditions: BookingConditions(definitionVersion: 1, billing: billing, texts: ["terms": "digest"])),
            hotel: HotelID(identifiers.next()), roomTypes: (0..<roomTypes).map { _ in RoomTypeID(identifiers.next()) },
            plans: (0..<roomTypes).map { _ in RatePlanID(identifiers.next()) }, firstNight: today.adding(days: 40),
            identifiers: identifiers)
        _ = try await scope.run(ShopRows.statements(shop, policy: identifiers.next(), capacity: capacity))
        return shop
    }

    private static let billing = BillingDefinition(
        plan: .pro, currency: .eur, planFeeMinor: 9_900, platformFeeBasisPoints: 250,
        tax: InvoiceTax(name: LocalizedText([.english: "VAT"]), basisPoints: 1_900), cycle: .monthly,
        markupBasisPoints: 0, stayTaxes: [])
}

/// The rows that a shop stands on.
enum ShopRows {
    static func statements(_ shop: Shop, policy: UUID, capacity: Int) -> [SQL] {
        let tenant = shop.entry.id
        var statements: [SQL] = [
            "insert into definitions (tenant_id, version, document, digest, actor) values (\(tenant), 1, '{}', 'd', 'test')",
            """
            insert into cities (tenant_id, city_code, country_code, latitude, longitude, zone)
            values (\(tenant), 'BER', 'DE', 52.5, 13.4, 'Europe/Berlin')
            """,
            """
            insert into hotels (tenant_id, hotel_id, city_code, stars, rating_tenths, latitude, longitude, zone,
                                check_in_from, check_out_until)
            values (\(tenant), \(shop.hotel.uuid), 'BER', 4, 85, 52.5, 13.4, 'Europe/Berlin', '15:00', '11:00')
            """,
            """
            insert into hotel_texts (tenant_id, hotel_id, locale, name, description, address)
            values (\(tenant), \(shop.hotel.uuid), 'en', 'Hotel', 'A hotel', 'A street')
            """,
            "insert into cancellation_policies (tenant_id, policy_id, code) values (\(tenant), \(policy), 'day_before')",
            """
            insert into cancellation_windows
              (tenant_id, policy_id, position, days_before, local_time, penalty_kind, penalty_value)
            values (\(tenant), \(policy), 1, 1, '18:00', 'percent', \(Shop.latePenaltyPercent * 100))
            """,
        ]
        for (position, (roomType, plan)) in zip(shop.roomTypes, shop.plans).enumerated() {
            statements += room(shop, roomType, plan, policy, position: position, capacity: capacity)
        }
        return statements
    }

    private static func room(
        _ shop: Shop, _ roomType: RoomTypeID, _ plan: RatePlanID, _ policy: UUID, position: Int, capacity: Int
    ) -> [SQL] {
        let tenant = shop.entry.id
        let last = shop.firstNight.adding(days: Shop.nightsOnSale - 1)
        return [
            """
            insert into room_types (tenant_id, room_type_id, hotel_id, position, adults_max, children_max, guests_max,
                                    square_metres, bed_codes)
            values (\(tenant), \(roomType.uuid), \(shop.hotel.uuid), \(Int16(position)), 4, 2, 4, 20, '{double}')
            """,
            """
            insert into room_type_texts (tenant_id, room_type_id, locale, name, description)
            values (\(tenant), \(roomType.uuid), 'en', 'Room', 'A room')
            """,
            """
            insert into rate_plans (tenant_id, rate_plan_id, room_type_id, policy_id, rates_of, position, board,
                                    refundable, payable, currency, adults_included, extra_adult_minor)
            values (\(tenant), \(plan.uuid), \(roomType.uuid), \(policy), \(plan.uuid), \(Int16(position)), 'breakfast',
                    true, 'at_property', 'EUR', 2, 1000)
            """,
            """
            insert into nightly_rates (tenant_id, rate_plan_id, night, price_minor)
            select \(tenant), \(plan.uuid), d::date, \(Shop.nightlyMinor)
              from generate_series(\(shop.firstNight)::timestamp, \(last)::timestamp, interval '1 day') d
            """,
            """
            insert into room_nights (tenant_id, room_type_id, night, capacity)
            select \(tenant), \(roomType.uuid), d::date, \(Int32(capacity))
              from generate_series(\(shop.firstNight)::timestamp, \(last)::timestamp, interval '1 day') d
            """,
        ]
    }
}
