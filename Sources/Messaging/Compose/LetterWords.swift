import Foundation
import Localization
import Tenancy
import Vocabulary
import Web

/// Puts a message into words of one locale.
struct LetterWords {
    let words: Translator
    let site: LetterSite
    let recipient: MailRecipient
    let unsubscribeURL: String?

    func content(of message: MailMessage) -> LetterContent {
        let stem = "mail.\(message.template.rawValue)"
        let arguments = arguments(message)
        return LetterContent(
            subject: words("\(stem).subject", arguments), heading: words("\(stem).heading", arguments),
            blocks: [.paragraph(greeting)] + blocks(message, stem, arguments), footer: footer(message.template),
            unsubscribe: unsubscribeURL.map { .init(label: words("mail.unsubscribe", ["brand": brand]), url: $0) })
    }

    private var brand: MessageArgument { value(site.name(words.locale)) }

    private var greeting: String {
        guard let name = recipient.name.map({ PlainLine.clean($0, max: 100) }), !name.isEmpty else {
            return words("mail.greeting_plain")
        }
        return words("mail.greeting", ["name": value(name)])
    }

    private func value(_ text: String) -> MessageArgument {
        .text(PlainLine.isolated(PlainLine.clean(text), in: words.direction))
    }

    /// Browser and system by their names: what a program calls itself is text of whoever signed in.
    private func device(_ userAgent: String) -> String {
        DeviceName(userAgent: userAgent).text { browser, system in
            words("mail.device.name", ["browser": .text(browser), "system": .text(system)])
        } ?? words("mail.device.unknown")
    }

    private func moment(_ instant: Date) -> MessageArgument {
        .text(words.formats.dateTime(instant, zone: site.profile.definition.timeZone, naming: .city))
    }

    /// How long a proof may be gone before what it proves is lost.
    private static let graceDays = MessageArgument.number(Int(DomainTerms.failingSecondsMax / 86_400))

    private func arguments(_ message: MailMessage) -> [String: MessageArgument] {
        var arguments = ["brand": brand]
        switch message {
        case .verifyEmail(_, let minutes), .resetPassword(_, let minutes), .confirmNewEmail(_, let minutes):
            arguments["minutes"] = .number(minutes)
            arguments["hours"] = .number(max(1, minutes / 60))
        case .emailChangedFrom(let address): arguments["address"] = value(address.masked)
        case .emailChangedTo, .accountDeleted, .accountExists, .passwordChanged: break
        case .newDevice(let device, let address, let at):
            arguments["device"] = value(self.device(device))
            arguments["address"] = value(address)
            arguments["at"] = moment(at)
        case .signInLinked(let provider, let at), .signInUnlinked(let provider, let at):
            arguments["provider"] = value(provider)
            arguments["at"] = moment(at)
        case .staffInvitation(let inviter, let role, _, let minutes):
            arguments["inviter"] = value(inviter)
            arguments["role"] = value(words("mail.role.\(role)"))
            arguments["hours"] = .number(max(1, minutes / 60))
        case .bookingConfirmed(let booking), .bookingChanged(let booking), .bookingCancelled(let booking),
            .bookingPapers(let booking, _):
            arguments["hotel"] = value(booking.hotelName)
            arguments["reference"] = value(booking.reference)
        case .senderLost(let address, _):
            arguments["address"] = value(address.description)
            arguments["days"] = Self.graceDays
        case .domainFailing(let host, let losesAt, _):
            arguments["host"] = value(host)
            arguments["at"] = moment(losesAt)
        case .domainLost(let host, _):
            arguments["host"] = value(host)
            arguments["days"] = Self.graceDays
        case .invoiceIssued(let invoice), .invoiceOverdue(let invoice):
            arguments["number"] = value(invoice.number)
            arguments["total"] = .text(words.formats.money(invoice.total))
            arguments["due"] = .text(words.formats.date(invoice.dueOn, .long))
            arguments["days"] = .number(invoice.overdueDays)
        case .disputeOpened(let dispute), .disputeDecided(let dispute):
            arguments["reference"] = value(dispute.reference)
            arguments["amount"] = .text(words.formats.money(dispute.amount))
            arguments["state"] = .text(dispute.state)
            arguments["by"] = dispute.answerBy.map(moment)
        case .news(let headline, _, _): arguments["headline"] = value(headline)
        }
        return arguments
    }

