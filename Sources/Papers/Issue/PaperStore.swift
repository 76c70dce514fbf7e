import Bookings
import Foundation
import Postgres
import Tenancy
import Vocabulary

/// SQL on `papers`, `paper_buyers` and `paper_series`.
enum PaperStore {
    /// The next number: whoever else wants one of the kind waits for this transaction, and what is rolled back has
    /// taken no number.
    static func count(_ kind: PaperKind, zone: String, tenant: TenantID) -> SQL {
        """
        with moment as (select clock_timestamp() as at)
        insert into paper_series as s (tenant_id, kind, year, last_number, last_issued_at)
        select \(tenant), \(kind.rawValue), extract(year from m.at at time zone \(zone))::smallint, 1, m.at
          from moment m
        on conflict (tenant_id, kind, year) do update
           set last_number = s.last_number + 1,
               last_issued_at = greatest(s.last_issued_at, excluded.last_issued_at)
        returning s.year, s.last_number, s.last_issued_at
        """
    }

    /// Under its number. A second one that refers to the same, or to nothing, is refused.
    static func insert(_ paper: IssuedPaper, tenant: TenantID) throws -> SQL {
        let content = JSONText(String(decoding: try CanonicalJSON.encode(paper.content), as: UTF8.self))
        return """
            insert into papers (tenant_id, paper_id, kind, year, number, booking_id, refers_to, issued_at, content)
            values (\(tenant), \(paper.id), \(paper.kind.rawValue), \(paper.number.year), \(paper.number.number),
                    \(paper.booking), \(paper.refersTo), \(paper.issuedAt), \(content))
            """
    }

    static func insert(_ buyer: SealedBuyer, paper: UUID, issuedAt: Date, tenant: TenantID) -> SQL {
        """
        insert into paper_buyers (tenant_id, paper_id, buyer_sealed, data_key_number, issued_at)
        values (\(tenant), \(paper), \(buyer.bytes), \(buyer.keyNumber), \(issuedAt))
        """
    }

    static func find(of booking: BookingID) -> SQL {
        """
        select p.paper_id, p.kind, p.year, p.number, p.booking_id, p.refers_to, p.issued_at, p.content, b.buyer_sealed
          from papers p
          left join paper_buyers b on b.tenant_id = p.tenant_id and b.paper_id = p.paper_id
         where p.booking_id = \(booking.uuid)
        """
    }
}

/// Whom a paper is made out to, under the tenant's key.
struct SealedBuyer: Sendable {
    private static let field = "paper_buyers.buyer"

    let bytes: [UInt8]
    let keyNumber: Int

    init(_ buyer: PaperBuyer, with key: TenantDataKey) throws {
        bytes = try key.seal(String(decoding: try CanonicalJSON.encode(buyer), as: UTF8.self), field: Self.field)
        keyNumber = key.number
    }

    static func open(_ bytes: [UInt8], with key: TenantDataKey) throws -> PaperBuyer {
        try JSONDecoder().decode(PaperBuyer.self, from: Data(try key.open(bytes, field: field).utf8))
    }
}

extension IssuedPaper {
    init(_ row: Row, _ key: TenantDataKey) throws {
        let kind: String = try row.get("kind")
        self.init(
            id: try row.get("paper_id"),
            number: PaperNumber(
                kind: PaperKind(rawValue: kind) ?? .invoice, year: try row.get("year"),
                number: try row.get("number")),
            booking: try row.get("booking_id"), refersTo: try row.get("refers_to"),
            issuedAt: try row.get("issued_at"),
            content: try JSONDecoder().decode(
                InvoiceContent.self, from: Data(try row.get("content", as: JSONText.self).text.utf8)),
            buyer: try row.get("buyer_sealed", as: [UInt8]?.self).map { try SealedBuyer.open($0, with: key) })
    }
}
