package import Bookings
import Foundation
import Inventory
import Postgres
import Pricing
package import Tenancy
import Vocabulary

/// Reads what papers are made of, and those that were issued.
package struct PaperDesk: Sendable {
    let paid: PaidLines

    package init(paid: PaidLines) { self.paid = paid }

    /// What a booking's receipt says now.
    ///
    /// Throws `PaperError.notAllowed` for a booking that was never agreed, or `PostgresError`.
    package func receipt(_ dated: DatedBooking, of definition: TenantDefinition, in scope: TenantScope) async throws
        -> ReceiptContent
    {
        guard dated.state.isAgreed else { throw PaperError.notAllowed }
        return ReceiptContent(
            dated.booking, paid: try await paid.read(dated.booking, scope), of: definition)
    }

    /// Throws `PostgresError`, or what AES-GCM throws for a buyer that was sealed elsewhere.
    package func issued(_ booking: BookingID, key: TenantDataKey, in scope: TenantScope) async throws -> IssuedPapers {
        IssuedPapers(try await scope.run(PaperStore.find(of: booking)).map { try IssuedPaper($0, key) })
    }

    /// - Parameter number: nil for the one issued last.
    ///
    /// Throws `PaperError.notIssued`, and what `issued` throws.
    package func paper(
        _ kind: PaperKind, _ number: PaperNumber?, of booking: BookingID, key: TenantDataKey, in scope: TenantScope
    ) async throws -> IssuedPaper {
        let papers = try await issued(booking, key: key, in: scope)
        guard let paper = number.map({ papers[$0] }) ?? papers[kind], paper.kind == kind else {
            throw PaperError.notIssued
        }
        return paper
    }

    /// What an invoice of the booking would say if it were issued now.
    func invoice(_ booking: Booking, of definition: TenantDefinition, in scope: TenantScope) async throws
        -> InvoiceContent
    {
        InvoiceContent(
            seller: PaperSeller(definition.legal), zone: definition.timeZone, stay: PaperStay(booking),
            price: try await price(of: booking, in: scope), paid: try await paid.read(booking, scope))
    }

    /// What the stay costs, in the partner's words of the day on which it was booked.
    func price(of booking: Booking, in scope: TenantScope) async throws -> PaperPrice {
        let billing = try await FindBooking().billing(of: booking.id, in: scope)
        let names = billing.stayTaxes.enumerated().map { (SellerTerms.taxCode($0.offset + 1), $0.element.name) }
        return PaperPrice(booking.stay, names: Dictionary(names) { first, _ in first })
    }
}

extension BookingState {
    /// Whether there is, or was, something to have papers of.
    package var isAgreed: Bool { self == .confirmed || self == .completed || self == .cancelled }

    /// Whether an invoice may be made out.
    package var isInvoiced: Bool { self == .confirmed || self == .completed }
}
