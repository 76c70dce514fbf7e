import Foundation
import NameLookup
import Outbound
import Postgres
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

/// Two partners, a DNS and a web server of the test's own, and a clock that only the test moves.
struct DomainWorld {
    let fleet: TestFleet
    let one: TenantEntry
    let two: TenantEntry
    let names: TestNameServer
    let web: TestWebServer
    let clock: ManualClock
    let desk: DomainDesk

    static let caller = AuditActor("account:1", requestID: "r-1")
    /// Where hosts should point in these tests.
    static let target = "edge.platform.example"

    static func make(_ mode: IsolationMode = .pooled, connections: Int = 8) async throws -> DomainWorld {
        let fleet = try await TestFleet.make(appConnections: connections)
        let (one, two) = try await fleet.pair(mode)
        for entry in [one, two] {
            let slug = entry.id == one.id ? "one" : "two"
            _ = try await fleet.admin.single(
                """
                insert into platform.tenant_hosts (host, tenant_id, is_primary, declared_position)
                values (\("\(slug).localhost"), \(entry.id), true, 0::smallint)
                """)
        }
        let names = try await TestNameServer.start()
        let web = try await TestWebServer.start()
        let clock = ManualClock()
        var lookups = NameLookupLimits()
        lookups.tryMilliseconds = 300
        lookups.triesMax = 1
        lookups.questionTimeout = .seconds(2)
        let resolver = NameResolver(servers: [names.address], limits: lookups)
        var limits = OutboundLimits()
        limits.httpPort = web.port
        limits.httpsPort = web.port
        limits.exchangeSeconds = 2
        let reader = OutboundReader(
            names: resolver, rule: .allowing([try #require(AddressBlock("127.0.0.0/8"))]), limits: limits)
        names.set(target, [.a(127, 0, 0, 7)])
        let desk = DomainDesk(
            platform: PlatformDatabase(pool: fleet.turns),
            rules: DomainRules(platformHosts: [try #require(HostName.normalise("platform.example"))]),
            probe: DomainProbe(
                names: resolver, reader: reader, targets: try #require(DomainTargets("\(target),127.0.0.7"))),
            clock: clock.wallClock, identifiers: fleet.identifiers,
            chance: DomainChance(token: DomainChance.system.token, spread: { 0.5 }))
        return DomainWorld(
            fleet: fleet, one: one, two: two, names: names, web: web, clock: clock, desk: desk)
    }

    func close() async {
        await names.stop()
        await web.stop()
        await fleet.close()
    }

    // In few words.

    func claim(_ host: String, _ entry: TenantEntry) async throws -> DomainClaim {
        try await desk.claim(host, for: entry.id, by: Self.caller)
    }

    @discardableResult
    func check(_ claim: DomainClaim) async throws -> DomainClaim {
        try await desk.check(claim.id, of: claim.tenant, by: "system")
    }

    /// Puts the tokens of these claims, and no others, into the DNS of their host.
    func publish(_ claims: DomainClaim...) {
        for host in Set(claims.map(\.host.ascii)) {
            names.set(
                "_travelhub-challenge.\(host)", claims.filter { $0.host.ascii == host }.map { .txt([$0.token]) })
        }
    }

    func unpublish(_ host: String) { names.remove("_travelhub-challenge.\(host)") }

    func verified(_ host: String, _ entry: TenantEntry) async throws -> DomainClaim {
        let claim = try await claim(host, entry)
        publish(claim)
        names.set(claim.host.ascii, [.cname(Self.target)])
        let checked = try await check(claim)
        try #require(checked.ownership == .verified)
        return checked
    }

    func owner(of host: String) async throws -> TenantID? {
        try await fleet.admin.single("select tenant_id from platform.tenant_hosts where host = \(host)").first
            .map { TenantID(try $0.get("tenant_id")) }
    }

    func primary(of entry: TenantEntry) async throws -> [String] {
        try await fleet.admin.single(
            "select host from platform.tenant_hosts where tenant_id = \(entry.id) and is_primary"
        ).map { try $0.get("host") }
    }

    func trail(of entry: TenantEntry) async throws -> [String] {
        try await fleet.admin.single(
            """
            select action || ' ' || actor as line from shared.audit_entries
             where tenant_id = \(entry.id) and subject_kind = 'domain' order by recorded_at, entry_id
            """
        ).map { try $0.get("line") }
    }

    /// What holds after whatever happened: one owner a host, one primary a partner, hosts in service are exactly those
    /// that stand in a folder or are owned.
    func faults() async throws -> [String] {
        try await fleet.admin.single(
            """
            select 'two owners of ' || host as fault from platform.domain_claims
             where ownership in ('verified', 'failing') group by host having count(*) > 1
            union all
            select 'primaries of ' || t.slug from platform.tenants t
             where (select count(*) from platform.tenant_hosts h where h.tenant_id = t.tenant_id and h.is_primary) <> 1
            union all
            select 'served without proof: ' || h.host from platform.tenant_hosts h
             where h.declared_position is null
               and not exists (select from platform.domain_claims c where c.host = h.host and c.tenant_id = h.tenant_id
                                  and c.ownership in ('verified', 'failing'))
            union all
            select 'owned and not served: ' || c.host from platform.domain_claims c
             where c.ownership in ('verified', 'failing')
               and not exists (select from platform.tenant_hosts h where h.host = c.host and h.tenant_id = c.tenant_id)
            """
        ).map { try $0.get("fault") }
    }
}
