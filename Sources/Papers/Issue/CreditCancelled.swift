import Bookings
import Foundation
package import Jobs
import Logging
package import Postgres
import Tenancy
import Vocabulary

/// Takes back the invoice of a booking that was cancelled: follows the outbox, so that cancelling knows of no papers.
package struct CreditCancelled: Sendable {
    package static let subscriber = "credit-notes"

    let desk: PaperDesk
    let records: PaperRecords
    let dataKeys: DataKeys
    let tenants: TenantDatabase
    let directory: TenantDirectory
    let logger: Logger

    package func reader(pool: PostgresPool) -> OutboxReader {
        OutboxReader(subscriber: Self.subscriber, pool: pool, logger: logger) { try await handle($0) }
    }

    /// Told of an event once more it issues no second note: a booking has one.
    package func handle(_ event: OutboxReader.Event) async throws {
        guard event.kind == "booking.\(BookingState.cancelled.rawValue)",
            let entry = directory.entry(id: event.tenant), entry.state != .archived
        else { return }
        let key: TenantDataKey
        do { key = try await dataKeys.key(of: event.tenant) } catch is DataKeys.Fault {
            // Erased: there is nobody left to whom a note would go.
            return
        }
        let (scope, id) = (tenants.scope(entry), BookingID(event.subject))
        let issued = try await desk.issued(id, key: key, in: scope)
        guard let invoice = issued.invoice, issued.creditNote == nil else { return }
        let booking = try await FindBooking().find(id, .identifier, key: key, in: scope).booking
        let content = invoice.content.credited(
            invoice.number, issuedAt: invoice.issuedAt, penalty: booking.penalty,
            paid: try await desk.paid.read(booking, scope))
        do {
            _ = try await scope.transaction { tx in
                try await records.issue(
                    .creditNote, of: id, refersTo: invoice.id, content, invoice.buyer, key, "system", in: tx)
            }
        } catch PaperError.issued {
            logger.debug("a credit note was there", metadata: ["booking": "\(id.uuid.text)"])
        }
    }
}
