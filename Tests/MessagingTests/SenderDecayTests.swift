import Foundation
import Jobs
import NameLookup
import Postgres
import Synchronization
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Messaging

@Suite("A proven sender")
struct SenderDecayTests {
    private static let day = 86_400.0

    /// A partner each of two domains, a desk under a clock that is moved by hand, and the worker that looks again.
    private struct Watch {
        let fixture: MailFixture
        let names: TestNameServer
        let desk: SenderDesk
        let recheck: RecheckSenders
        let time: Time

        /// Moved by hand, from now on.
        final class Time: Sendable {
            private let offset = Mutex(0.0)
            private let begin = Date(timeIntervalSince1970: WallClock.system.now().timeIntervalSince1970.rounded())
            var clock: WallClock { WallClock { [self] in now } }
            var now: Date { begin.addingTimeInterval(offset.withLock(\.self)) }
            func pass(_ seconds: Double) { offset.withLock { $0 += seconds } }
        }

        static func begin() async throws -> Watch {
            let fixture = try await MailFixture.make()
            let (names, time) = (try await TestNameServer.start(), Time())
            var limits = NameLookupLimits()
            limits.tryMilliseconds = 200
            limits.triesMax = 1
            let desk = SenderDesk(
                check: SenderCheck(
                    resolver: NameResolver(servers: [names.address], limits: limits), spfInclude: nil),
                audit: AuditTrail(identifiers: fixture.fleet.identifiers),
                outbox: Outbox(identifiers: fixture.fleet.identifiers), clock: time.clock)
            let recheck = RecheckSenders(
                desk: desk, jobs: JobQueue(keys: fixture.fleet.masterKeys, identifiers: fixture.fleet.identifiers),
                round: TenantRound(
                    tenants: fixture.fleet.tenants, directory: fixture.directory, logger: TestFleet.logger),
                clock: time.clock)
            return Watch(fixture: fixture, names: names, desk: desk, recheck: recheck, time: time)
        }

        func end() async {
            await names.stop()
            await fixture.close()
        }

        /// Where the key's record of the partner's domain stands.
        func choose(_ partner: TestPartner) async throws -> (name: String, record: String) {
            let scope = fixture.scope(partner)
            let address = try #require(MailAddress("hello@\(partner.word).example"))
            _ = try await desk.put(address, partner.word, nil, Self.author, in: scope)
            let key = try await fixture.fleet.dataKeys.key(of: partner.entry.id)
            let made = try #require(try await desk.makeKey(.ed25519, key, Self.author, in: scope)?.dkim)
            return ("\(made.selector)._domainkey.\(partner.word).example", SenderCheck.dkimRecord(made))
        }

        static let author = SenderDesk.Author(actor: "account:test")

        /// What the schedule and the worker do in `seconds`, turn by turn.
        func wait(_ seconds: Double, step: Double = 3_600) async throws {
            var left = seconds
            while left > 0 {
                time.pass(min(step, left))
                left -= step
                _ = try await recheck.handOut()
                var handlers = JobHandlers()
                recheck.register(in: &handlers)
                _ = try await Worker(
                    pool: fixture.fleet.worker, handlers: handlers, tenants: fixture.fleet.tenants,
                    directory: fixture.directory, keys: fixture.fleet.masterKeys, name: "senders",
                    queues: [RecheckSenders.queue], logger: TestFleet.logger
                ).turn()
            }
        }

        func sender(_ partner: TestPartner) async throws -> ChosenSender {
            try #require(try await fixture.book.chosen(in: fixture.scope(partner)))
        }

        func from(_ partner: TestPartner) async throws -> String {
            try await fixture.write(.accountDeleted, from: partner)
            try await fixture.work()
            return MailPart(try #require(fixture.server.mails.last).text).field("from") ?? ""
        }
    }

    @Test("is found out by itself, fails when its record goes, comes back with it, and is lost after a week")
    func decay() async throws {
        let watch = try await Watch.begin()
        let (one, two) = (watch.fixture.one, watch.fixture.two)
        let (record, other) = (try await watch.choose(one), try await watch.choose(two))
        watch.names.set(record.name, [.txt([record.record])])
        watch.names.set(other.name, [.txt([other.record])])
        // Nobody presses a button.
        try await watch.wait(120, step: 60)
        for partner in [one, two] { #expect(try await watch.sender(partner).isProven) }
        #expect(try await watch.from(one).contains("hello@\(one.word).example"))

        watch.names.set(record.name, [])
        try await watch.wait(1.2 * Self.day)
        let failing = try await watch.sender(one)
        #expect(failing.standing.text == "failing" && failing.failingSince != nil)
        #expect(failing.losesAt == failing.failingSince?.addingTimeInterval(DomainTerms.failingSecondsMax))
        #expect(try await watch.from(one).contains("no-reply@mail.localhost"))

        watch.names.set(record.name, [.txt([record.record])])
        try await watch.wait(2 * 3_600)
        #expect(try await watch.sender(one).isProven)
        #expect(try await watch.from(one).contains("hello@\(one.word).example"))

        watch.names.set(record.name, [])
        try await watch.wait(9 * Self.day, step: 12 * 3_600)
        let lost = try await watch.sender(one)
        #expect(lost.standing.isLost && lost.nextCheckAt == nil)
        #expect(try await watch.sender(two).isProven)
        #expect(try await watch.from(two).contains("hello@\(two.word).example"))

        // What is lost comes back by somebody's asking alone.
        watch.names.set(record.name, [.txt([record.record])])
        try await watch.wait(2 * Self.day, step: 12 * 3_600)
        #expect(try await watch.sender(one).standing.isLost)
        #expect(try await watch.from(one).contains("no-reply@mail.localhost"))
        let asked = try await watch.desk.check(Watch.author, in: watch.fixture.scope(one))
        #expect(asked?.isProven == true)
        let trail = try await watch.fixture.fleet.admin.single(
            """
            select action from shared.audit_entries
             where tenant_id = \(one.entry.id) and actor = 'system' order by recorded_at, entry_id
            """
        ).map { try $0.get("action", as: String.self) }
        #expect(
            trail == [
                "mail.sender_verified", "mail.sender_failing", "mail.sender_verified", "mail.sender_failing",
                "mail.sender_lost",
            ])
        await watch.end()
    }

    @Test("stays proven while name servers are silent, however long")
    func silence() async throws {
        let watch = try await Watch.begin()
        let record = try await watch.choose(watch.fixture.one)
        watch.names.set(record.name, [.txt([record.record])])
        try await watch.wait(120, step: 60)
        for name in [record.name, "\(watch.fixture.one.word).example", "_dmarc.\(watch.fixture.one.word).example"] {
            watch.names.fail(name, .silence)
        }
        try await watch.wait(10 * Self.day, step: 2 * Self.day)
        #expect(try await watch.sender(watch.fixture.one).isProven)
        await watch.end()
    }
}
