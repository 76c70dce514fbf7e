import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("Partners' own hosts")
struct DomainDeskTests {
    @Test(
        "A claim serves nothing until its record is there; then it does, and stays the partner's",
        arguments: IsolationMode.allCases)
    func provesByRecord(mode: IsolationMode) async throws {
        let world = try await DomainWorld.make(mode)
        let claim = try await world.claim("www.Reisen.example", world.one)
        #expect(claim.ownership == .pending && claim.host.ascii == "www.reisen.example")
        let early = try await world.check(claim)
        #expect(early.ownership == .pending && early.token == claim.token)
        #expect(early.findings.first { $0.kind == .dns }?.reason == .noSuchName)
        #expect(try await world.owner(of: "www.reisen.example") == nil)
        world.publish(claim)
        let proved = try await world.check(claim)
        #expect(proved.ownership == .verified && proved.method == .dns && proved.verifiedAt == world.clock.now)
        #expect(try await world.owner(of: "www.reisen.example") == world.one.id)
        #expect(try await world.trail(of: world.one) == ["domain.claim account:1", "domain.verified system"])
        #expect(try await world.trail(of: world.two).isEmpty)
        #expect(try await world.faults().isEmpty)
        await world.close()
    }

    @Test("A file of the host proves it, too; redirects, other words and errors do not")
    func provesByFile() async throws {
        let world = try await DomainWorld.make()
        let claim = try await world.claim("shop.example.com", world.one)
        let path = "/.well-known/travelhub-challenge/\(claim.token)"
        world.names.set("shop.example.com", [.a(127, 0, 0, 1)])
        let wrong: [(TestWebServer.Reply, DomainFinding.Reason)] = [
            (.text(200, "something else"), .otherValue), (.redirect("/elsewhere"), .redirected),
            (.text(404, claim.token), .status), (.text(503, claim.token), .status), (.endless, .otherValue),
        ]
        for (reply, reason) in wrong {
            world.web.set(path, reply)
            let checked = try await world.check(claim)
            #expect(checked.ownership == .pending)
            #expect(checked.findings.first { $0.kind == .http }?.reason == reason, "\(reply)")
        }
        world.web.set(path, .text(200, "\(claim.token)\n"))
        let proved = try await world.check(claim)
        #expect(proved.ownership == .verified && proved.method == .http)
        // Its proof is the file from now on: that the DNS has no record is no failure.
        #expect(try await world.check(claim).ownership == .verified)
        world.web.set(path, nil)
        #expect(try await world.check(claim).ownership == .failing(since: world.clock.now))
        await world.close()
    }

    @Test("A host that leads into our network is not fetched, and the finding says where it led")
    func ssrf() async throws {
        let world = try await DomainWorld.make()
        let claim = try await world.claim("inner.example.com", world.one)
        world.names.set("inner.example.com", [.a(169, 254, 169, 254)])
        let finding = try await world.check(claim).findings.first { $0.kind == .http }
        #expect(finding?.reason == .addressRefused && finding?.found == ["169.254.169.254 (link-local)"])
        #expect(world.web.requests.isEmpty)
        await world.close()
    }

    @Test("The proof gone, the host is served until its time is over, counted from the first failure, then lost")
    func decays() async throws {
        let world = try await DomainWorld.make()
        let claim = try await world.verified("www.example.com", world.one)
        _ = try await world.desk.makePrimary(claim.id, of: world.one.id, by: DomainWorld.caller)
        world.unpublish("www.example.com")
        let failed = world.clock.now
        #expect(try await world.check(claim).ownership == .failing(since: failed))
        world.clock.advance(bySeconds: DomainTerms.failingSecondsMax - 1)
        #expect(try await world.check(claim).ownership == .failing(since: failed))
        #expect(try await world.owner(of: "www.example.com") == world.one.id)
        #expect(try await world.primary(of: world.one) == ["www.example.com"])
        world.clock.advance(bySeconds: 1)
        let lost = try await world.check(claim)
        #expect(lost.ownership.isLost && lost.nextCheckAt == nil && !lost.isPrimary)
        #expect(try await world.owner(of: "www.example.com") == nil)
        #expect(try await world.primary(of: world.one) == ["one.localhost"])
        // Putting the old record back does not bring it back: it is claimed again, and proved by another token.
        world.publish(claim)
        #expect(try await world.check(claim).ownership.isLost)
        let again = try await world.claim("www.example.com", world.one)
        #expect(again.token != claim.token)
        #expect(try await world.check(again).ownership == .pending)
        world.publish(again)
        #expect(try await world.check(again).ownership == .verified)
        #expect(try await world.faults().isEmpty)
        await world.close()
    }