    private func blocks(
        _ message: MailMessage, _ stem: String, _ arguments: [String: MessageArgument]
    ) -> [LetterContent.Block] {
        let text = LetterContent.Block.paragraph(words("\(stem).text", arguments))
        switch message {
        case .verifyEmail(let path, _), .resetPassword(let path, _):
            return [
                text, button("\(stem).button", path), .aside(words("mail.valid", arguments)),
                .aside(words("mail.not_you")),
            ]
        case .confirmNewEmail(let path, _):
            return [
                text, button("\(stem).button", path), .aside(words("mail.valid_hours", arguments)),
                .aside(words("mail.not_you")),
            ]
        case .accountExists(let path):
            return [text, button("\(stem).button", path), .aside(words("mail.not_you"))]
        case .emailChangedFrom, .newDevice, .passwordChanged, .signInLinked, .signInUnlinked:
            return [text, .paragraph(words("\(stem).alarm", arguments))]
        case .emailChangedTo, .accountDeleted: return [text]
        case .senderLost(_, let path), .domainFailing(_, _, let path), .domainLost(_, let path):
            return [text, .paragraph(words("\(stem).mend", arguments)), button("\(stem).button", path)]
        case .staffInvitation(_, _, let path, _):
            return [text, button("\(stem).button", path), .aside(words("mail.valid_hours", arguments))]
        case .bookingConfirmed(let booking), .bookingChanged(let booking), .bookingCancelled(let booking),
            .bookingPapers(let booking, _):
            return [text, .facts(facts(booking)), button("mail.booking.button", booking.path)]
        case .invoiceIssued(let invoice), .invoiceOverdue(let invoice):
            return [text, .facts(facts(invoice)), button("mail.invoice.button", invoice.path)]
        case .disputeOpened(let dispute):
            let mend = dispute.answerBy.map { _ in LetterContent.Block.paragraph(words("\(stem).mend", arguments)) }
            return [text] + [mend].compactMap(\.self) + [button("mail.dispute.button", dispute.path)]
        case .disputeDecided(let dispute): return [text, button("mail.dispute.button", dispute.path)]
        case .news(_, let text, let path):
            return PlainLine.cleanLines(text).filter { !$0.isEmpty }.map { .paragraph($0) }
                + [button("\(stem).button", path)]
        }
    }

    private func button(_ key: String, _ path: String) -> LetterContent.Block {
        .button(label: words(key), url: site.url(path))
    }

    private func facts(_ booking: BookingLetter) -> [LetterContent.Fact] {
        let leaves = booking.leavesBy
        let formats = words.formats
        let clock = formats.clock(minutes: leaves.minutes)
        let place = words(
            "unit.place_time", ["place": .text(formats.place(ofZone: leaves.zone, at: leaves.instant))])
        func fact(_ name: String, _ value: String) -> LetterContent.Fact {
            .init(
                label: words("mail.fact.\(name)"),
                value: PlainLine.isolated(PlainLine.clean(value), in: words.direction))
        }
        return [
            fact("reference", booking.reference),
            fact("hotel", booking.hotelName),
            fact("address", booking.hotelAddress),
            fact("check_in", formats.date(booking.checkIn, .full)),
            fact("check_out", formats.date(booking.checkOut, .full)),
            fact("leave_by", "\(formats.date(leaves.date, .medium)), \(clock) (\(place))"),
            fact("rooms", formats.list(booking.rooms.map { PlainLine.clean($0) })),
            fact("guests", formats.number(booking.guests)),
            fact("total", formats.money(booking.total)),
        ] + [booking.shown.map { fact("shown", shown($0, of: booking.total)) }].compactMap(\.self)
            + (booking.penalty.map { [fact("penalty", formats.money($0))] } ?? [
                fact("due_at_property", formats.money(booking.dueAtProperty))
            ])
    }

    private func facts(_ invoice: InvoiceLetter) -> [LetterContent.Fact] {
        let formats = words.formats
        return [
            ("number", PlainLine.isolated(PlainLine.clean(invoice.number), in: words.direction)),
            ("period", formats.dateRange(invoice.from, invoice.until)), ("total", formats.money(invoice.total)),
            ("due", formats.date(invoice.dueOn, .full)),
        ].map { LetterContent.Fact(label: words("mail.invoice.\($0.0)"), value: $0.1) }
    }

    private func shown(_ shown: BookingLetter.Shown, of total: Money) -> String {
        let formats = words.formats
        var arguments: [String: MessageArgument] = [
            "amount": .text(formats.money(shown.amount)), "date": .text(formats.date(shown.date)),
            "currency": .text(total.currency.code),
        ]
        guard shown.marginBasisPoints > 0 else { return words("mail.shown.plain", arguments) }
        arguments["margin"] = .text(formats.percent(basisPoints: shown.marginBasisPoints))
        return words("mail.shown.margin", arguments)
    }

    private func footer(_ template: MailTemplate) -> [String] {
        let support = site.profile.definition.support
        let reason =
            switch template {
            case .staffInvitation: "staff"
            case .senderLost, .domainFailing, .domainLost, .invoiceIssued, .invoiceOverdue, .disputeOpened,
                .disputeDecided:
                "duty"
            case .bookingConfirmed, .bookingChanged, .bookingCancelled, .bookingPapers: "booking"
            case .news: "news"
            case .verifyEmail, .accountExists, .resetPassword, .passwordChanged, .confirmNewEmail, .emailChangedFrom,
                .emailChangedTo, .newDevice, .signInLinked, .signInUnlinked, .accountDeleted:
                "account"
            }
        return [
            words("mail.reason.\(reason)", ["brand": brand]),
            words("mail.support", ["mail": value(support.mail), "phone": value(support.phone)]),
        ]
    }
}
