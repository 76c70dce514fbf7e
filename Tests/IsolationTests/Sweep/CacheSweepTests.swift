import Foundation
import HTTPTypes
import Redis
import Tenancy
import TestSupport
import Testing
import Web

@testable import TravelHub

@Suite("Everything that two sites leave in Redis")
struct CacheSweepTests {
    @Test("Lies under the number of the site that it tells of, and every read that may be kept is kept of both")
    func apart() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let sweep = try await RouteSweepTests.sweep(sites)
            // Each site's own reading, so that both have whatever is kept.
            for (holdings, partner) in [(sweep.mine, sites.attacker), (sweep.theirs, sites.victim)] {
                try await Self.read(sweep.plans, holdings, sites.wire(partner.host))
            }
            let shelf = try await RedisShelf.read(try #require(sites.hub.redis))
            let (mine, theirs) = (shelf.of(sites.attacker), shelf.of(sites.victim))
            let declared = try Self.declaredNames()
            #expect(!declared.isEmpty)
            for (name, entries) in [("the one", mine), ("the other", theirs)] {
                #expect(entries.cacheNames == declared, "\(name) keeps \(entries.cacheNames)")
            }
            for fault in mine.tells(of: sites.victim, sweep.theirs) { Issue.record("under the one: \(fault)") }
            for fault in theirs.tells(of: sites.attacker, sweep.mine) { Issue.record("under the other: \(fault)") }
            // What lies under nobody's number is of nobody: the words are too short for that, the rest is unique.
            let nobodys = shelf.outside([sites.attacker, sites.victim])
            for fault in nobodys.holds(sweep.mine.all + sweep.theirs.all) { Issue.record("under nobody: \(fault)") }
            for (name, value) in theirs.cached {
                #expect(value.contains(sites.victim.word), "whose \(name) is cannot be seen: \(value.prefix(200))")
                // The same read of the same thing.
                let same = mine.cached.first { Self.without($0.name) == Self.without(name) }
                #expect(same?.value != value, "\(name) is one for both")
            }
        }
    }

    private static func read(_ plans: [SweepPlan], _ holdings: Holdings, _ wire: Wire) async throws {
        for plan in plans where plan.route.method == .get && plan.route.traits.host == .tenant {
            for blanks in plan.requests {
                let request = SweptRequest(plan.route, blanks) { _ in holdings }
                _ = try await wire.send(request.method, request.target, request.headers)
            }
        }
    }

    /// As the sources declare what may be kept: a read that no route of the sweep makes fails it.
    private static func declaredNames() throws -> Set<String> {
        let sources = TestFleet.root.appendingPathComponent("Sources")
        var names: Set<String> = []
        for case let file as URL in FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
            ?? .init()
        {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /CachedRead(?:<[^\n]*>)?(?:\.json|\.bytes)?\(\s*"([^"]+)"/) {
                names.insert(String(match.1))
            }
        }
        return names
    }

    /// Generation and revision of the site are part of an entry's name.
    private static func without(_ name: String) -> String { name.replacing(/:\d+\.\d+:/, with: ":") }
}

/// What lies in Redis: names, and the words of what is a text.
struct RedisShelf: Sendable {
    let entries: [(name: String, value: String)]

    static func read(_ redis: RedisClient) async throws -> RedisShelf {
        var entries: [(String, String)] = []
        var cursor = "0"
        repeat {
            let reply = try await redis.send(RedisCommand("SCAN", cursor, "COUNT", "500")).array ?? []
            cursor = reply.first?.text ?? "0"
            for name in (reply.last?.array ?? []).compactMap(\.text) {
                let isText = try await redis.send(RedisCommand("TYPE", name)).text == "string"
                let value = isText ? try await redis.send(RedisCommand("GET", name)) : .null
                guard case .bytes(let bytes) = value else {
                    entries.append((name, ""))
                    continue
                }
                entries.append((name, String(decoding: bytes, as: UTF8.self)))
            }
        } while cursor != "0"
        return RedisShelf(entries: entries)
    }

    func of(_ partner: SweptPartner) -> RedisShelf {
        RedisShelf(entries: entries.filter { $0.name.contains("\(partner.entry.id)") })
    }

    func outside(_ partners: [SweptPartner]) -> RedisShelf {
        RedisShelf(entries: entries.filter { entry in !partners.contains { entry.name.contains("\($0.entry.id)") } })
    }

    /// Entries of the cache, by their name behind the site's.
    var cached: [(name: String, value: String)] {
        entries.compactMap { entry in
            guard let place = entry.name.firstRange(of: "}:cache:"), !entry.name.hasSuffix(":lock") else { return nil }
            return (String(entry.name[place.upperBound...]), entry.value)
        }
    }

    var cacheNames: Set<String> { Set(cached.map { String($0.name.prefix { $0 != ":" }) }) }

    func tells(of partner: SweptPartner, _ held: Holdings) -> [String] {
        holds(held.all + [partner.word, "\(partner.entry.id)"])
    }

    func holds(_ secrets: [String]) -> [String] {
        entries.flatMap { name, value in
            let text = "\(name)\n\(value)".lowercased()
            return secrets.filter { !$0.isEmpty && text.contains($0.lowercased()) }.map { "\(name) tells \($0)" }
        }
    }
}
