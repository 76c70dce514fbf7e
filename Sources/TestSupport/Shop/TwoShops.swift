package import Bookings
import Crypto
package import Foundation
package import Inventory
package import Jobs
import Logging
package import Postgres
package import Pricing
package import Tenancy
package import Vocabulary

/// Two tenants on one database, one in the shared schema and one in its own, each with a shop.
package struct TwoShops: Sendable {
    package let fleet: TestFleet
    package let pool: PostgresPool
    package let tenants: TenantDatabase
    package let pooled: Shop
    package let schema: Shop

    package var both: [Shop] { [pooled, schema] }

    /// A crowd waits its turn here however slow the machine is; how long a visitor waits is the edge's business.
    private static let patience = Duration.seconds(120)

    private static func open(
        _ capacity: Int, _ roomTypes: Int, _ connections: Int, _ shopTerms: ShopTerms
    ) async throws -> TwoShops {
        let fleet = try await TestFleet.make()
        let pool = PostgresPool(
            PostgresConfiguration(conninfo: TestFleet.conninfo(fleet.adminConninfo, user: "travelhub_app")),
            limits: PoolLimits(minimum: 0, maximum: connections, waitDeadline: patience), logger: TestFleet.logger)
        let tenants = TenantDatabase(pool: pool, signer: TenantTokenSigner(keys: fleet.masterKeys, clock: .system))
        func shop(_ slug: String, _ mode: IsolationMode) async throws -> Shop {
            try await Self.shop(try await fleet.tenant(slug, mode), fleet, tenants, capacity, roomTypes, shopTerms)
        }
        return TwoShops(
            fleet: fleet, pool: pool, tenants: tenants, pooled: try await shop("one", .pooled),
            schema: try await shop("two", .schema))
    }

    /// The test's database and its connections end with it.
    package static func with(
        capacity: Int = 1, roomTypes: Int = 2, connections: Int = 8, payable: Payable = .atProperty,
        markupBasisPoints: Int = 0, money: @escaping ShopMoney = { _, _ in NoMoney() },
        _ body: (TwoShops) async throws -> Void
    ) async throws {
        let shops = try await open(
            capacity, roomTypes, connections,
            ShopTerms(payable: payable, markupBasisPoints: markupBasisPoints, money: money))
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
        _ entry: TenantEntry, _ fleet: TestFleet, _ tenants: TenantDatabase, _ capacity: Int, _ roomTypes: Int,
        _ shopTerms: ShopTerms
    ) async throws -> Shop {
        let identifiers = fleet.identifiers
        let codec = OfferCodec(key: SymmetricKey(data: Data(repeating: 7, count: 32)))
        let scope = tenants.scope(entry)
        let today = CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970) / 86_400)
        let queue = JobQueue(keys: fleet.masterKeys, identifiers: identifiers)
        let billing = billing(shopTerms.markupBasisPoints)
        let shop = Shop(
            entry: entry, scope: scope,
            feature: BookingsFeature(
                pricing: PriceOffer(codec: codec, clock: .system),
                jobs: queue, dataKeys: fleet.dataKeys,
                identifiers: identifiers, secrets: .system, money: shopTerms.money(fleet, queue)),
            search: HotelSearch(offers: codec, clock: .system), key: try await fleet.dataKeys.key(of: entry.id),
            terms: SiteTerms(
                tenant: entry.id, seller: SellerTerms(billing, takesPayments: true), holdSeconds: Shop.holdSeconds,
                conditions: BookingConditions(definitionVersion: 1, billing: billing, texts: ["terms": "digest"])),
            hotel: HotelID(identifiers.next()), roomTypes: (0..<roomTypes).map { _ in RoomTypeID(identifiers.next()) },
            plans: (0..<roomTypes).map { _ in RatePlanID(identifiers.next()) }, firstNight: today.adding(days: 40),
            identifiers: identifiers)
        _ = try await scope.run(
            ShopRows.statements(shop, policy: identifiers.next(), capacity: capacity, payable: shopTerms.payable))
        return shop
    }

    private static func billing(_ markupBasisPoints: Int) -> BillingDefinition {
        BillingDefinition(
            plan: .pro, currency: .eur, planFeeMinor: 9_900, platformFeeBasisPoints: 250,
            tax: InvoiceTax(name: LocalizedText([.english: "VAT"]), basisPoints: 1_900), cycle: .monthly,
            markupBasisPoints: markupBasisPoints, stayTaxes: [])
    }
}

/// What cancelling does to money in a shop of a test's.
package typealias ShopMoney = @Sendable (TestFleet, JobQueue) -> any BookedMoney

struct ShopTerms: Sendable {
    let payable: Payable
    let markupBasisPoints: Int
    let money: ShopMoney
}
