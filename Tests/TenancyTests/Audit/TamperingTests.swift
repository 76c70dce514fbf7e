import Foundation
import Postgres
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("An audit trail tells of whoever tampers with it")
struct TamperingTests {
    /// What is done, to which number, and the first that is then named.
    struct Tampering: Sendable, CustomStringConvertible {
        let description: String
        let statements: @Sendable (String) -> String
        let number: Int
        let fault: AuditBreak.Fault

        init(
            _ description: String, _ number: Int, _ fault: AuditBreak.Fault,
            _ statements: @escaping @Sendable (String) -> String
        ) {
            self.description = description
            self.statements = statements
            self.number = number
            self.fault = fault
        }
    }

    static let all: [Tampering] = [
        Tampering("another actor", 4, .altered) { "update \(e) set actor = 'account:eve' where \(at($0, 4))" },
        Tampering("another action", 4, .altered) { "update \(e) set action = 'booking.cancel' where \(at($0, 4))" },
        Tampering("another subject", 4, .altered) { "update \(e) set subject_id = 'b-9' where \(at($0, 4))" },
        Tampering("another principal", 4, .altered) { "update \(e) set on_behalf_of = null where \(at($0, 4))" },
        Tampering("another request", 4, .altered) { "update \(e) set request_id = 'r-2' where \(at($0, 4))" },
        Tampering("a microsecond later", 4, .altered) {
            "update \(e) set recorded_at = recorded_at + interval '1 microsecond' where \(at($0, 4))"
        },
        Tampering("another address", 4, .originAltered) {
            "update \(e) set address = '203.0.113.8' where \(at($0, 4))"
        },
        Tampering("another before", 4, .contentAltered) {
            "update \(e) set before = '{\"state\":\"new\"}' where \(at($0, 4))"
        },
        Tampering("no after", 4, .contentAltered) { "update \(e) set after = null where \(at($0, 4))" },
        Tampering("an erasure that nobody asked for", 4, .erasedWithoutTrace) {
            """
            update \(e) set erased_by = gen_random_uuid(), address = null, user_agent = null, before = null,
                            after = null, origin_salt = null, content_salt = null where \(at($0, 4))
            """
        },
        Tampering("an erasure that leaves something else", 4, .erasedHoldsContent) {
            "update \(e) set erased_by = gen_random_uuid(), before = '{\"state\":\"new\"}' where \(at($0, 4))"
        },
        Tampering("one deleted", 4, .missing) { "delete from \(e) where \(at($0, 4))" },
        Tampering("the first deleted", 1, .missing) { "delete from \(e) where \(at($0, 1))" },
        Tampering("the tail deleted", 9, .endMissing) {
            "delete from \(e) where tenant_id = '\($0)' and seal_number > 8"
        },
        Tampering("one deleted and the rest moved up", 4, .altered) {
            """
            delete from \(e) where \(at($0, 4));
            update \(e) set seal_number = seal_number - 1 where tenant_id = '\($0)' and seal_number > 4
            """
        },
        Tampering("two swapped", 4, .altered) {
            """
            update \(e) set seal_number = 9 - seal_number where tenant_id = '\($0)' and seal_number in (4, 5)
            """
        },
        Tampering("the actors of two swapped", 4, .altered) {
            """
            update \(e) a set subject_id = b.subject_id from \(e) b
             where a.tenant_id = '\($0)' and b.tenant_id = '\($0)' and a.seal_number in (4, 5)
               and b.seal_number = 9 - a.seal_number
            """
        },
        Tampering("a copy put in", 4, .doubled) { insert($0, number: "seal_number", at: 4) },
        Tampering("a copy put behind the end", 11, .altered) {
            insert($0, number: "11", at: 10)
        },
        Tampering("one put before the beginning", 0, .unplaced) { insert($0, number: "0", at: 4) },
        Tampering("the end put back", 8, .headForged) {
            """
            delete from \(e) where tenant_id = '\($0)' and seal_number > 8;
            update shared.audit_chains c set last_number = 8, last_hash = x.seal_hash
              from \(e) x where x.tenant_id = '\($0)' and x.seal_number = 8 and c.tenant_id = '\($0)'
            """
        },
        Tampering("the beginning put forward", 10, .headForged) {
            """
            update shared.audit_chains c set dropped_through = 3, dropped_hash = x.seal_hash
              from \(e) x where x.tenant_id = '\($0)' and x.seal_number = 3 and c.tenant_id = '\($0)';
            delete from \(e) where tenant_id = '\($0)' and seal_number <= 3
            """
        },
        Tampering("a key that nobody has", 10, .headForged) {
            "update shared.audit_chains set key_number = 99 where tenant_id = '\($0)'"
        },
        Tampering("the end taken away", 1, .headMissing) {
            "delete from shared.audit_chains where tenant_id = '\($0)'"
        },
        Tampering("another root", 9, .rootForged(.today)) {
            "update shared.audit_roots set number = 9 where tenant_id = '\($0)'"
        },
    ]

