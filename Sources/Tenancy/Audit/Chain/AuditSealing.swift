import Crypto
import Foundation
import Postgres
import Vocabulary

/// Seals what has been committed since it last came by. Writers never wait for it: it locks the end of a chain,
/// which only sealers touch, and then reads what is there.
package struct AuditSealing: Sendable {
    /// A transaction's worth.
    package static let batchMax = 1_000
    /// Batches of all chains in one run; the rest is the next run's.
    static let batchesMax = 200
    static let chainsMax = 200
    package static let everySeconds = 5

    private static let saltBits = 128

    private let ledger: AuditLedger
    private let keys: MasterKeys

    package init(ledger: AuditLedger, masterKeys: MasterKeys) {
        self.ledger = ledger
        keys = masterKeys
    }

    /// How many entries were sealed.
    ///
    /// Throws `PostgresError`, `BrokenHead` where the end of a chain is not one that was sealed here: sealing on
    /// would bury the break.
    package func run() async throws -> Int {
        var count = 0
        var batches = 0
        let chains = try await ledger.pool.single(ledger.pending(limit: Self.chainsMax))
            .map { try $0.get("chain", as: UUID.self) }
        var broken: BrokenHead?
        for chain in chains {
            do {
                while batches < Self.batchesMax {
                    batches += 1
                    let sealed = try await seal(chain)
                    count += sealed
                    if sealed < Self.batchMax { break }
                }
            } catch let error as BrokenHead {
                // One tenant's chain keeps no other from being sealed.
                broken = error
            }
        }
        if let broken { throw broken }
        return count
    }

    package struct BrokenHead: Error, CustomStringConvertible {
        let chain: UUID
        package var description: String { "the audit chain \(chain.text) has an end that was not sealed here" }
    }

    private func seal(_ chain: UUID) async throws -> Int {
        let keys = AuditKeys(masterKeys: keys)
        return try await ledger.pool.transaction { transaction in
            let beginning = AuditHead.beginning(chain)
            let found = try await transaction.run([
                ledger.begin(beginning, keys.mark(beginning)),
                "\(fragment: ledger.head(of: chain)) for update",
                "select (clock_timestamp() at time zone 'UTC')::date as today",
            ])
            var head = try AuditHead(found[1].only(), of: chain)
            guard keys.judge(head, try AuditKeys.Mark(found[1].only())) == .good else {
                throw BrokenHead(chain: chain)
            }
            // A statement of its own: its snapshot is younger than the lock.
            let records = try await transaction.run(ledger.unsealed(of: chain, limit: Self.batchMax))
                .map(AuditRecord.init)
            guard !records.isEmpty else { return 0 }
            var statements = [put(records, of: chain, &head), ledger.put(head, keys.mark(head))]
            // Only behind a batch that took all there was may a root say that the day is complete.
            if records.count < Self.batchMax {
                let root = AuditRoot(
                    chain: chain, day: try found[2].only().get("today"), number: head.lastNumber, hash: head.lastHash)
                statements.append(ledger.put(root, keys.mark(root)))
            }
            _ = try await transaction.commit(after: statements)
            return records.count
        }
    }

    private func put(_ records: [AuditRecord], of chain: UUID, _ head: inout AuditHead) -> SQL {
        var seals: [AuditRecord.Seal] = []
        for record in records {
            let (originSalt, contentSalt) = (Self.salt(), Self.salt())
            let origin = AuditChain.origin(record, salt: originSalt)
            let content = AuditChain.content(record, salt: contentSalt)
            head.lastNumber += 1
            head.lastHash = AuditChain.seal(
                record, number: head.lastNumber, after: head.lastHash, origin: origin, content: content)
            // What was erased before it was sealed keeps no salt either.
            let isErased = record.erasedBy != nil
            seals.append(
                AuditRecord.Seal(
                    number: head.lastNumber, hash: head.lastHash, originSalt: isErased ? nil : originSalt,
                    originCommitment: origin, contentSalt: isErased ? nil : contentSalt, contentCommitment: content))
        }
        return """
            update \(fragment: ledger.entries) e
               set seal_number = s.number, seal_hash = s.hash, origin_salt = s.origin_salt,
                   origin_commitment = s.origin, content_salt = s.content_salt, content_commitment = s.content
              from unnest(\(records.map(\.id)), \(records.map(\.recordedAt)), \(seals.map(\.number)),
                          \(seals.map(\.hash)), \(seals.map(\.originSalt)), \(seals.map(\.originCommitment)),
                          \(seals.map(\.contentSalt)), \(seals.map(\.contentCommitment)))
                   as s (entry_id, recorded_at, number, hash, origin_salt, origin, content_salt, content)
             where \(fragment: ledger.isOf(chain)) and e.entry_id = s.entry_id and e.recorded_at = s.recorded_at
               and e.seal_number is null
            """
    }

    private static func salt() -> [UInt8] {
        SymmetricKey(size: SymmetricKeySize(bitCount: saltBits)).withUnsafeBytes { [UInt8]($0) }
    }
}

extension AuditHead {
    init(_ row: Row, of chain: UUID) throws {
        self.init(
            chain: chain, lastNumber: try row.get("last_number"), lastHash: try row.get("last_hash"),
            droppedThrough: try row.get("dropped_through"), droppedHash: try row.get("dropped_hash"))
    }
}

extension AuditKeys.Mark {
    init(_ row: Row) throws { self.init(key: try row.get("key_number"), mac: try row.get("mac")) }
}
