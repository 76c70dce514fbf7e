import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Sealing the audit trail")
struct SealingTests {
    private static var isSoak: Bool { ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == "1" }

    @Test("whatever commits in whatever order while several sealers run, each chain is whole and without a gap")
    func randomInterleavings() async throws {
        for seed in UInt64(1)...(Self.isSoak ? 20 : 3) {
            try await AuditDesk.with(seed % 2 == 0 ? .schema : .pooled) { desk in
                var written = [0, 0]
                try await withThrowingTaskGroup(of: [Int].self) { group in
                    for writer in 0..<6 {
                        group.addTask { try await Self.write(desk, seed: seed * 100 + UInt64(writer)) }
                    }
                    for _ in 0..<2 {
                        group.addTask {
                            for _ in 0..<12 { _ = try await desk.sealing.run() }
                            return [0, 0]
                        }
                    }
                    for try await count in group { written = zip(written, count).map(+) }
                }
                while try await desk.sealing.run() > 0 {}
                for (tenant, count) in zip([desk.one, desk.two], written) {
                    let report = try await desk.verify(tenant)
                    #expect(report.broken == nil, "seed \(seed)")
                    #expect(report.entries == count && report.lastNumber == count, "seed \(seed)")
                    #expect(report.unsealed == 0)
                }
            }
        }
    }

    /// Transactions of one to four entries for either tenant, of which some are rolled back.
    private static func write(_ desk: AuditDesk, seed: UInt64) async throws -> [Int] {
        struct Abandoned: Error {}
        var generator = SeededGenerator(seed: seed)
        var written = [0, 0]
        for turn in 0..<25 {
            let place = Int.random(in: 0...1, using: &generator)
            let count = Int.random(in: 1...4, using: &generator)
            let isAbandoned = Int.random(in: 0...4, using: &generator) == 0
            let tenant = place == 0 ? desk.one : desk.two
            do {
                try await desk.fleet.tenants.scope(tenant).transaction { tx in
                    for number in 0..<count {
                        try await desk.trail.record(AuditDesk.entry(turn * 10 + number), in: tx)
                    }
                    if isAbandoned { throw Abandoned() }
                }
                written[place] += count
            } catch is Abandoned {
                continue
            }
        }
        return written
    }

    @Test("what the release before wrote, without any of the new columns, is sealed as it is")
    func entriesOfBefore() async throws {
        try await AuditDesk.with { desk in
            let scope = desk.fleet.tenants.scope(desk.one)
            _ = try await scope.run(
                """
                insert into audit_entries (tenant_id, entry_id, action, actor, subject_kind, subject_id)
                values (\(desk.one.id), \(desk.fleet.identifiers.next()), 'site.apply', 'operator:cli', 'site', 'one')
                """)
            #expect(try await desk.sealing.run() == 1)
            #expect(try await desk.sealing.run() == 0)
            let report = try await desk.verify(desk.one)
            #expect(report.broken == nil && report.entries == 1)
        }
    }

    @Test("the operators' trail is a chain of its own, and holds what its entries say")
    func platformChain() async throws {
        try await AuditDesk.with { desk in
            let ledger = AuditLedger.platform(desk.fleet.platform)
            let life = TenantLife(platform: desk.fleet.platform, identifiers: desk.fleet.identifiers)
            _ = try await life.perform(.suspend, slug: "one", actor: AuditDesk.actor)
            _ = try await life.perform(.resume, slug: "one", actor: AuditDesk.actor)
            let sealing = AuditSealing(ledger: ledger, masterKeys: desk.fleet.masterKeys)
            #expect(try await sealing.run() == 2)
            let verification = AuditVerification(ledger: ledger, masterKeys: desk.fleet.masterKeys)
            let chains = try await verification.chains()
            #expect(chains.count == 1)
            #expect(try await verification.verify(chains[0]).broken == nil)
            let lines = try await AuditSearch.page(AuditFilter(), limit: 10, in: desk.fleet.platform)
            #expect(lines.map(\.action) == ["tenant.resume", "tenant.suspend"])
            #expect(lines[0].address == "203.0.113.7" && lines[0].onBehalf == "account:bob")
            try await desk.fleet.owner.lease { connection in
                _ = try await connection.script(
                    """
                    begin; alter table platform.audit_entries disable trigger append_only;
                    update platform.audit_entries set actor = 'operator:eve' where seal_number = 1;
                    alter table platform.audit_entries enable trigger append_only; commit
                    """)
            }
            let broken = try await verification.verify(chains[0]).broken
            #expect(broken?.number == 1 && broken?.fault == .altered)
        }
    }

    @Test("a thousand entries and more are sealed in one run; how fast is told")
    func throughput() async throws {
        let count = Self.isSoak ? 50_000 : 3_000
        try await AuditDesk.with { desk in
            _ = try await desk.fleet.owner.single(
                """
                insert into shared.audit_entries
                  (tenant_id, entry_id, action, actor, subject_kind, subject_id, before, after, address)
                select \(desk.one.id), gen_random_uuid(), 'booking.confirm', 'guest', 'booking', n::text,
                       '{"state":"held"}', '{"state":"confirmed"}', '203.0.113.7'
                  from generate_series(1, \(count)) n
                """)
            let clock = ContinuousClock()
            var (sealed, verified) = (0, 0)
            let sealing = try await clock.measure { sealed = try await desk.sealing.run() }
            let verifying = try await clock.measure { verified = try await desk.verify(desk.one).entries }
            #expect(sealed == count && verified == count)
            print("audit: \(count) entries sealed in \(sealing), verified in \(verifying)")
        }
    }
}
