package import Foundation
import Localization
import Tenancy
package import Vocabulary
package import Web

/// Makes a letter of a message: words, text, HTML, the calendar file that belongs to it.
package struct ComposeLetter: Sendable {
    static let template = "letter"

    private let templates: PageTemplates

    package init(templates: PageTemplates) { self.templates = templates }

    /// Throws `PageTemplateError` when the template is missing.
    package func compose(
        _ message: MailMessage, to recipient: MailRecipient, in locale: LocaleTag, site: LetterSite,
        unsubscribeURL: String?, now: Date
    ) throws -> Letter {
        let words = site.profile.translator(locale)
        let content = LetterWords(words: words, site: site, recipient: recipient, unsubscribeURL: unsubscribeURL)
            .content(of: message)
        let page = LetterPage(
            content: content, site: site, locale: locale, isRightToLeft: words.direction == .rightToLeft,
            plainLinkHint: words("mail.link_plain"))
        return Letter(
            subject: PlainLine.clean(content.subject), text: LetterText.write(content),
            html: try templates.render(Self.template, page),
            attachments: (calendar(message, words, site, now).map { [$0] } ?? []) + message.enclosures.map(\.attachment)
        )
    }

    private func calendar(
        _ message: MailMessage, _ words: Translator, _ site: LetterSite, _ now: Date
    ) -> Letter.Attachment? {
        let (booking, isCancelled): (BookingLetter, Bool)
        switch message {
        case .bookingConfirmed(let letter), .bookingChanged(let letter): (booking, isCancelled) = (letter, false)
        case .bookingCancelled(let letter): (booking, isCancelled) = (letter, true)
        case .bookingPapers(let letter, _): (booking, isCancelled) = (letter, letter.penalty != nil)
        default: return nil
        }
        let file = CalendarFile(booking, isCancelled: isCancelled, in: words, site, stamp: now)
        return Letter.Attachment(
            fileName: "booking.ics", type: "text/calendar; charset=utf-8; method=PUBLISH; name=\"booking.ics\"",
            bytes: file.bytes)
    }
}
