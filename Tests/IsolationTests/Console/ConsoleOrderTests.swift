import Foundation
import Localization
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("The orders of a partner's lists")
struct ConsoleOrderTests {
    /// More than two pages; names, last uses and ends of which several are alike and some are none.
    private static let count = 115

    private struct Key {
        let prefix: String
        let name: String
        let used: Int?
        let ends: Int?
    }

    private static let keys = (0..<count).map { number in
        Key(
            prefix: "sk_live_" + String(0x100000 + number, radix: 16),
            name: ["Ärzte", "arm", "Zebra", "apfel", "ÖBB", "zoo", "日本"][number % 7],
            used: number % 5 == 0 ? nil : number % 4, ends: number % 3 == 0 ? nil : 1 + number % 6)
    }

    private static func seed(_ keys: [Key], _ sites: SweptSites, _ partner: SweptPartner) async throws {
        // Those of one millisecond are made in any order.
        let ids = keys.map { _ in sites.fleet.identifiers.next() }.sorted { $0.text < $1.text }
        _ = try await sites.fleet.tenants.scope(partner.entry).run(
            zip(ids, keys).map { id, key in
                """
                insert into api_keys (tenant_id, key_id, name, prefix, key_hash, rights, created_by, used_at, expires_at)
                values (\(partner.entry.id), \(id), \(key.name), \(key.prefix),
                        \((0..<32).map { _ in UInt8.random(in: 0...255) }), \(["site:read"]), 'system',
                        timestamptz '2026-01-01 00:00:00.123456Z' + \(key.used) * interval '1 hour',
                        timestamptz '2036-01-01 00:00Z' + \(key.ends) * interval '1 day')
                """
            })
    }

    /// In the order of `value`, then of their making.
    private static func prefixes(by value: (Key) -> Int) -> [String] {
        keys.enumerated().sorted { (value($0.element), $0.offset) < (value($1.element), $1.offset) }.map(
            \.element.prefix)
    }

    private static let orders: [(sort: String, expected: [String])] = [
        ("made", keys.map(\.prefix)),
        // As anybody looks for a name: marks and case aside, another script behind.
        ("name", prefixes { ["apfel", "arm", "Ärzte", "ÖBB", "Zebra", "zoo", "日本"].firstIndex(of: $0.name) ?? 9 }),
        ("used", prefixes { $0.used ?? -1 }), ("ends", prefixes { $0.ends ?? 99 }),
    ]