    @Test("A DNS that fails, times out or refuses is no proof of absence, and recovery forgets the failure")
    func faultyDNS() async throws {
        let world = try await DomainWorld.make()
        let claim = try await world.verified("www.example.com", world.one)
        let name = "_travelhub-challenge.www.example.com"
        for fault in [TestNameServer.Fault.serverFailure, .silence, .refusal, .garbage] {
            world.names.fail(name, fault)
            world.clock.advance(bySeconds: DomainTerms.failingSecondsMax * 2)
            let checked = try await world.check(claim)
            #expect(checked.ownership == .verified, "\(fault)")
            #expect(checked.findings.first { $0.kind == .dns }?.verdict == .undecided, "\(fault)")
        }
        world.names.fail(name, nil)
        world.unpublish("www.example.com")
        #expect(try await world.check(claim).ownership == .failing(since: world.clock.now))
        world.names.fail(name, .serverFailure)
        world.clock.advance(bySeconds: DomainTerms.failingSecondsMax * 2)
        #expect(try await !world.check(claim).ownership.isLost)
        world.names.fail(name, nil)
        world.publish(claim)
        #expect(try await world.check(claim).ownership == .verified)
        world.unpublish("www.example.com")
        #expect(try await world.check(claim).ownership == .failing(since: world.clock.now))
        await world.close()
    }

    @Test("A stranger's claim takes nothing from an owner, even proved; once the owner lost the host it can be theirs")
    func strangers() async throws {
        let world = try await DomainWorld.make()
        let owned = try await world.verified("www.example.com", world.one)
        let strange = try await world.claim("www.example.com", world.two)
        #expect(strange.token != owned.token)
        #expect(try await world.check(strange).ownership == .pending)
        world.publish(owned, strange)
        let proved = try await world.check(strange)
        #expect(proved.ownership == .pending)
        #expect(proved.findings.first { $0.kind == .dns }?.reason == .ownedElsewhere)
        #expect(try await world.check(owned).ownership == .verified)
        // The owner's own proof goes; the stranger's stands. The owner keeps the host for its time.
        world.publish(strange)
        #expect(try await world.check(owned).ownership == .failing(since: world.clock.now))
        #expect(try await world.check(strange).ownership == .pending)
        #expect(try await world.owner(of: "www.example.com") == world.one.id)
        world.clock.advance(bySeconds: DomainTerms.failingSecondsMax)
        #expect(try await world.check(owned).ownership.isLost)
        #expect(try await world.check(strange).ownership == .verified)
        #expect(try await world.owner(of: "www.example.com") == world.two.id)
        #expect(try await world.faults().isEmpty)
        await world.close()
    }

