package import Bookings
import Jobs
package import Logging
package import Messaging
package import Tenancy
package import Vocabulary

/// What a traveller is handed: receipt, invoice and credit note as PDF, a calendar file, all of it by mail once more.
///
/// What always holds: a partner's numbers of a kind and year have no gap; an issued paper says for ever what it said,
/// for as long as the law asks for it also to whom; a booking's invoices and credit notes sum to what it costs; the same paper in the same language gives the same bytes; printing
/// keeps no event loop waiting.
package struct PapersFeature: Sendable {
    package let desk: PaperDesk
    package let print: PrintPaper
    package let issue: IssueInvoice
    package let resend: ResendPapers
    package let bookings: BookingsFeature
    private let records: PaperRecords

    /// - Parameter paid: the movements of money that papers tell of.
    package init(
        paid: PaidLines, press: PaperPress, bookings: BookingsFeature, mail: EnqueueMail, clock: WallClock,
        identifiers: IdentifierSource
    ) {
        let audit = AuditTrail(identifiers: identifiers)
        desk = PaperDesk(paid: paid)
        print = PrintPaper(press: press)
        records = PaperRecords(audit: audit, identifiers: identifiers)
        issue = IssueInvoice(desk: desk, records: records)
        resend = ResendPapers(desk: desk, print: print, mail: mail, audit: audit, clock: clock)
        self.bookings = bookings
    }

    /// Keeps invoices true to bookings that are changed or cancelled.
    package func following(tenants: TenantDatabase, directory: TenantDirectory, logger: Logger) -> FollowBookings {
        FollowBookings(
            desk: desk, records: records, dataKeys: bookings.dataKeys, tenants: tenants, directory: directory,
            logger: logger)
    }
}
