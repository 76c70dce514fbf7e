package import Foundation
import Postgres
import Vocabulary

/// Drops entries whose time is over. The hash of the last one dropped stays as the place from which the rest is
/// verified, and so do the roots of the days that are gone.
package struct AuditRetention: Sendable {
    /// A transaction's worth.
    static let batchMax = 5_000
    package static let everySeconds = 86_400

    private let ledger: AuditLedger
    private let keys: AuditKeys

    /// `ledger` is that of tenants: what operators did is kept.
    package init(ledger: AuditLedger, masterKeys: MasterKeys) {
        self.ledger = ledger
        keys = AuditKeys(masterKeys: masterKeys)
    }

    /// Drops the sealed entries of a tenant that are older than its plan keeps them; how many. An entry that a
    /// younger one was sealed before waits for that one.
    ///
    /// Throws `AuditSealing.BrokenHead`.
    package func drop(_ chain: UUID, olderThanMonths months: Int) async throws -> Int {
        var count = 0
        while true {
            let dropped = try await dropBatch(chain, months)
            count += dropped
            if dropped < Self.batchMax { return count }
        }
    }

    private func dropBatch(_ chain: UUID, _ months: Int) async throws -> Int {
        try await ledger.pool.transaction { transaction in
            guard let row = try await transaction.run("\(fragment: ledger.head(of: chain)) for update").first else {
                return 0
            }
            var head = try AuditHead(row, of: chain)
            guard keys.judge(head, try AuditKeys.Mark(row)) == .good else {
                throw AuditSealing.BrokenHead(chain: chain)
            }
            let firstKept: Int? = try await transaction.run(
                """
                select min(e.seal_number) as number from \(fragment: ledger.entries) e
                 where e.tenant_id = \(chain) and e.seal_number is not null
                   and e.recorded_at >= clock_timestamp() - make_interval(months => \(Int32(months)))
                """
            ).only().get("number")
            let through = min((firstKept ?? head.lastNumber + 1) - 1, head.droppedThrough + Self.batchMax)
            let last = try await transaction.run(
                """
                select e.seal_hash from \(fragment: ledger.entries) e
                 where e.tenant_id = \(chain) and e.seal_number = \(through)
                """)
            guard through > head.droppedThrough, let hash = try last.first?.get("seal_hash", as: [UInt8].self) else {
                return 0
            }
            let dropped = through - head.droppedThrough
            head.droppedThrough = through
            head.droppedHash = hash
            _ = try await transaction.run([
                ledger.put(head, keys.mark(head)),
                """
                delete from \(fragment: ledger.entries) e
                 where e.tenant_id = \(chain) and e.seal_number <= \(through)
                """,
            ])
            return dropped
        }
    }

    /// Marks with the present master key what an older one marked, so that the older may be taken away. What does
    /// not prove to be ours stays as it is, for the verification to find.
    package func markAnew() async throws -> Int {
        let current = keys.masterKeys.current.number
        return try await ledger.pool.transaction { transaction in
            let heads = try await transaction.run(
                """
                select tenant_id, last_number, last_hash, dropped_through, dropped_hash, key_number, mac
                  from \(fragment: ledger.chains) where key_number <> \(current) for update
                """)
            let roots = try await transaction.run(
                """
                select tenant_id, day, number, hash, key_number, mac
                  from \(fragment: ledger.roots) where key_number <> \(current) for update
                """)
            var statements: [SQL] = []
            for row in heads {
                let head = try AuditHead(row, of: try row.get("tenant_id"))
                guard keys.judge(head, try AuditKeys.Mark(row)) == .good else { continue }
                statements.append(ledger.put(head, keys.mark(head)))
            }
            for row in roots {
                let root = AuditRoot(
                    chain: try row.get("tenant_id"), day: try row.get("day"), number: try row.get("number"),
                    hash: try row.get("hash"))
                guard keys.judge(root, try AuditKeys.Mark(row)) == .good else { continue }
                statements.append(ledger.put(root, keys.mark(root)))
            }
            if !statements.isEmpty { _ = try await transaction.run(statements) }
            return statements.count
        }
    }
}

extension BillingPlan {
    /// How long a tenant's audit trail is kept.
    package var auditMonths: Int {
        switch self {
        case .free: 3
        case .basic: 12
        case .pro: 36
        case .enterprise: 84
        }
    }
}
