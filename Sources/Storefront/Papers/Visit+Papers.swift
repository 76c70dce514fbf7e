import Bookings
import Foundation
import HTTPTypes
import Localization
import Messaging
import Papers
import Tenancy
import Vocabulary
import Web

extension Visit {
    /// Nil where nothing is agreed yet. One round trip.
    ///
    /// Throws `PostgresError`.
    func papers(of found: FindBooking.Found) async throws -> PaperLinks? {
        guard found.dated.state.isAgreed else { return nil }
        let id = found.booking.id
        let issued = try await parts.papers.desk.issued(id, key: try await dataKey(), in: scope)
        let here = paths.booking(id.uuid)
        let asking =
            issued.all.isEmpty && found.dated.state.isInvoiced
            ? [Link(words("papers.ask_invoice"), paths.invoice(id.uuid))] : []
        return PaperLinks(
            links: [Link(words("papers.receipt"), here + "/receipt.pdf")] + asking
                + issued.files(words).map { Link($0.label, here + "/" + $0.file) }
                + [Link(words("papers.calendar"), here + "/stay.ics")],
            resend: FormTarget(here + "/resend", hidden: hidden()))
    }

    /// The stay as its mails have it: whoever takes both has it once.
    func calendar(_ found: FindBooking.Found) -> Answer {
        guard found.dated.state.isAgreed else { return .leading(to: paths.booking(found.booking.id.uuid)) }
        let isCancelled = found.dated.state == .cancelled
        let letter = found.booking.letter(step: found.booking.sequence, isCancelled: isCancelled)
        let site = LetterSite(profile: profile, base: context.arrival.base(of: profile.definition) ?? "")
        let file = CalendarFile(letter, isCancelled: isCancelled, in: words, site, stamp: now)
        return Answer.bytes(file.bytes, type: "text/calendar; charset=utf-8; method=PUBLISH", cache: .never)
            .with(.contentDisposition, Answer.attachment("stay-\(letter.reference).ics"))
    }
}