    @Test(
        "What stands in another's folder is not had by proof, and what one has by proof is not put into another's folder"
    )
    func folders() async throws {
        let world = try await DomainWorld.make()
        try await world.fleet.putHost("given.example.com", of: world.two, isPrimary: false)
        let claim = try await world.claim("given.example.com", world.one)
        world.publish(claim)
        #expect(try await world.check(claim).ownership == .pending)
        #expect(try await world.owner(of: "given.example.com") == world.two.id)
        await #expect(throws: DomainError.declared("given.example.com")) {
            try await world.claim("given.example.com", world.two)
        }
        await world.close()
    }

    @Test("Limits, repetitions and strangers' identifiers are refused, each by its name")
    func refusals() async throws {
        let world = try await DomainWorld.make()
        let claim = try await world.claim("www.example.com", world.one)
        await #expect(throws: DomainError.claimed("www.example.com")) {
            try await world.claim("WWW.example.com", world.one)
        }
        let desk = world.desk
        for id in [claim.id, UUID()] {
            await #expect(throws: DomainError.unknown) { try await desk.claim(id, of: world.two.id) }
            await #expect(throws: DomainError.unknown) {
                try await desk.checkNow(id, of: world.two.id, by: DomainWorld.caller)
            }
            await #expect(throws: DomainError.unknown) {
                try await desk.makePrimary(id, of: world.two.id, by: DomainWorld.caller)
            }
            await #expect(throws: DomainError.unknown) {
                try await desk.endPrimary(id, of: world.two.id, by: DomainWorld.caller)
            }
            await #expect(throws: DomainError.unknown) {
                try await desk.remove(id, of: world.two.id, by: DomainWorld.caller)
            }
        }
        await #expect(throws: DomainError.notOwned("www.example.com")) {
            try await desk.makePrimary(claim.id, of: world.one.id, by: DomainWorld.caller)
        }
        await #expect(throws: DomainError.notPrimary("www.example.com")) {
            try await desk.endPrimary(claim.id, of: world.one.id, by: DomainWorld.caller)
        }
        for number in 1..<DomainTerms.claimsMax { _ = try await world.claim("h\(number).example.com", world.one) }
        await #expect(throws: DomainError.tooMany) { try await world.claim("one-more.example.com", world.one) }
        #expect(try await world.claim("one-more.example.com", world.two).ownership == .pending)
        await world.close()
    }

    @Test("A check that somebody asks for is not made twice at once")
    func asked() async throws {
        let world = try await DomainWorld.make()
        let claim = try await world.claim("www.example.com", world.one)
        let desk = world.desk
        _ = try await desk.checkNow(claim.id, of: world.one.id, by: DomainWorld.caller)
        await #expect(throws: DomainError.checkedJustNow) {
            try await desk.checkNow(claim.id, of: world.one.id, by: DomainWorld.caller)
        }
        world.clock.advance(bySeconds: DomainTerms.askedAgainSeconds)
        _ = try await desk.checkNow(claim.id, of: world.one.id, by: DomainWorld.caller)
        await world.close()
    }

    @Test("Another's host in other letters is refused; the same letters apart are not")
    func lookAlikes() async throws {
        let world = try await DomainWorld.make()
        // Cyrillic throughout, so that no label mixes scripts: it reads "сосо".
        _ = try await world.verified("coco.example.com", world.one)
        await #expect(throws: DomainError.lookAlike("сосо.example.com")) {
            try await world.claim("сосо.example.com", world.two)
        }
        #expect(try await world.claim("сосо.example.com", world.one).ownership == .pending)
        #expect(try await world.claim("c0co.example.com", world.two).ownership == .pending)
        await world.close()
    }

    @Test("Two claims of hosts that look alike, made before either was proved: the first proof wins")
    func lookAlikesLater() async throws {
        let world = try await DomainWorld.make()
        let latin = try await world.claim("coco.example.com", world.one)
        let cyrillic = try await world.claim("сосо.example.com", world.two)
        world.publish(latin, cyrillic)
        #expect(try await world.check(latin).ownership == .verified)
        let second = try await world.check(cyrillic)
        #expect(second.ownership == .pending)
        #expect(second.findings.first { $0.kind == .dns }?.reason == .looksLikeAnother)
        await world.close()
    }

    @Test("Where a host leads is told apart from whose it is, and visitors are not led to one that leads elsewhere")
    func routing() async throws {
        let world = try await DomainWorld.make()
        let claim = try await world.verified("www.example.com", world.one)
        #expect(claim.routing == .here)
        world.names.remove("www.example.com")
        #expect(try await world.check(claim).routing == .elsewhere)
        world.names.set("www.example.com", [.a(127, 0, 0, 7), .a(127, 0, 0, 9)])
        #expect(try await world.check(claim).routing == .elsewhere)
        await #expect(throws: DomainError.notRouted("www.example.com")) {
            try await world.desk.makePrimary(claim.id, of: world.one.id, by: DomainWorld.caller)
        }
        world.names.set("www.example.com", [.cname(DomainWorld.target)])
        let routed = try await world.check(claim)
        #expect(routed.routing == .here && routed.certificate == .unknown)
        // The test's web server speaks no TLS: that is what a browser would see.
        world.names.set("www.example.com", [.a(127, 0, 0, 7)])
        world.names.fail("www.example.com", .serverFailure)
        #expect(try await world.check(claim).routing == .unknown)
        await world.close()
    }

    @Test("What to copy fits the host: CNAME below an apex, addresses at it")
    func records() async throws {
        let world = try await DomainWorld.make()
        func records(_ host: String) async throws -> DomainRecords {
            DomainRecords(of: try await world.claim(host, world.one), targets: world.desk.targets)
        }
        let below = try await records("www.example.com")
        #expect(below.records.map(\.type) == ["TXT", "CNAME"] && below.records[1].value == DomainWorld.target)
        #expect(below.records[0].name == "_travelhub-challenge.www.example.com")
        #expect(below.counterpart?.ascii == "example.com" && !below.isApex)
        let apex = try await records("example.com")
        #expect(apex.records.map(\.type) == ["TXT", "A"] && apex.records[1].value == "127.0.0.7")
        #expect(apex.counterpart?.ascii == "www.example.com" && apex.isApex)
        await world.close()
    }
}
