package import Bookings
import Foundation
import Postgres
package import Tenancy
import Vocabulary
import Web

/// Gives a booking its invoice: a number of the partner's own line, once, and content that stays.
package struct IssueInvoice: Sendable {
    let desk: PaperDesk
    let records: PaperRecords

    /// An invoice all but issued: what it says was read before, so that numbers wait for nothing.
    package struct Draft: Sendable {
        let booking: Booking
        let content: InvoiceContent
        let buyer: PaperBuyer
    }

    /// Throws `PaperError.notAllowed`, `.issued`, `.invalid`, or `PostgresError`.
    package func draft(
        _ found: FindBooking.Found, for entry: PaperBuyer.Entry, of definition: TenantDefinition, key: TenantDataKey,
        in scope: TenantScope
    ) async throws -> Draft {
        guard entry.faults.isEmpty else { throw PaperError.invalid(entry.faults) }
        guard try await desk.issued(found.booking.id, key: key, in: scope).invoice == nil else {
            throw PaperError.issued
        }
        guard found.dated.state.isInvoiced else { throw PaperError.notAllowed }
        let name = found.party?.travellers.first?.spoken(in: found.booking.locale) ?? ""
        return Draft(
            booking: found.booking,
            content: try await desk.invoice(found.booking, of: definition, in: scope),
            buyer: PaperBuyer(name: name, entry))
    }

    /// The booking is held as it was read, so that whoever cancels it finds the invoice.
    ///
    /// Throws `PaperError.issued` where another was first, `.notAllowed` where the booking has changed since, or
    /// `PostgresError`; the transaction is to be given up then, and the number with it.
    package func issue(
        _ draft: Draft, key: TenantDataKey, by actor: AuditActor, in tx: TenantTransaction
    ) async throws -> IssuedPaper {
        guard try await FindBooking().isUnchanged(draft.booking, in: tx) else { throw PaperError.notAllowed }
        let counted = try await records.count([.invoice], zone: draft.content.zone, in: tx)
        let issued = try await records.write(
            counted.map { .init(counted: $0, booking: draft.booking.id, content: draft.content, buyer: draft.buyer) },
            key, by: actor, in: tx)
        return issued[0]
    }
}
