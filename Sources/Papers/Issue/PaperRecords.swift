import Bookings
import Foundation
import Metrics
import Postgres
import Tenancy
import Vocabulary

/// What issuing papers leaves behind, whichever they are: their rows, whom they are for, entries in the trail.
struct PaperRecords: Sendable {
    let audit: AuditTrail
    let identifiers: IdentifierSource

    /// A number that was counted, and when: whoever else counts one of its kind waits until it is written, or given up.
    struct Counted: Sendable {
        let number: PaperNumber
        let at: Date

        init(_ kind: PaperKind, _ row: Row) throws {
            number = PaperNumber(kind: kind, year: try row.get("year"), number: try row.get("last_number"))
            at = try row.get("last_issued_at")
        }
    }

    /// A paper all but written.
    struct New: Sendable {
        let counted: Counted
        let booking: BookingID
        var refersTo: UUID?
        let content: InvoiceContent
        let buyer: PaperBuyer?
    }

    /// The next numbers of these kinds, each on its own line. One round trip.
    ///
    /// Throws `PostgresError`.
    func count(_ kinds: [PaperKind], zone: String, in tx: TenantTransaction) async throws -> [Counted] {
        let rows = try await tx.run(kinds.map { PaperStore.count($0, zone: zone, tenant: tx.tenant) })
        return try zip(kinds, rows).map { try Counted($0, $1.only()) }
    }

    /// One round trip.
    ///
    /// Throws `PaperError.issued` where one of them is there already, or `PostgresError`; the transaction is to be
    /// given up then, and the numbers with it.
    func write(
        _ papers: [New], _ key: TenantDataKey, by actor: AuditActor, in tx: TenantTransaction
    ) async throws -> [IssuedPaper] {
        let issued = papers.map { new in
            IssuedPaper(
                id: identifiers.next(), number: new.counted.number, booking: new.booking.uuid, refersTo: new.refersTo,
                issuedAt: new.counted.at, content: new.content, buyer: new.buyer)
        }
        var statements: [SQL] = []
        for paper in issued {
            statements.append(try PaperStore.insert(paper, tenant: tx.tenant))
            statements.append(audit.statement(entry(paper, actor), tenant: tx.tenant))
            if let buyer = paper.buyer {
                statements.append(
                    PaperStore.insert(
                        try SealedBuyer(buyer, with: key), paper: paper.id, issuedAt: paper.issuedAt, tenant: tx.tenant)
                )
            }
        }
        do { _ = try await tx.run(statements) } catch let error as PostgresError
            where error.constraint == "papers_once"
        {
            throw PaperError.issued
        }
        for paper in issued {
            Counter(label: "travelhub_papers_issued_total", dimensions: [("kind", paper.kind.rawValue)]).increment()
        }
        return issued
    }

    private func entry(_ paper: IssuedPaper, _ actor: AuditActor) -> AuditEntry {
        AuditEntry(
            action: "paper.issue", actor: actor, subjectKind: "booking", subjectID: paper.booking.text,
            after: JSONText(#"{"kind":"\#(paper.kind.rawValue)","number":"\#(paper.number)"}"#))
    }
}