    private static let e = "shared.audit_entries"

    private static func at(_ tenant: String, _ number: Int) -> String {
        "tenant_id = '\(tenant)' and seal_number = \(number)"
    }

    private static func insert(_ tenant: String, number: String, at place: Int) -> String {
        """
        insert into \(e) (tenant_id, entry_id, action, actor, on_behalf_of, subject_kind, subject_id, before, after,
                          address, user_agent, request_id, recorded_at, seal_number, seal_hash, origin_salt,
                          origin_commitment, content_salt, content_commitment)
        select tenant_id, 'ffffffff-ffff-7fff-bfff-ffffffffffff', action, actor, on_behalf_of, subject_kind, subject_id,
               before, after, address, user_agent, request_id, recorded_at, \(number), seal_hash, origin_salt,
               origin_commitment, content_salt, content_commitment from \(e) where \(at(tenant, place))
        """
    }

    @Test("edit, deletion, insertion, reordering, truncation by the owner are named; the other tenant's chain stands")
    func everyTamperingIsNamed() async throws {
        for tampering in Self.all {
            try await AuditDesk.with { desk in
                for tenant in [desk.one, desk.two] { try await desk.write(10, to: tenant) }
                #expect(try await desk.sealing.run() == 20)
                for tenant in [desk.one, desk.two] {
                    let report = try await desk.verify(tenant)
                    #expect(report.broken == nil && report.entries == 10 && report.unsealed == 0)
                }
                try await desk.tamper(tampering.statements(desk.one.id.description))
                let broken = try await desk.verify(desk.one).broken
                #expect(broken?.number == tampering.number, "\(tampering): \(String(describing: broken))")
                #expect(
                    broken.map { $0.fault.isLike(tampering.fault) } == true,
                    "\(tampering): \(String(describing: broken))")
                #expect(try await desk.verify(desk.two).broken == nil, "\(tampering)")
            }
        }
    }

    @Test("an end that was not sealed here is not sealed on, and keeps no other tenant waiting")
    func brokenHeadStops() async throws {
        try await AuditDesk.with { desk in
            for tenant in [desk.one, desk.two] { try await desk.write(3, to: tenant) }
            #expect(try await desk.sealing.run() == 6)
            try await desk.tamper(
                "update shared.audit_chains set last_number = 7 where tenant_id = '\(desk.one.id)'")
            for tenant in [desk.one, desk.two] { try await desk.write(2, to: tenant) }
            await #expect(throws: AuditSealing.BrokenHead.self) { try await desk.sealing.run() }
            #expect(try await desk.verify(desk.one).broken?.fault == .headForged)
            let other = try await desk.verify(desk.two)
            #expect(other.broken == nil && other.entries == 5)
        }
    }

    @Test("a whole state rolled back to an earlier one is found by a root that lay elsewhere")
    func rolledBackStateNeedsAKeptRoot() async throws {
        try await AuditDesk.with { desk in
            try await desk.write(4, to: desk.one)
            _ = try await desk.sealing.run()
            try await desk.fleet.owner.lease { connection in
                _ = try await connection.script(
                    """
                    create table platform.kept_chains as table shared.audit_chains;
                    create table platform.kept_roots as table shared.audit_roots
                    """)
            }
            try await desk.write(4, to: desk.one, from: 5)
            _ = try await desk.sealing.run()
            let kept = try await desk.roots(desk.one)
            #expect(kept.map(\.number) == [8])
            try await desk.tamper(
                "delete from shared.audit_entries where seal_number > 4", "delete from shared.audit_chains",
                "insert into shared.audit_chains table platform.kept_chains", "delete from shared.audit_roots",
                "insert into shared.audit_roots table platform.kept_roots")
            #expect(try await desk.verify(desk.one).broken == nil)
            #expect(try await desk.verify(desk.one, against: kept).broken?.fault == .endMissing)
        }
    }

    @Test("an entry put in later, as if it were older than a root that was made before it, is named")
    func backdated() async throws {
        try await AuditDesk.with { desk in
            for tenant in [desk.one, desk.two] { try await desk.write(3, to: tenant) }
            _ = try await desk.sealing.run()
            for tenant in [desk.one, desk.two] {
                let today = try await desk.roots(tenant)[0]
                let yesterday = AuditRoot(
                    chain: today.chain, day: today.day.adding(days: -1), number: today.number, hash: today.hash)
                let mark = AuditKeys(masterKeys: desk.fleet.masterKeys).mark(yesterday)
                _ = try await desk.fleet.worker.single(desk.ledger.put(yesterday, mark))
            }
            _ = try await desk.fleet.owner.single(
                """
                insert into shared.audit_entries
                  (tenant_id, entry_id, action, actor, subject_kind, subject_id, recorded_at)
                values (\(desk.one.id), gen_random_uuid(), 'site.apply', 'system', 'site', 'x',
                        clock_timestamp() - interval '3 days')
                """)
            try await desk.write(1, to: desk.two)
            #expect(try await desk.sealing.run() == 2)
            let broken = try await desk.verify(desk.one).broken
            #expect(broken?.number == 4)
            if case .backdated? = broken?.fault {} else { Issue.record("\(String(describing: broken))") }
            #expect(try await desk.verify(desk.two).broken == nil)
        }
    }

    @Test("neither the application nor the worker nor the owner can change, take out or seal again by a statement")
    func appendOnly() async throws {
        try await AuditDesk.with { desk in
            try await desk.write(3, to: desk.one)
            _ = try await desk.sealing.run()
            let statements: [SQL] = [
                "update shared.audit_entries set actor = 'nobody'", "delete from shared.audit_entries",
                "update shared.audit_entries set seal_number = seal_number + 1",
                "update shared.audit_entries set erased_by = null, before = '{}'",
                "truncate shared.audit_entries",
            ]
            for statement in statements {
                for pool in [desk.fleet.app, desk.fleet.worker, desk.fleet.owner, desk.fleet.admin] {
                    await #expect(throws: PostgresError.self) { _ = try await pool.single(statement) }
                }
            }
            #expect(try await desk.verify(desk.one).broken == nil)
        }
    }
}

extension AuditBreak.Fault {
    /// The same, whatever day it is.
    fileprivate func isLike(_ other: AuditBreak.Fault) -> Bool {
        switch (self, other) {
        case (.backdated, .backdated), (.rootForged, .rootForged), (.rootDiffers, .rootDiffers): true
        default: self == other
        }
    }
}

extension CalendarDate {
    /// Stands for whatever day it is.
    fileprivate static let today = CalendarDate(daysSinceEpoch: 0)
}
