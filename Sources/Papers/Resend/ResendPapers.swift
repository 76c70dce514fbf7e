package import Bookings
import Foundation
import Localization
import Messaging
import Postgres
package import Tenancy
package import Vocabulary
import Web

/// Sends a booking's confirmation once more, with all its papers.
package struct ResendPapers: Sendable {
    /// One letter within so long, however often it is asked for: a mailbox is not filled by pressing a button.
    package static let windowSeconds = 600

    let desk: PaperDesk
    let print: PrintPaper
    let mail: EnqueueMail
    let audit: AuditTrail
    let clock: WallClock

    /// In the booking's own language, to the address that it was made with.
    ///
    /// - Returns: false where one is on its way already.
    /// - Throws: `PaperError.notAllowed`, `.busy`, or `PostgresError`.
    @discardableResult
    package func send(
        _ found: FindBooking.Found, of profile: TenantProfile, key: TenantDataKey, by actor: AuditActor,
        in scope: TenantScope
    ) async throws -> Bool {
        guard found.dated.state.isAgreed, let party = found.party else { throw PaperError.notAllowed }
        let booking = found.booking
        let locale = profile.speaks(booking.locale)
        let name = party.travellers.first?.spoken(in: locale)
        let receipt = try await desk.receipt(found.dated, of: profile.definition, in: scope)
        var enclosures = [
            MailEnclosure(
                fileName: receipt.fileName, type: "application/pdf",
                bytes: try await print.receipt(receipt, for: name ?? "", of: profile, in: locale))
        ]
        for paper in try await desk.issued(booking.id, key: key, in: scope).all {
            enclosures.append(
                MailEnclosure(
                    fileName: paper.fileName, type: "application/pdf",
                    bytes: try await print.issued(paper, of: profile, in: locale)))
        }
        let letter = booking.letter(step: booking.sequence, isCancelled: found.dated.state == .cancelled)
        let message = MailMessage.bookingPapers(letter, enclosures)
        let recipient = MailRecipient(MailAddress(party.email), name: name)
        let id = booking.id.uuid.text
        let window = Int(clock.now().timeIntervalSince1970) / Self.windowSeconds
        let entry = AuditEntry(
            action: "paper.resend", actor: actor, subjectKind: "booking", subjectID: id,
            after: JSONText(#"{"files":\#(enclosures.count)}"#))
        return try await scope.transaction { tx in
            let queued = try await mail.enqueue(
                message, to: recipient, in: locale, uniqueKey: "booking.\(id).papers.\(window)",
                orderKey: "mail.booking.\(id)", in: tx)
            guard queued != nil else { return false }
            try await audit.record(entry, in: tx)
            return true
        }
    }
}

extension ReceiptContent {
    package var fileName: String { "receipt-\(stay.reference).pdf" }
}

extension TenantProfile {
    /// The language where the site speaks it, else its own.
    package func speaks(_ locale: LocaleTag) -> LocaleTag {
        definition.locales.contains(locale) ? locale : defaultLocale
    }
}
