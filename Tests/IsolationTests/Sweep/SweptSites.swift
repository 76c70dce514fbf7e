import Foundation
import Inventory
import Postgres
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

/// Two partners behind a whole serving process, as the roof puts it together. Every word of the victim
/// that no other site shows is marked, so that it is known wherever it turns up.
struct SweptSites: Sendable {
    let fleet: TestFleet
    let hub: Hub
    let port: Int
    let attacker: SweptPartner
    let victim: SweptPartner
    /// Where both take payments, each in an account of its own.
    let stripe: TestStripe

    static let platformHost = "platform.test"
    static let operatorToken = TestOperator.token

    static func serve(
        _ attackerMode: IsolationMode, _ victimMode: IsolationMode, connections: Int = 8,
        terms: IdentityHouse.Terms = SweptPeople.terms,
        altering alter: @Sendable (inout EdgeParts) -> Void = { _ in },
        _ body: @escaping @Sendable (SweptSites) async throws -> Void
    ) async throws {
        let stripe = try await TestStripe.start()
        let fleet = try await TestFleet.make()
        do {
            let attacker = try await SweptPartner.make("halfway", as: "wvuk", attackerMode, in: fleet)
            let victim = try await SweptPartner.make("hinode", as: "zyxq", victimMode, in: fleet)
            let hub = try Hub(base: try await base(fleet, connections, stripe), identityTerms: terms)
            try await hub.follower.load()
            for partner in [attacker, victim] { try await SweptTill.connect(partner, hub, stripe) }
            let (ports, told) = AsyncStream<Int>.makeStream()
            let serving = Serving(hub: hub)
            var parts = try serving.parts()
            parts.checksAnswers = true
            alter(&parts)
            let answers = parts.answers
            let services = serving.services(parts) { told.yield($0) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await ServiceGroup(services: services, logger: TestFleet.logger).run() }
                for await port in ports {
                    try await body(
                        SweptSites(
                            fleet: fleet, hub: hub, port: port, attacker: attacker, victim: victim, stripe: stripe))
                    break
                }
                #expect(answers.departures.isEmpty)
                group.cancelAll()
            }
        } catch {
            await fleet.close()
            await stripe.stop()
            throw error
        }
        await fleet.close()
        await stripe.stop()
    }

    var routes: [Route] { get throws { try hub.map(draining: Draining()).all } }

    func wire(_ host: String) -> Wire { Wire(port: port, host: host) }

    /// A digest of every row of a partner, by table, whichever schema it lies in.
    func rows(of partner: SweptPartner, except tables: Set<String> = []) async throws -> [String: String] {
        let found = try await fleet.admin.single(
            """
            select n.nspname, c.relname,
                   exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'seen_at') as is_seen
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and not c.relispartition
               and n.nspname in ('platform', 'shared', \(partner.entry.schema))
               and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
            """)
        var digests: [String: String] = [:]
        for row in found {
            let (schema, table): (String, String) = (try row.get("nspname"), try row.get("relname"))
            if tables.contains(table) { continue }
            // A session that was seen a minute later is no other session.
            let whole: SQL = try row.get("is_seen") ? "(to_jsonb(t) - 'seen_at')::text" : "t::text"
            digests["\(schema).\(table)"] = try await fleet.admin.single(
                """
                select count(*) || ' ' || md5(coalesce(string_agg(\(fragment: whole), ' ' order by \(fragment: whole)), '')) as digest
                  from \(identifier: schema).\(identifier: table) t where tenant_id = \(partner.entry.id)
                """
            ).only().get("digest")
        }
        return digests
    }

    private static func base(_ fleet: TestFleet, _ connections: Int, _ stripe: TestStripe) async throws -> Base {
        try await TestOperator.settle(fleet)
        let environment = [
            "DATABASE_URL": fleet.adminConninfo, "MASTER_KEYS": TestFleet.masterKeyText, "HTTP_PORT": "0",
            "EXCHANGE_RATES_URL": "none",
            "HTTP_MANAGEMENT_PORT": "0", "ROOT_DIRECTORY": TestFleet.root.path, "PLATFORM_HOSTS": platformHost,
            "DATABASE_CONNECTIONS": "\(connections)",
            "REDIS_URL": try await TestRedis.shared.url(),
            "DATA_DIRECTORY": try TestDirectory.scratch(), "STRIPE_SANDBOX_URL": stripe.url,
        ]
        return try Base(
            settings: try Settings(try await SettingsReader(environment: environment)), logger: TestFleet.logger,
            files: files)
    }

    /// As shipped, and read once for all sweeps of a test process.
    private static let files = ReleaseFiles(root: TestFleet.root)
}
