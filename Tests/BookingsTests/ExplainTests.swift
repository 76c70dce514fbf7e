import Bookings
import Foundation
import Inventory
import NIOHTTP1
import Postgres
import Pricing
import Synchronization
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("How each cent came to be")
struct ExplainTests {
    private struct Told: Sendable {
        let host: String
        let path: String
        let token: String
        let body: String
    }

    /// Everything that a price of today is worked out from.
    private static func turnOver(_ shop: Shop, _ fleet: TestFleet) async throws {
        let (schema, tenant) = (shop.entry.schema, shop.entry.id)
        let changes: [SQL] = [
            "update \(identifier: schema).nightly_rates set price_minor = price_minor * 3 where tenant_id = \(tenant)",
            """
            update \(identifier: schema).rate_plans set extra_adult_minor = 7777, adults_included = 1, board = 'room_only'
             where tenant_id = \(tenant)
            """,
            """
            update \(identifier: schema).cancellation_windows set penalty_value = 10000, days_before = 30
             where tenant_id = \(tenant)
            """,
            """
            insert into \(identifier: schema).hotel_charges
              (tenant_id, hotel_id, code, kind, basis, value, included, payable)
            values (\(tenant), \(shop.hotel.uuid), 'city_tax', 'tax', 'per_person_night', 999, false, 'at_property')
            """,
            "update \(identifier: schema).hotels set zone = 'Pacific/Auckland' where tenant_id = \(tenant)",
            """
            update \(identifier: schema).hotel_texts set name = 'Another', address = 'Elsewhere' where tenant_id = \(tenant)
            """,
            """
            insert into \(identifier: schema).definitions (tenant_id, version, document, digest, actor)
            values (\(tenant), 2, '{"billing":{"markup_basis_points":9000,"platform_fee_basis_points":9000}}', 'e', 'test')
            """,
        ]
        for change in changes { _ = try await fleet.admin.single(change) }
    }

    @Test(
        "The same bytes after rates, policy, taxes, zone, names and terms have changed, paid in advance or there",
        arguments: [Payable.atProperty, .now])
    func sameBytes(_ payable: Payable) async throws {
        try await TwoShops.with(capacity: 4, payable: payable, markupBasisPoints: 1_234) { shops in
            let told = Mutex([Told]())
            try await BookingSite.with(shops) { site in
                for (host, shop) in [("one.localhost", shops.pooled), ("two.localhost", shops.schema)] {
                    let rooms = [try Occupancy(adults: 3), try Occupancy(adults: 2)]
                    let held = try await shop.hold(try await shop.offer(nights: 3, rooms: rooms))
                    if payable == .atProperty { _ = try await shop.confirm(held.booking.id) }
                    let path = "/api/bookings/\(held.booking.id.uuid.text)/explain"
                    let token = held.token.description
                    let reply = try await Wire(port: site.port, host: host).get(path, [("x-booking-access", token)])
                    #expect(reply.status == 200 && reply.body.contains("\"is_exact\":true"), "\(reply.body)")
                    told.withLock { $0.append(Told(host: host, path: path, token: token, body: reply.body)) }
                    try await Self.turnOver(shop, shops.fleet)
                }
            }
            let before = told.withLock { $0 }
            #expect(before.count == 2 && before[0].body != before[1].body)
            // A process that has seen none of it.
            try await BookingSite.with(shops) { site in
                for one in before {
                    let wire = Wire(port: site.port, host: one.host)
                    let again = try await wire.get(one.path, [("x-booking-access", one.token)])
                    #expect(again.body == one.body)
                }
            }
        }
    }
}
