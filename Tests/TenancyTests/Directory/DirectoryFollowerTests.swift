import Foundation
import Localization
import Postgres
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("A followed directory")
struct DirectoryFollowerTests {
    /// What the issue asks of a change: in force in every process within this.
    private static let delayMax = Duration.seconds(1)

    @Test("Knows every host after loading, and no other", arguments: IsolationMode.allCases)
    func loads(mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(mode)
        try await fleet.putHost("one.localhost", of: one)
        try await fleet.putHost("two.localhost", of: two)
        let followed = try await FollowedDirectory.start(fleet)
        #expect(followed.tenant("One.Localhost.") == one.id)
        #expect(followed.tenant("two.localhost") == two.id)
        #expect(followed.tenant("three.localhost") == nil)
        let found = try #require(followed.directory.entry(slug: "one"))
        #expect((found.id, found.schema, found.state) == (one.id, one.schema, one.state))
        #expect(followed.directory.entry(id: two.id)?.schema == two.schema)
        #expect(followed.directory.count == 2 && followed.directory.isFresh)
        await followed.stop()
        await fleet.close()
    }

    @Test(
        "Hears of a new host, a removed host and a suspension within a second, in both of two processes"
    )
    func hears() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        try await fleet.putHost("two.localhost", of: two)
        let both = [
            try await FollowedDirectory.start(fleet, name: "a"),
            try await FollowedDirectory.start(fleet, name: "b"),
        ]
        try await fleet.putHost("one.localhost", of: one)
        #expect(
            try await comesTrue(within: Self.delayMax) {
                both.allSatisfy { $0.tenant("one.localhost") == one.id }
            })
        let life = TenantLife(platform: fleet.platform, identifiers: fleet.identifiers)
        _ = try await life.perform(.suspend, slug: "one", actor: "operator:t")
        #expect(
            try await comesTrue(within: Self.delayMax) {
                both.allSatisfy { $0.directory.entry(id: one.id)?.state == .suspended }
            })
        _ = try await fleet.admin.single(
            "delete from platform.tenant_hosts where host = 'one.localhost'")
        #expect(
            try await comesTrue(within: Self.delayMax) {
                both.allSatisfy { $0.tenant("one.localhost") == nil }
            })
        #expect(both.allSatisfy { $0.tenant("two.localhost") == two.id })
        for followed in both { await followed.stop() }
        await fleet.close()
    }

    @Test(
        "A host that moves from one tenant to another is the other's at once and for good",
        arguments: 0...1)
    func moves(direction: Int) async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let (from, to) = direction == 0 ? (one, two) : (two, one)
        try await fleet.putHost("site.localhost", of: from)
        try await fleet.putHost("to.localhost", of: to)
        let followed = try await FollowedDirectory.start(fleet)
        #expect(followed.tenant("site.localhost") == from.id)
        try await fleet.admin.transaction { transaction in
            _ = try await transaction.run([
                "delete from platform.tenant_hosts where host = 'site.localhost'",
                """
                insert into platform.tenant_hosts (host, tenant_id, is_primary)
                values ('site.localhost', \(to.id), false)
                """,
            ])
        }
        // Each tenant's own hint: only after both have been read is the move over.
        #expect(
            try await comesTrue(within: Self.delayMax) { followed.tenant("site.localhost") == to.id })
        let seen = followed.changed.withLock { $0.count }
        _ = try await fleet.admin.single("update platform.tenants set changed_at = clock_timestamp()")
        #expect(try await comesTrue { followed.changed.withLock { $0.count } >= seen + 2 })
        #expect(followed.tenant("site.localhost") == to.id && followed.tenant("to.localhost") == to.id)
        await followed.stop()
        await fleet.close()
    }

    @Test("After its connection was ended it listens again and has missed nothing")
    func reconnects() async throws {
        let fleet = try await TestFleet.make()
        let (one, _) = try await fleet.pair(.pooled)
        let followed = try await FollowedDirectory.start(fleet, name: "mortal")
        // One transaction: the hint is sent when nobody listens. A host alone does not move changed_at,
        // so the poll cannot find it either.
        _ = try await fleet.admin.lease {
            try await $0.script(
                """
                select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'mortal';
                insert into platform.tenant_hosts (host, tenant_id, is_primary)
                values ('late.localhost', '\(one.id)', true);
                """)
        }
        #expect(try await comesTrue { followed.tenant("late.localhost") == one.id })
        #expect(
            try await comesTrue {
                try await !fleet.admin.single(
                    "select 1 from pg_stat_activity where application_name = 'mortal'"
                ).isEmpty
            })
        await followed.stop()
        await fleet.close()
    }

    @Test(
        "A published look is what the next profile shows, within a second",
        arguments: ["hinode", "aurelia"])
    func invalidates(slug: String) async throws {
        let desk = try await ProvisionDesk.make()
        for slug in [slug, "severny"] { _ = try await desk.apply(ProvisionDesk.partner(slug)) }
        let catalogues = try Catalogues.load(
            directory: TestFleet.root.appendingPathComponent("locales").path)
        let profiles = TenantProfiles(database: desk.fleet.tenants, catalogues: catalogues)
        let followed = try await FollowedDirectory.start(desk.fleet) { profiles.invalidate($0.id) }
        let entry = try await desk.entry(slug)
        let scope = desk.fleet.tenants.scope(entry)
        let releases = BrandingReleases(identifiers: desk.fleet.identifiers)
        #expect(try await profiles.profile(entry).release == 1)
        #expect(profiles.known(entry)?.definition.slug == slug)
        let look = try ProvisionDesk.partner("halfway").branding
        let draft = try await releases.draft(look, actor: "operator:t", in: scope)
        #expect(profiles.known(entry)?.release == 1)
        try await releases.publish(draft, actor: "operator:t", in: scope)
        #expect(
            try await comesTrue(within: Self.delayMax) {
                try await profiles.profile(entry).release == draft
            })
        #expect(try await profiles.profile(entry).branding == look)
        await followed.stop()
        await desk.fleet.close()
    }

    @Test("Many askers at once get the same profile; a tenant without a site is refused by name")
    func askers() async throws {
        let desk = try await ProvisionDesk.make()
        _ = try await desk.apply(ProvisionDesk.partner("hinode"))
        let bare = try await desk.fleet.tenant("bare", .pooled)
        let catalogues = try Catalogues.load(
            directory: TestFleet.root.appendingPathComponent("locales").path)
        let profiles = TenantProfiles(database: desk.fleet.tenants, catalogues: catalogues)
        let entry = try await desk.entry("hinode")
        let slugs = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await profiles.profile(entry).definition.slug } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(slugs == ["hinode"])
        await #expect { try await profiles.profile(bare) } throws: {
            if case TenantProfiles.Fault.noSite(bare.id) = $0 { true } else { false }
        }
        await desk.fleet.close()
    }
}
