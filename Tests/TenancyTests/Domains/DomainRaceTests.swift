import Foundation
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("One host, several who want it")
struct DomainRaceTests {
    @Test("Two partners prove the same host at the same moment: one owns it, the other waits", arguments: 1...6)
    func parallel(round: Int) async throws {
        let world = try await DomainWorld.make(round % 2 == 0 ? .pooled : .schema)
        let host = "race-\(round).example.com"
        let claims = [try await world.claim(host, world.one), try await world.claim(host, world.two)]
        world.publish(claims[0], claims[1])
        let states = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<8 {
                group.addTask { try await world.check(claims[index % 2]).ownership.text }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(Set(states) == ["pending", "verified"])
        let now = [
            try await world.desk.claim(claims[0].id, of: world.one.id),
            try await world.desk.claim(claims[1].id, of: world.two.id),
        ]
        #expect(now.filter { $0.ownership == .verified }.count == 1)
        #expect(try await world.owner(of: host) == now.first { $0.ownership == .verified }?.tenant)
        #expect(try await world.faults().isEmpty)
        await world.close()
    }

    @Test("Many claims of one partner at once keep its limit")
    func limit() async throws {
        let world = try await DomainWorld.make()
        let made = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<(DomainTerms.claimsMax + 10) {
                group.addTask { (try? await world.claim("h\(number).example.com", world.one)) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == DomainTerms.claimsMax)
        await world.close()
    }

    /// Two partners, three hosts, whatever they do and the DNS says: `DomainWorld.faults` stays empty.
    @Test("Never two owners, whatever happens in whatever order", arguments: 1...Self.seeds)
    func anyCourse(seed: UInt64) async throws {
        let world = try await DomainWorld.make(seed % 2 == 0 ? .pooled : .schema)
        var generator = SeededGenerator(seed: seed)
        let hosts = ["a.example.com", "b.example.com", "c.example.com"]
        var claims: [String: DomainClaim] = [:]
        for step in 0..<Self.steps {
            let entry = Bool.random(using: &generator) ? world.one : world.two
            let host = hosts.randomElement(using: &generator) ?? hosts[0]
            let key = "\(entry.number) \(host)"
            let what = Int.random(in: 0..<12, using: &generator)
            switch (what, claims[key]) {
            case (0...1, _): if let claim = try? await world.claim(host, entry) { claims[key] = claim }
            case (2, _): world.publish(contentsOf: claims.values.filter { $0.host.ascii == host })
            case (3, .some(let claim)): world.publish(claim)
            case (4, _): world.unpublish(host)
            case (5, _): world.names.fail("_travelhub-challenge.\(host)", .serverFailure)
            case (6, _): world.names.fail("_travelhub-challenge.\(host)", nil)
            case (7, .some(let claim)):
                _ = try? await world.desk.makePrimary(claim.id, of: entry.id, by: DomainWorld.caller)
            case (8, .some(let claim)) where step % 3 == 0:
                try? await world.desk.remove(claim.id, of: entry.id, by: DomainWorld.caller)
            case (9, _): world.clock.advance(bySeconds: Double.random(in: 0...5, using: &generator) * 86_400)
            case (_, .some(let claim)): _ = try? await world.check(claim)
            default: continue
            }
            let faults = try await world.faults()
            try #require(faults.isEmpty, "seed \(seed), step \(step): \(faults)")
        }
        await world.close()
    }

    private static let isLong = ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == "1"
    private static let seeds: UInt64 = isLong ? 40 : 4
    private static let steps = isLong ? 400 : 80
}

extension DomainWorld {
    fileprivate func publish(contentsOf claims: [DomainClaim]) {
        guard let host = claims.first?.host.ascii else { return }
        names.set("_travelhub-challenge.\(host)", claims.map { .txt([$0.token]) })
    }
}
