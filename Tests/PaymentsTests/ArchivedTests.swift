import Bookings
import Foundation
import Payments
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("The money of a partner that was put away")
struct ArchivedTests {
    @Test("Rooms that nobody paid are free again, and guests who paid have stayed once they have left")
    func ends() async throws {
        try await TwoTills.with { tills in
            let fleet = tills.shops.fleet
            for (till, slug) in [(tills.one, "one"), (tills.two, "two")] {
                let (left, _) = try await till.begin()
                let (paid, _) = try await till.paid(from: 1)
                _ = try await TenantLife(platform: fleet.platform, identifiers: fleet.identifiers).perform(
                    .archive, slug: slug, actor: AuditActor("operator:test"))
                try await till.lapse(left, fleet)
                _ = try await fleet.admin.single(
                    """
                    update \(identifier: till.shop.entry.schema).bookings
                       set ends_at = clock_timestamp(),
                           stay = jsonb_set(stay, '{leaves_by,instant}',
                                            to_jsonb(floor(extract(epoch from clock_timestamp()))))
                     where booking_id = \(paid.uuid)
                    """)
                let feature = till.shop.feature
                let tidy = TidyBookings(
                    expire: feature.expire, complete: feature.complete,
                    round: TenantRound(
                        tenants: tills.shops.tenants, directory: try await TwoTills.directory(fleet),
                        logger: TestFleet.logger))
                #expect(try await tidy.run() == "1 expired, 1 completed")
                #expect(try await till.booking(left).state == .expired)
                #expect(try await till.booking(paid).state == .completed)
            }
        }
    }

    @Test("Refunds still leave and disputes are still found")
    func archived() async throws {
        try await TwoTills.with { tills in
            let fleet = tills.shops.fleet
            for (till, slug, asked) in [(tills.one, "one", 1), (tills.two, "two", 2)] {
                let waiting = "\(asked) waiting for a person"
                let (given, _) = try await till.paid()
                _ = try await till.shop.cancel(given)
                let (disputed, payment) = try await till.begin(from: 1)
                _ = try await till.pay(payment, with: "pm_card_createDispute")
                try await till.settle(payment)
                _ = try await TenantLife(platform: fleet.platform, identifiers: fleet.identifiers).perform(
                    .archive, slug: slug, actor: AuditActor("operator:test"))
                // Nobody has looked at it in time.
                _ = try await fleet.admin.single(
                    """
                    update \(identifier: till.shop.entry.schema).refunds
                       set look_at = clock_timestamp() - interval '1 hour'
                     where tenant_id = \(till.scope.tenant) and look_at is not null
                    """)
                let round = TenantRound(
                    tenants: tills.shops.tenants, directory: try await TwoTills.directory(fleet),
                    logger: TestFleet.logger)
                let told = try await till.feature.chaseLate(round).run()
                #expect(told == "2 late ones looked at, \(waiting)")
                let refunds = try await till.feature.read.history(of: given, in: till.scope).refunds
                #expect(refunds.map(\.state) == [.succeeded])
                let disputes = try await till.feature.read.history(of: disputed, in: till.scope).disputes
                #expect(disputes.map(\.state) == [.open])
                let again = try await till.feature.chaseLate(round).run()
                #expect(again == "0 late ones looked at, \(waiting)")
            }
        }
    }
}
