import Foundation
import Postgres
import Storefront
import Tenancy
import TestSupport
import Testing

@Suite("Between wanting and having") struct InterruptionTests {
    @Test("a price that changed meanwhile is asked about, and goes on with one press")
    func priceChanged() async throws {
        try await TwoSites.with { sites in
            let journey = Journey(browser: sites.browser(sites.first), language: "de")
            let checkout = try #require(try await journey.checkout().form("/checkout"))
            _ = try await sites.rows("update nightly_rates set price_minor = price_minor + 1000", of: sites.first)
            let told = try await journey.browser.submit(checkout, Journey.traveller)
            #expect(told.status == 409 && told.html.contains("interruption-price_changed"))
            #expect(try await sites.rows("select booking_id from bookings", of: sites.first).isEmpty)
            let held = try await journey.browser.submit(try #require(told.form("/checkout")))
            #expect(held.status == 200 && held.form("/confirm") != nil)
            let booked = try await sites.rows("select total_minor from bookings", of: sites.first).only()
            let shown = try #require(checkout.hidden.first { $0.0 == "total" }.flatMap { Int($0.1) })
            #expect(try booked.get("total_minor", as: Int.self) > shown)
        }
    }

    @Test("before the form, too, a changed price is told and agreed to")
    func priceChangedEarly() async throws {
        try await TwoSites.with { sites in
            let journey = Journey(browser: sites.browser(sites.second), language: "ja")
            let offer = try #require(try await journey.hotel().form("/checkout/start"))
            _ = try await sites.rows("update nightly_rates set price_minor = price_minor + 1000", of: sites.second)
            let told = try await journey.browser.submit(offer)
            #expect(told.status == 409 && told.html.contains("interruption-price_changed"))
            let form = try await journey.browser.submit(try #require(told.form("/checkout/start")))
            #expect(form.status == 200 && form.form("/checkout") != nil)
        }
    }

    @Test("a room that is gone leaves nothing behind and leads back to the hotel")
    func soldOut() async throws {
        try await TwoSites.with { sites in
            let journey = Journey(browser: sites.browser(sites.first), language: "de")
            let checkout = try #require(try await journey.checkout().form("/checkout"))
            _ = try await sites.rows("update room_nights set capacity = 0", of: sites.first)
            let told = try await journey.browser.submit(checkout, Journey.traveller)
            #expect(told.status == 409 && told.html.contains("interruption-sold_out"))
            let back = try #require(told.links("/de/hotels/").first { !$0.contains("choose") })
            let hotel = try await journey.browser.open(back)
            #expect(hotel.status == 200 && hotel.html.contains("class=\"empty\""))
            #expect(try await sites.rows("select booking_id from bookings", of: sites.first).isEmpty)
        }
    }

    @Test("a hold that ran out says so, and can not be booked")
    func expired() async throws {
        try await TwoSites.with { sites in
            let journey = Journey(browser: sites.browser(sites.first), language: "de")
            let confirm = try #require(try await journey.review().form("/confirm"))
            let schema = sites.first.entry.schema
            _ = try await sites.fleet.admin.single(
                "update \(identifier: schema).room_holds set expires_at = clock_timestamp()")
            _ = try await sites.fleet.admin.single(
                "update \(identifier: schema).bookings set space_expires_at = clock_timestamp()")
            let told = try await journey.browser.submit(confirm)
            #expect(told.status == 409 && told.html.contains("interruption-hold_expired"))
            #expect(!told.links("/de/hotels/").isEmpty)
        }
    }
}
