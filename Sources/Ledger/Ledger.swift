package import Foundation
import Metrics
package import Postgres
package import Tenancy
package import Vocabulary

/// A partner's books: double entry, append-only.
///
/// What always holds, and is held by the database for whoever writes: the lines of a transaction sum to zero in each
/// currency and layer; nothing is changed or taken away; each kind and key is written once; a reservation has one
/// end, which posts at most what it reserved; a reversal is the exact opposite of one transaction, once.
///
/// An entry is one statement, so it travels with the caller's others, in the caller's transaction.
package struct Ledger: Sendable {
    /// What became of an entry.
    package struct Posted: Hashable, Sendable {
        package let id: UUID
        package let recordedAt: Date
        /// It had been written before, with the same content.
        package let isReplay: Bool
    }

    let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    /// The statement alone, for a caller that sends it together with others or with the commit. What it refuses
    /// comes back as a `PostgresError`, which `LedgerError(_:)` reads.
    package func statement(_ entry: LedgerEntry) -> SQL { LedgerStore.post(entry, id: identifiers.next()) }

    /// In one round trip.
    ///
    /// Throws `LedgerError.otherContent`, `.entryUnknown`, `.settled`, `.lapsed`, `.notLapsed`, `.moreThanReserved`,
    /// `.reversed`, or `PostgresError`; after any of them the transaction can only be rolled back.
    @discardableResult
    package func post(_ entry: LedgerEntry, in tx: TenantTransaction) async throws -> Posted {
        try await post([entry], in: tx)[0]
    }

    /// All of them in one round trip, in this order.
    ///
    /// Throws as `post(_:in:)`.
    @discardableResult
    package func post(_ entries: [LedgerEntry], in tx: TenantTransaction) async throws -> [Posted] {
        do {
            let posted = try await tx.run(entries.map(statement)).map { try Posted($0.only()) }
            for (entry, one) in zip(entries, posted) { Self.count(entry, one.isReplay ? "replayed" : "posted") }
            return posted
        } catch {
            guard let refusal = LedgerError(error) else { throw error }
            for entry in entries { Self.count(entry, "refused") }
            throw refusal
        }
    }

    /// As they were answered; whether the caller's transaction commits is the caller's.
    private static func count(_ entry: LedgerEntry, _ outcome: String) {
        Counter(
            label: "ledger_entries", dimensions: [("kind", entry.reference.kind.rawValue), ("outcome", outcome)]
        ).increment()
    }
}

extension Ledger.Posted {
    /// Of an answer to `Ledger.statement(_:)`.
    package init(_ row: Row) throws {
        id = try row.get("posted_id")
        recordedAt = try row.get("posted_at")
        isReplay = try row.get("is_replay")
    }
}
