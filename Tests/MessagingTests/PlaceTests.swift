import Foundation
import Messaging
import Postgres
import Tenancy
import TestSupport
import Testing

@Suite("Where a letter leads")
struct PlaceTests {
    private static let own = "travel.aurelia.example"

    @Test("is the host that the partner put its pages at: in text and HTML, in the calendar, in the way out of news")
    func primary() async throws {
        let fixture = try await MailFixture.make()
        let index = try await fixture.addressIndex("ada@example.org")
        let theirs = try await fixture.addressIndex("ada@example.org", fixture.two)
        for (partner, index) in [(fixture.one, index), (fixture.two, theirs)] {
            try await fixture.scope(partner).transaction { tx in
                try await fixture.consents.record(true, of: index, kind: "news", source: "test", requestID: nil, in: tx)
            }
        }
        let before = try await letters(fixture, fixture.one)
        #expect(before.allSatisfy { $0.contains("https://\(fixture.one.host)/") && !$0.contains(Self.own) })
        _ = try await fixture.fleet.admin.lease {
            try await $0.script(
                """
                update platform.tenant_hosts set is_primary = false where tenant_id = '\(fixture.one.entry.id)';
                insert into platform.tenant_hosts (host, tenant_id, is_primary, declared_position)
                values ('\(Self.own)', '\(fixture.one.entry.id)', true, null);
                """)
        }
        try await fixture.loadDirectory()
        let after = try await letters(fixture, fixture.one)
        for text in after {
            #expect(text.contains("https://\(Self.own)/") && !text.contains(fixture.one.host), "\(text)")
        }
        let others = try await letters(fixture, fixture.two)
        #expect(others.allSatisfy { $0.contains("https://\(fixture.two.host)/") && !$0.contains(Self.own) })
        // The same entry of the calendar, wherever the site is by now; and no other partner's.
        let names = [before, after, others].map { $0.compactMap { $0.firstMatch(of: /UID:(\S+)/)?.1 } }
        #expect(names[0].count == 1 && names[0] == names[1] && names[0] != names[2])
        await fixture.close()
    }

    /// Each body part that leads somewhere, and the header field by which mail programs unsubscribe.
    private func letters(_ fixture: MailFixture, _ partner: TestPartner) async throws -> [String] {
        let count = fixture.server.mails.count
        try await fixture.write(.bookingConfirmed(Letters.booking()), from: partner)
        try await fixture.write(.news(headline: "Spring", text: "Text", path: "/en"), from: partner)
        try await fixture.work()
        let mails = fixture.server.mails.dropFirst(count).map { MailPart($0.text) }
        let parts = mails.flatMap { $0.all.filter { $0.parts.isEmpty }.map(\.text) }
        let ways = mails.compactMap { $0.field("list-unsubscribe") }
        #expect(mails.count == 2 && parts.count == 5 && ways.count == 1)
        return (parts + ways).map { $0.replacing("\r\n ", with: "").replacing("\n ", with: "") }
    }
}