    @Test("Keys stand once in each order of the console, its file and the API, whatever is alike or missing in them")
    func keys() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let email = SweptPeople(word: sites.victim.word).email
            let owner = try await ConsoleSeat.signIn(email, on: sites.wire(sites.victim.host))
            try await Self.seed(Self.keys, sites, sites.victim)
            let signedIn = try await owner.wire.json(
                "/api/auth/login", [], "{\"email\":\"\(email)\",\"password\":\"\(SweptPeople.password)\"}")
            let bearer = [("authorization", "Bearer \(try signedIn.expect("access_token"))")]
            for (sort, up) in Self.orders {
                for (order, expected) in [("up", up), ("down", up.reversed())] {
                    let look = "sort=\(sort)&order=\(order)"
                    #expect(try await owner.rows("/admin/keys?\(look)").compactMap(Self.prefix) == expected, "\(look)")
                    let file = try await owner.records("/admin/keys?\(look)&format=csv")
                    #expect(file.compactMap(Self.prefix) == expected, "the file of \(look)")
                    var (told, cursor): ([String], String?) = ([], "")
                    while let place = cursor {
                        let body = try await owner.wire.get("/api/admin/api-keys?limit=30&\(look)\(place)", bearer).body
                        told += body.matches(of: /"prefix":"([^"]+)"/).map { String($0.output.1) }
                        cursor = body.firstMatch(of: /"next_cursor":"([^"]+)"/).map { "&cursor=\($0.output.1)" }
                    }
                    #expect(told == expected, "the API's \(look)")
                }
            }
            let page = try await owner.wire.get("/api/admin/api-keys?sort=name&limit=1", bearer)
            let cursor = try page.expect("next_cursor")
            for wrong in ["sort=used&cursor=\(cursor)", "cursor=\(cursor)", "cursor=name-tAAA~-x", "sort=secret"] {
                let refused = try await owner.wire.get("/api/admin/api-keys?\(wrong)", bearer)
                #expect(refused.status == 422, "\(wrong): \(refused.status)")
            }
        }
    }

    private static func prefix(_ row: String) -> String? {
        row.firstMatch(of: /sk_live_[0-9a-f]{6}/).map { String($0.output) }
    }

    @Test("What an address asks for and a list has not is said beside what is shown instead; a file is refused")
    func unknown() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let wire = sites.wire(sites.victim.host)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            try await Self.seed(Self.keys, sites, sites.victim)
            let t = sites.hub.catalogues.translator(.english)
            let (order, place) = (t("console.list.unknown_order"), t("console.list.unknown_place"))
            let first = try await owner.get("/admin/keys").body
            #expect(!first.contains(order) && !first.contains(place))
            let firstRows = try await owner.firstPage("/admin/keys")
            let byName = try #require(
                try await owner.get("/admin/keys?sort=name").body.firstMatch(of: /after=([^"&]+)/)?.output.1)
            for (look, told) in [
                ("sort=secret", [order]), ("sort=secret&after=zzz", [order, place]), ("after=zzz", [place]),
                ("after=\(byName)", [place]), ("sort=used&after=\(byName)", [place]), ("sort=action", [order]),
                ("after=used-m99999999999999999999-\(UUID().text)", [place]), ("after=name-tAA-x", [place]),
                ("after=name-tAA~~-\(UUID().text)&sort=name", [place]),
            ] {
                let page = try await owner.get("/admin/keys?\(look)")
                #expect(page.status == 200, "\(look)")
                #expect([order, place].filter(page.body.contains) == told, "\(look)")
                #expect(!page.body.contains("secret") && !page.body.contains("zzz"), "\(look) is carried on")
                if !look.contains("sort=used"), !look.contains("sort=name") {
                    #expect(try await owner.firstPage("/admin/keys?\(look)") == firstRows, "\(look)")
                }
            }
            for (path, told) in [
                ("/admin/bookings?sort=total", order), ("/admin/bookings?after=2026-13-01.x", place),
                ("/admin/brand?after=seven", place), ("/admin/brand?sort=by", order),
                ("/admin/audit?after=1.2", place), ("/admin/audit?sort=actor", order), ("/admin/staff?sort=x", order),
                ("/admin/staff/invitations?sort=x", order), ("/admin/domains?sort=x", order),
                ("/admin/texts?sort=x", order), ("/admin/legal?sort=x", order), ("/admin/mail/letters?sort=x", order),
                ("/admin/ledger?sort=x", order), ("/admin/ledger/accounts?sort=balance", order),
                ("/admin/ledger/accounts?after=x", place), ("/admin/statistics?sort=x", order),
            ] {
                let page = try await owner.get(path)
                #expect(page.status == 200 && page.body.contains(told), "\(path)")
            }
            for path in [
                "keys", "bookings", "brand", "audit", "staff", "staff/invitations", "domains", "texts", "legal",
                "mail/letters", "ledger", "ledger/accounts", "statistics",
            ] {
                let file = try await owner.get("/admin/\(path)?sort=nothing&format=csv")
                #expect(file.status == 422, "\(path): \(file.status)")
            }
            let none = try await owner.get("/admin/keys?state=nothing").body
            #expect(none.contains(t("console.list.unmatched")))
        }
    }
}

extension ConsoleSeat {
    fileprivate func firstPage(_ path: String) async throws -> [String] {
        try await get(path).body.matches(of: /sk_live_[0-9a-f]{6}/).map { String($0.output) }
    }
}
