import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("What an audit trail keeps, and what it lets go")
struct AuditKeepingTests {
    @Test("personal fields are erased, of one tenant only, and both chains stand; who did it is told")
    func erasure() async throws {
        for mode in IsolationMode.allCases {
            try await AuditDesk.with(mode) { desk in
                for tenant in [desk.one, desk.two] { try await desk.write(4, to: tenant) }
                _ = try await desk.sealing.run()
                // One that is not sealed yet, and one by somebody else.
                try await desk.write(1, to: desk.one, from: 5)
                let scope = desk.fleet.tenants.scope(desk.one)
                _ = try await scope.run(
                    desk.trail.statement(
                        AuditDesk.entry(6, AuditActor("account:eve", address: "203.0.113.9")), tenant: desk.one.id))
                let erasure = AuditErasure(identifiers: desk.fleet.identifiers)
                let count = try await scope.transaction { tx in
                    try await erasure.erase(.actor("account:ada"), by: "account:owner", in: tx)
                }
                #expect(count == 5)
                #expect(try await desk.verify(desk.one).broken == nil)
                _ = try await desk.sealing.run()
                let report = try await desk.verify(desk.one)
                #expect(report.broken == nil && report.erased == 5 && report.entries == 7)
                let lines = try await AuditSearch.page(AuditFilter(), limit: 10, in: scope)
                let erased = lines.filter(\.isErased)
                #expect(erased.count == 5)
                #expect(erased.allSatisfy { $0.before == nil && $0.after == nil && $0.address == nil })
                #expect(lines.first { $0.actor == "account:eve" }?.address == "203.0.113.9")
                #expect(lines.first?.action == "audit.erase" && lines.first?.actor == "account:owner")
                let left: Int = try await desk.fleet.admin.single(
                    """
                    select count(*) as count from shared.audit_entries
                     where erased_by is not null and (origin_salt is not null or content_salt is not null)
                    """
                ).only().get("count")
                #expect(left == 0)
                let other = try await desk.verify(desk.two)
                #expect(other.broken == nil && other.erased == 0)
                #expect(try await desk.fleet.tenants.scope(desk.two).run(Self.kept).count == 4)
            }
        }
    }

    private static let kept: SQL = "select entry_id from audit_entries where address is not null"

    @Test("a thing's entries are erased by the thing")
    func erasureOfSubject() async throws {
        try await AuditDesk.with { desk in
            for tenant in [desk.one, desk.two] { try await desk.write(3, to: tenant) }
            _ = try await desk.sealing.run()
            let count = try await desk.fleet.tenants.scope(desk.one).transaction { tx in
                try await AuditErasure(identifiers: desk.fleet.identifiers)
                    .erase(.subject(kind: "booking", id: "b-2"), by: "system", in: tx)
            }
            #expect(count == 1)
            _ = try await desk.sealing.run()
            #expect(try await desk.verify(desk.one).broken == nil)
        }
    }

    @Test("old entries go, by the tenant's own plan; the rest is verified from the root that stays")
    func retention() async throws {
        try await AuditDesk.with { desk in
            _ = try await desk.fleet.owner.single("select shared.ensure_partitions(\(Int32(0)))")
            for tenant in [desk.one, desk.two] {
                _ = try await desk.fleet.owner.single(
                    """
                    insert into shared.audit_entries
                      (tenant_id, entry_id, action, actor, subject_kind, subject_id, recorded_at)
                    select \(tenant.id), gen_random_uuid(), 'site.apply', 'system', 'site', n::text,
                           date_trunc('month', clock_timestamp() at time zone 'UTC') at time zone 'UTC'
                             - interval '20 days' + make_interval(hours => n)
                      from generate_series(1, 6) n
                    """)
                try await desk.write(4, to: tenant)
            }
            _ = try await desk.sealing.run()
            let before = try await desk.roots(desk.one)
            let dropped = try await desk.retention.drop(desk.one.id.uuid, olderThanMonths: 0)
            #expect(dropped == 10)
            let report = try await desk.verify(desk.one)
            #expect(report.broken == nil && report.entries == 0 && report.droppedThrough == 10)
            #expect(try await desk.roots(desk.one) == before)
            try await desk.write(3, to: desk.one)
            _ = try await desk.sealing.run()
            let later = try await desk.verify(desk.one)
            #expect(later.broken == nil && later.entries == 3 && later.lastNumber == 13)
            #expect(try await desk.retention.drop(desk.two.id.uuid, olderThanMonths: 3) == 0)
            #expect(try await desk.verify(desk.two).entries == 10)
            #expect(BillingPlan.allCases.map(\.auditMonths) == [3, 12, 36, 84])
        }
    }

