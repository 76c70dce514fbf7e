package import Foundation
import Postgres
package import Vocabulary

/// Computes a chain again from the entries as they are, and names the first that is not as it was sealed.
package struct AuditVerification: Sendable {
    static let pageMax = 1_000
    /// An entry may be written at the end of one day and committed early on the next; no transaction is so long.
    static let lateSeconds = 3_600.0

    package struct Report: Sendable {
        package let chain: UUID
        /// Sealed entries that were looked at, up to the broken one if there is one.
        package var entries = 0
        /// Of them those whose personal fields are erased.
        package var erased = 0
        /// Entries that the sealer has not come to yet.
        package var unsealed = 0
        /// Entries before this were dropped when their time was over.
        package var droppedThrough = 0
        package var lastNumber = 0
        package var broken: AuditBreak?
    }

    private let ledger: AuditLedger
    private let keys: AuditKeys

    package init(ledger: AuditLedger, masterKeys: MasterKeys) {
        self.ledger = ledger
        keys = AuditKeys(masterKeys: masterKeys)
    }

    /// Every chain there is: those with an end, and those with entries.
    package func chains() async throws -> [UUID] {
        try await ledger.pool.single(ledger.known).map { try $0.get("chain") }
    }

    package var isPlatform: Bool { ledger.isPlatform }

    /// Where every chain stood at the end of a day.
    package func roots(asOf day: CalendarDate) async throws -> [AuditRoot] {
        try await ledger.pool.single(ledger.roots(asOf: day)).map {
            AuditRoot(
                chain: try $0.get("tenant_id"), day: try $0.get("day"), number: try $0.get("number"),
                hash: try $0.get("hash"))
        }
    }

    /// - Parameter kept: roots that were exported; what has been rolled back since is found by them alone.
    package func verify(_ chain: UUID, against kept: [AuditRoot] = []) async throws -> Report {
        try await ledger.pool.transaction(TransactionOptions(isolation: .repeatableRead, readOnly: true)) { tx in
            var report = Report(chain: chain)
            report.unsealed = try await tx.run(
                """
                select count(*) as count from \(fragment: ledger.entries) e
                 where \(fragment: ledger.isOf(chain)) and e.seal_number is null
                """
            ).only().get("count")
            let ends = try await tx.run([ledger.head(of: chain), ledger.roots(of: chain)])
            guard let row = ends[0].first else {
                let first = try await tx.run(ledger.sealedBefore(.max, of: chain)).first.map(AuditRecord.init)
                if first != nil || !ends[1].isEmpty || kept.contains(where: { $0.chain == chain }) {
                    report.broken = AuditBreak(first, first?.seal?.number ?? 0, .headMissing)
                }
                return report
            }
            let head = try AuditHead(row, of: chain)
            report.droppedThrough = head.droppedThrough
            report.lastNumber = head.lastNumber
            let stored = try ends[1].map { row in
                let root = AuditRoot(
                    chain: chain, day: try row.get("day"), number: try row.get("number"), hash: try row.get("hash"))
                return (root: root, mark: try AuditKeys.Mark(row))
            }
            var walk = AuditWalk(head, stored.map(\.root), kept: kept.filter { $0.chain == chain })
            report.broken = judge(head, try AuditKeys.Mark(row), stored)
            let relic = try await tx.run(ledger.sealedBefore(head.droppedThrough, of: chain)).first
            if report.broken == nil, let relic = try relic.map(AuditRecord.init) {
                report.broken = AuditBreak(relic, relic.seal?.number ?? 0, .unplaced)
            }
            while report.broken == nil {
                let page = try await tx.run(
                    ledger.sealed(of: chain, behind: walk.number, walk.last, limit: Self.pageMax)
                ).map(AuditRecord.init)
                for record in page {
                    report.broken = walk.step(record)
                    guard report.broken == nil else { break }
                    report.entries += 1
                    if record.erasedBy != nil { report.erased += 1 }
                }
                if page.count < Self.pageMax { break }
            }
            if report.broken == nil { report.broken = try await end(walk, head, tx) }
            return report
        }
    }

    private func judge(
        _ head: AuditHead, _ mark: AuditKeys.Mark, _ roots: [(root: AuditRoot, mark: AuditKeys.Mark)]
    ) -> AuditBreak? {
        if keys.judge(head, mark) != .good { return AuditBreak(nil, head.lastNumber, .headForged) }
        let forged = roots.first { keys.judge($0.root, $0.mark) != .good }
        return forged.map { AuditBreak(nil, $0.root.number, .rootForged($0.root.day)) }
    }

    /// What can be told only when all has been seen.
    private func end(_ walk: AuditWalk, _ head: AuditHead, _ tx: PostgresTransaction) async throws -> AuditBreak? {
        if let broken = walk.end(head) { return broken }
        guard let (erasure, number) = walk.erasuresWithoutTrace.min(by: { $0.value < $1.value }) else { return nil }
        // The one that tells of it may be too young to be sealed.
        let waiting = try await tx.run(
            """
            select 1 as one from \(fragment: ledger.entries) e
             where \(fragment: ledger.isOf(head.chain)) and e.entry_id = \(erasure) and e.action = 'audit.erase'
            """)
        return waiting.isEmpty ? AuditBreak(nil, number, .erasedWithoutTrace) : nil
    }
}

/// The first place where a chain is not as it was sealed.
package struct AuditBreak: Hashable, Sendable, CustomStringConvertible {
    package enum Fault: Hashable, Sendable {
        case altered
        case originAltered
        case contentAltered
        case missing
        case doubled
        case unplaced
        case erasedWithoutTrace
        case erasedHoldsContent
        case backdated(behind: CalendarDate)
        case headMissing
        case headForged
        case endMissing
        case rootForged(CalendarDate)
        case rootDiffers(CalendarDate)
    }

    /// Nil where no entry is left to be named.
    package let entry: UUID?
    package let number: Int
    package let fault: Fault

    init(_ record: AuditRecord?, _ number: Int, _ fault: Fault) {
        entry = record?.id
        self.number = number
        self.fault = fault
    }

    package var description: String {
        let name = entry.map { "entry \(number) (\($0.text))" } ?? "entry \(number)"
        switch fault {
        case .altered: return "\(name) is not the one that was sealed, or stands in another's place"
        case .originAltered: return "\(name): address or user agent were changed"
        case .contentAltered: return "\(name): before or after were changed"
        case .missing: return "\(name) is missing"
        case .doubled: return "\(name): its number stands twice"
        case .unplaced: return "\(name) stands outside the chain"
        case .erasedWithoutTrace: return "\(name) was erased, and no entry tells by whom"
        case .erasedHoldsContent: return "\(name) says that it was erased, and holds personal fields"
        case .backdated(let day): return "\(name) says that it is older than the root of \(day), which lies before it"
        case .headMissing: return "the chain has no end; \(name) and all others may be anyone's"
        case .headForged: return "the chain's end at \(name) was not sealed with a key of ours"
        case .endMissing: return "\(name) was sealed and is missing at the end"
        case .rootForged(let day): return "the root of \(day) was not made with a key of ours"
        case .rootDiffers(let day): return "\(name) is not the one that the root of \(day) names"
        }
    }
}
