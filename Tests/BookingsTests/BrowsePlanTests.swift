import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Bookings

@Suite("How staff's look through the bookings reaches them")
struct BrowsePlanTests {
    /// Many enough that reading all of them and sorting is dearer than an index.
    private static let bookings = 3_000

    /// Copies of one booking on other days, three on each: what a site has after a while.
    private static func copies(of id: BookingID) -> SQL {
        """
        insert into bookings
          (tenant_id, booking_id, reference, state, settlement, hotel_id, check_in, check_out, ends_at,
           travellers_sealed, email_sealed, email_index, data_key_number, stay, conditions, total_minor, currency,
           definition_version, locale, access_token_hash, space_expires_at, price_expires_at)
        select b.tenant_id, gen_random_uuid(), translate(lpad(n::text, 8, '0'), '0123456789', 'BCDFGHJKLM'), b.state,
               b.settlement, b.hotel_id, b.check_in + n / 3, b.check_out + n / 3, b.ends_at, b.travellers_sealed,
               b.email_sealed, b.email_index, b.data_key_number, b.stay, b.conditions, b.total_minor, b.currency,
               b.definition_version, b.locale, b.access_token_hash, b.space_expires_at, b.price_expires_at
          from bookings b cross join generate_series(1, \(bookings)::integer) n
         where b.booking_id = \(id.uuid)
        """
    }

    /// What the server will do, as the application under row security asks for it.
    private func plan(_ statement: SQL, _ scope: TenantScope) async throws -> String {
        try await scope.run("explain (costs off) \(fragment: statement)")
            .map { try $0.get("QUERY PLAN", as: String.self) }.joined(separator: "\n")
    }

    @Test("by the day of arrival, from either end and from the middle, a page is read from its index unsorted")
    func arrival() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let held = try await shop.hold(try await shop.offer())
                _ = try await shop.scope.run(Self.copies(of: held.booking.id))
            }
            for schema in ["pooled", shops.schema.entry.schema] {
                _ = try await shops.fleet.owner.single("analyze \(identifier: schema).bookings")
            }
            let middle = try #require(BookingPlace("2027-06-12.01900000-0000-7000-8000-000000000000"))
            for shop in shops.both {
                for (order, scan) in [
                    (BookingOrder.checkIn, "Index Scan using bookings_arrival"),
                    (.lastCheckIn, "Index Scan Backward using bookings_arrival"),
                ] {
                    for place in [nil, middle] {
                        let text = try await plan(BrowseStore.page([], order, after: place, limit: 51), shop.scope)
                        #expect(text.contains(scan), "\(text)")
                        #expect(!text.contains("Sort"), "\(text)")
                        let isBounded = text.split(separator: "\n").contains {
                            $0.contains("Index Cond") && $0.contains("ROW(check_in, booking_id)")
                        }
                        #expect(isBounded == (place != nil), "\(text)")
                    }
                }
            }
        }
    }
}