    @Test("a new master key marks what an old one marked, so that the old one can go")
    func rotation() async throws {
        try await AuditDesk.with { desk in
            for tenant in [desk.one, desk.two] { try await desk.write(2, to: tenant) }
            _ = try await desk.sealing.run()
            let newer = "2:" + String(repeating: "77", count: 32)
            let both = try MasterKeys("\(newer),\(TestFleet.masterKeyText)")
            #expect(try await AuditRetention(ledger: desk.ledger, masterKeys: both).markAnew() == 4)
            let verification = AuditVerification(ledger: desk.ledger, masterKeys: try MasterKeys(newer))
            #expect(try await verification.verify(desk.one.id.uuid).broken == nil)
            #expect(try await desk.verify(desk.two).broken?.fault == .headForged)
        }
    }

    @Test("secrets are masked before they are written, and an address that is none is left out")
    func masks() async throws {
        let actor = AuditActor("account:ada", address: "local", userAgent: String(repeating: "x", count: 999))
        #expect(actor.address == nil && actor.userAgent?.count == 256)
        #expect(AuditActor("guest", address: "2001:db8::1").address == "2001:db8::1")
        let entry = AuditEntry(
            action: "webhook.change", actor: actor, subjectKind: "webhook", subjectID: "1",
            before: JSONText(#"{"secret":"whsec_abcdefgh","nested":[{"api_key":"k"}],"password_set":true,"url":"/x"}"#),
            after: JSONText(#"{"state":"held"}"#))
        #expect(
            entry.before?.text == #"{"nested":[{"api_key":"***"}],"password_set":true,"secret":"***","url":"/x"}"#)
        #expect(entry.after?.text == #"{"state":"held"}"#)
    }

    @Test("a search tells actor, action, thing and time apart, pages by its last line, and sees one tenant")
    func search() async throws {
        try await AuditDesk.with { desk in
            for tenant in [desk.one, desk.two] { try await desk.write(5, to: tenant) }
            let scope = desk.fleet.tenants.scope(desk.one)
            _ = try await scope.run(
                desk.trail.statement(
                    AuditEntry(action: "site.apply", actor: "operator:x", subjectKind: "site", subjectID: "one"),
                    tenant: desk.one.id))
            func found(_ filter: AuditFilter, before: AuditPlace? = nil, limit: Int = 100) async throws -> [AuditLine] {
                try await AuditSearch.page(filter, before: before, limit: limit, in: scope)
            }
            #expect(try await found(AuditFilter()).count == 6)
            #expect(try await found(AuditFilter(actor: "account:bob")).count == 5)
            #expect(try await found(AuditFilter(action: "site.")).map(\.subjectID) == ["one"])
            #expect(try await found(AuditFilter(action: "%")).isEmpty)
            #expect(try await found(AuditFilter(subjectKind: "booking", subjectID: "b-3")).count == 1)
            #expect(try await found(AuditFilter(from: Date(timeIntervalSince1970: 4e9))).isEmpty)
            #expect(try await found(AuditFilter(until: Date(timeIntervalSince1970: 4e9))).count == 6)
            let first = try await found(AuditFilter(), limit: 4)
            let second = try await found(
                AuditFilter(), before: first.last.flatMap { AuditPlace($0.place.description) }, limit: 4)
            for text in ["", "1", "1.x", "-1.\(first[0].id)", "99999999999999999999.\(first[0].id)"] {
                #expect(AuditPlace(text) == nil)
            }
            #expect((first + second).map(\.subjectID) == ["one", "b-5", "b-4", "b-3", "b-2", "b-1"])
        }
    }

    @Test("looks are written in one statement, at the time they were had; what is too much is counted and told")
    func reads() async throws {
        try await AuditDesk.with { desk in
            let clock = ManualClock()
            let reads = AuditReads(
                tenants: desk.fleet.tenants, platform: desk.fleet.platform, identifiers: desk.fleet.identifiers,
                clock: clock.wallClock, logger: TestFleet.logger)
            _ = try await desk.fleet.owner.single("select shared.ensure_partitions(\(Int32(24)))")
            clock.set(try await desk.fleet.admin.single("select clock_timestamp() as now").only().get("now"))
            let entry = AuditEntry(
                action: "audit.list", actor: AuditDesk.actor, subjectKind: "audit", subjectID: "entries")
            reads.note(entry, desk.one)
            reads.note(entry, desk.one)
            reads.note(entry, desk.two)
            reads.note(entry)
            clock.advance(bySeconds: 60)
            await reads.flush()
            for (tenant, count) in [(desk.one, 2), (desk.two, 1)] {
                let lines = try await AuditSearch.page(AuditFilter(), limit: 9, in: desk.fleet.tenants.scope(tenant))
                #expect(lines.count == count)
                #expect(lines.allSatisfy { $0.recordedAt < clock.now && $0.address == "203.0.113.7" })
            }
            #expect(try await AuditSearch.page(AuditFilter(), limit: 9, in: desk.fleet.platform).count == 1)
            for _ in 0..<(AuditReads.entriesMax + 7) { reads.note(entry, desk.two) }
            await reads.flush()
            let told = try await AuditSearch.page(
                AuditFilter(action: "audit.overflow"), limit: 9, in: desk.fleet.platform)
            #expect(told.map(\.after?.text) == [#"{"dropped": 7}"#])
        }
    }
}
