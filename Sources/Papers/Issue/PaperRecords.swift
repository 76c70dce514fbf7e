import Bookings
import Foundation
import Metrics
import Postgres
import Tenancy
import Vocabulary

/// What issuing a paper leaves behind, whichever it is: its row, whom it is for, the entry in the trail.
struct PaperRecords: Sendable {
    let audit: AuditTrail
    let identifiers: IdentifierSource

    /// Throws `PaperError.issued`, or `PostgresError`.
    func issue(
        _ kind: PaperKind, of booking: BookingID, refersTo: UUID? = nil, _ content: InvoiceContent,
        _ buyer: PaperBuyer?, _ key: TenantDataKey, _ actor: AuditActor, in tx: TenantTransaction
    ) async throws -> IssuedPaper {
        let id = identifiers.next()
        let row: Row
        do {
            row = try await tx.run(
                PaperStore.issue(try NewPaper(id, kind, booking, refersTo: refersTo, content), tenant: tx.tenant)
            ).only()
        } catch let error as PostgresError where error.constraint == "papers_once" {
            throw PaperError.issued
        }
        let number = PaperNumber(kind: kind, year: try row.get("year"), number: try row.get("number"))
        let issuedAt: Date = try row.get("issued_at")
        var statements = [audit.statement(entry(number, booking, actor), tenant: tx.tenant)]
        if let buyer {
            statements.append(
                PaperStore.insert(
                    try SealedBuyer(buyer, with: key), paper: id, issuedAt: issuedAt, tenant: tx.tenant))
        }
        _ = try await tx.run(statements)
        Counter(label: "travelhub_papers_issued_total", dimensions: [("kind", kind.rawValue)]).increment()
        return IssuedPaper(
            id: id, number: number, booking: booking.uuid, issuedAt: issuedAt, content: content, buyer: buyer)
    }

    private func entry(_ number: PaperNumber, _ booking: BookingID, _ actor: AuditActor) -> AuditEntry {
        AuditEntry(
            action: "paper.issue", actor: actor, subjectKind: "booking", subjectID: booking.uuid.text,
            after: JSONText(#"{"kind":"\#(number.kind.rawValue)","number":"\#(number)"}"#))
    }
}
