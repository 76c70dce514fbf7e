import Foundation
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Backups
@testable import TravelHub

/// One after the other: each looks for databases that it left on the cluster they share.
@Suite("Backups, drilled", .serialized)
enum BackupDrills {}

/// Real partners with hotels and bookings, and a place for backups of them.
struct Drill: Sendable {
    let fleet: TestFleet
    let base: Base
    let server: DatabaseServer
    /// Removed at the end.
    let folder: URL

    /// Two in the shared schema, one in its own, as their folders say.
    static let pooled = ["hinode", "severny"]
    static let schema = "aurelia"
    static var slugs: [String] { pooled + [schema] }

    /// Rows that are made anew from the configured keys, and so are not the backup's.
    static let withoutRows = "tenancy.token_keys"

    static func with(
        provisioning slugs: [String] = slugs, _ body: @escaping @Sendable (Drill) async throws -> Void
    ) async throws {
        let fleet = try await TestFleet.make()
        let base = try await RunningHub.base(fleet)
        let drill = Drill(
            fleet: fleet, base: base, server: try base.databaseServer(),
            folder: FileManager.default.temporaryDirectory.appendingPathComponent("backups-\(UUID().text)"))
        try FileManager.default.createDirectory(at: drill.folder, withIntermediateDirectories: true)
        do {
            try await drill.provision(slugs)
            try await body(drill)
        } catch {
            await drill.end()
            throw error
        }
        await drill.end()
    }

    private func end() async {
        await fleet.close()
        try? FileManager.default.removeItem(at: folder)
    }

    private func provision(_ slugs: [String]) async throws {
        let desk = try TenantDesk(base: base)
        let sources = try TenantSources(base: base)
        for slug in slugs { _ = try await desk.apply(try sources.read(slug), actor: "operator:test") }
        await desk.close()
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func backUp(_ name: String = "whole") async throws -> BackupManifest {
        try await TakeBackup(server: server, clock: base.clock).run(to: path(name))
    }

    func restore(_ name: String = "whole", drop: Bool = false) async throws -> RestoreBackup.Report {
        try await RestoreBackup(server: server).run(from: path(name), drop: drop, mark: base.identifiers.next())
    }

    func recover(_ slug: String, from name: String = "whole") async throws -> RecoverTenant.Report {
        try await RecoverTenant(server: server, identifiers: base.identifiers)
            .run(slug: slug, from: path(name), actor: "operator:test")
    }

    struct Booked: Sendable {
        let path: String
        /// What the answer gave to see it again with.
        let proof: [String: String]
        let state: String
    }

    /// A search, a hold and, for the second of two travellers, a confirmation.
    func book(on host: String, _ hub: RunningHub) async throws -> [Booked] {
        let today = CalendarDate(daysSinceEpoch: Int(base.clock.now().timeIntervalSince1970) / 86_400)
        let stay = "check_in=\(try today.adding(days: 30))&check_out=\(try today.adding(days: 32))"
        var bookings: [Booked] = []
        for name in ["Ada", "Grace"] {
            let found = try await hub.get("/api/hotels/search?destination=PAR&\(stay)&guests=2", host: host)
            let offer = try #require((try found.json["data"] as? [[String: Any]])?.first?["offer_id"], "\(found)")
            let held = try await hub.post(
                "/api/bookings", host: host,
                [
                    "offer_id": offer, "travellers": [["given_name": name, "family_name": "Lovelace"]],
                    "contact": ["email": "\(name)@example.com", "phone": "+49 30 901820"],
                ])
            let id = try #require(try held.json["id"] as? String, "\(held)")
            let proof = ["X-Booking-Access": try #require(held.headers.first(name: "X-Booking-Access"), "\(held)")]
            if name == "Grace" {
                let confirmed = try await hub.post("/api/bookings/\(id)/confirm", host: host, [:], proof)
                #expect(confirmed.status == 200, "\(confirmed)")
            }
            bookings.append(
                Booked(path: "/api/bookings/\(id)", proof: proof, state: name == "Grace" ? "confirmed" : "held"))
        }
        return bookings
    }

    func host(_ slug: String) -> String { "\(slug).localhost" }

    /// Of every table, as the manifest has them.
    func digests() async throws -> [TableDigest] {
        try await reading { reader in
            try await reader.digests(reader.tables().filter { $0.description != Self.withoutRows })
        }
    }

    /// Of one partner's rows in every table that has any, but for what serving processes count all the while.
    func digests(of slug: String) async throws -> [TableDigest] {
        let place = try await place(slug)
        return try await reading { reader in
            let tables = try await RecoveredTable.plan(schema: place.schema, reader.connection).map(\.name)
                .filter { !"\($0)".hasSuffix("api_usage") }
            return try await reader.digests(tables, of: place.tenant)
        }
    }

    func place(_ slug: String) async throws -> TenantPlace {
        try #require(try await server.connected { try await TenantPlace.find(slug, $0) })
    }

    func reading<Result: Sendable>(_ body: (DigestReader) async throws -> Result) async throws -> Result {
        try await server.connected { connection in
            try await connection.script("begin isolation level repeatable read read only; \(DigestReader.settings)")
            return try await body(DigestReader(connection: connection))
        }
    }

    func run(_ statement: SQL) async throws -> Rows { try await fleet.admin.single(statement) }

    /// Databases that a restore left behind: none, ever.
    func leftovers() async throws -> Int {
        try await run(
            """
            select count(*) as count from pg_database
             where datname ~ '^travelhub_(restoring|replaced)_' and pg_get_userbyid(datdba) = 'travelhub_owner'
            """
        ).only().get("count")
    }
}

extension [TableDigest] {
    /// Only tables that have rows: which of them there are tells that the digests are not of nothing.
    var filled: [TableDigest] { filter { $0.rows > 0 } }

    /// Those that do not stand in `other`, by name.
    func differing(from other: [TableDigest]) -> [String] { Set(self).symmetricDifference(other).map(\.table).sorted() }
}

extension Drill {
    /// As after the worst of mistakes: every schema of ours is gone.
    func dropEverything() async throws {
        let schemas = try await run(
            "select nspname::text as name from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')"
        ).map { try $0.get("name", as: String.self) }
        try await fleet.admin.lease { connection in
            for schema in schemas { try await connection.script("drop schema \(schema) cascade") }
        }
        #expect(try await digests().isEmpty)
    }
}
