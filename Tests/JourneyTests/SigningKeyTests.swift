import Foundation
import Identity
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("Signing keys change over by themselves")
struct SigningKeyTests {
    @Test("A schedule publishes each tenant's next key two days before it signs, and only then")
    func schedule() async throws {
        let fleet = try await TestFleet.make()
        let entries = [try await fleet.tenant("one", .pooled), try await fleet.tenant("two", .schema)]
        try await RunningHub.run(1, on: fleet, withWorker: true) { hubs in
            let signing = hubs[0].hub.identity.signing
            func keys(_ entry: TenantEntry) async throws -> [String] {
                try await fleet.tenants.scope(entry).run("select key_id from signing_keys order by signs_from")
                    .map { try $0.get("key_id") }
            }
            func runNow() async throws {
                // A worker that has just begun writes its schedules down first.
                let isAsked = try await comesTrue {
                    try await hubs[0].post(
                        "/api/platform/jobs/schedules/signing_keys.renew/run", host: OperatorSeat.host, [:],
                        ["Authorization": "Bearer \(RunningHub.operatorToken)"]
                    ).status == 204
                }
                #expect(isAsked)
            }
            try await runNow()
            let isFirst = try await comesTrue { try await [keys(entries[0]).count, keys(entries[1]).count] == [1, 1] }
            #expect(isFirst)
            let before = [try await keys(entries[0]), try await keys(entries[1])]
            // The first one's has two days left, and as many hours as lie between two turns; the other's has a week.
            for (entry, hours) in [(entries[0], 53), (entries[1], 168)] {
                _ = try await fleet.admin.single(
                    """
                    update \(identifier: entry.schema).signing_keys set signs_until = clock_timestamp() + make_interval(hours => \(Int32(hours))),
                                            verifies_until = clock_timestamp() + make_interval(hours => \(Int32(hours + 24)))
                     where tenant_id = \(entry.id)
                    """)
                signing.forget(entry.id)
            }
            try await runNow()
            let isNext = try await comesTrue { try await keys(entries[0]).count == 2 }
            #expect(isNext)
            #expect(try await keys(entries[1]) == before[1])
            let published = try await signing.published(fleet.tenants.scope(entries[0]))
            #expect(published.count == 2 && published[0].id == before[0][0])
            let next = try #require(published.last)
            #expect(next.signsFrom == published[0].signsUntil)
            #expect(next.signsFrom.timeIntervalSinceNow > 2 * 86_400)
            // Whatever is signed meanwhile is signed by the old one.
            #expect(try await signing.renew(fleet.tenants.scope(entries[0])) == false)
        }
        await fleet.close()
    }
}
