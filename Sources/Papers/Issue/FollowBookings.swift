package import Bookings
import Foundation
package import Jobs
import Logging
package import Postgres
package import Tenancy
import Vocabulary

/// Keeps invoices true to their bookings: one that was cancelled has its invoice taken back, one that was changed gets
/// another in its place. Follows the outbox, so that neither cancelling nor changing knows of papers.
package struct FollowBookings: Sendable {
    package static let subscriber = "credit-notes"
    private static let changed = "booking.changed"
    private static let cancelled = "booking.\(BookingState.cancelled.rawValue)"

    let desk: PaperDesk
    let records: PaperRecords
    let dataKeys: DataKeys
    let tenants: TenantDatabase
    let directory: TenantDirectory
    let logger: Logger

    package func reader(pool: PostgresPool) -> OutboxReader {
        OutboxReader(subscriber: Self.subscriber, pool: pool, logger: logger) { try await handle($0) }
    }

    /// Goes by what stands now, whatever the event told of: told of it once more, or late, it issues nothing twice.
    package func handle(_ event: OutboxReader.Event) async throws {
        guard [Self.changed, Self.cancelled].contains(event.kind),
            let entry = directory.entry(id: event.tenant), entry.state != .archived
        else { return }
        try await follow(BookingID(event.subject), of: entry)
    }

    package func follow(_ id: BookingID, of entry: TenantEntry) async throws {
        let key: TenantDataKey
        do { key = try await dataKeys.key(of: entry.id) } catch is DataKeys.Fault {
            // Erased: there is nobody left to whom a paper would go.
            return
        }
        do { try await follow(id, key, tenants.scope(entry)) } catch PaperError.issued {
            logger.debug("papers were there", metadata: ["booking": "\(id.uuid.text)"])
        } catch BookingError.notFound {
            logger.warning("no papers for a booking that is gone", metadata: ["booking": "\(id.uuid.text)"])
        }
    }

    /// Throws `PaperError.notAllowed` where the booking changed meanwhile: what is told again finds it as it is then.
    private func follow(_ id: BookingID, _ key: TenantDataKey, _ scope: TenantScope) async throws {
        let issued = try await desk.issued(id, key: key, in: scope)
        guard let invoice = issued.invoice, issued.note(over: invoice) == nil else { return }
        let booking = try await FindBooking().find(id, .identifier, key: key, in: scope).booking
        let paid = try await desk.paid.read(booking, scope)
        if booking.state == .cancelled {
            try await takeBack(invoice, booking, paid, key, scope)
        } else if booking.state.isInvoiced {
            let now = InvoiceContent(
                seller: invoice.content.seller, zone: invoice.content.zone, stay: PaperStay(booking),
                price: try await desk.price(of: booking, in: scope), paid: paid)
            guard !now.saysAs(invoice.content) else { return }
            try await replace(invoice, by: now, booking, key, scope)
        }
    }

    /// All but what cancelling cost.
    private func takeBack(
        _ invoice: IssuedPaper, _ booking: Booking, _ paid: [PaidLine], _ key: TenantDataKey, _ scope: TenantScope
    ) async throws {
        let credit = InvoiceContent.Credit(of: invoice, penalty: booking.penalty)
        let content = invoice.content.credited(credit, paid: paid)
        try await scope.transaction { tx in
            let counted = try await records.count([.creditNote], zone: content.zone, in: tx)
            _ = try await records.write(
                counted.map {
                    .init(
                        counted: $0, booking: booking.id, refersTo: invoice.id, content: content, buyer: invoice.buyer)
                }, key, by: "system", in: tx)
        }
    }

    /// The whole of it is taken back, and another one issued that says what holds now, for the same buyer: both or
    /// neither, each naming the other.
    private func replace(
        _ invoice: IssuedPaper, by now: InvoiceContent, _ booking: Booking, _ key: TenantDataKey, _ scope: TenantScope
    ) async throws {
        try await scope.transaction { tx in
            guard try await FindBooking().isUnchanged(booking, in: tx) else { throw PaperError.notAllowed }
            let counted = try await records.count([.creditNote, .invoice], zone: now.zone, in: tx)
            let (note, next) = (counted[0], counted[1])
            let credit = InvoiceContent.Credit(
                of: invoice, penalty: .zero(now.currency), replacement: next.number)
            _ = try await records.write(
                [
                    .init(
                        counted: note, booking: booking.id, refersTo: invoice.id,
                        content: invoice.content.credited(credit), buyer: invoice.buyer),
                    .init(
                        counted: next, booking: booking.id, refersTo: invoice.id,
                        content: now.correcting(invoice, by: note.number), buyer: invoice.buyer),
                ], key, by: "system", in: tx)
        }
    }
}
