import Foundation
import Localization
import Messaging
import Tenancy
import TestSupport
import Vocabulary
import Web

/// Sites and messages that tests write letters for.
enum Letters {
    static func booking(
        hotel: String = "Hotel Ritz", penalty: Money? = nil, shown: BookingLetter.Shown? = nil
    ) -> BookingLetter {
        let day = CalendarDate(year: 2026, month: 6, day: 12)!
        return BookingLetter(
            booking: UUID(uuidString: "01900000-0000-7000-8000-000000000001")!, reference: "BCDFGHJK", sequence: 2,
            hotelName: hotel, hotelAddress: "1 Corniche, Cairo", checkIn: day, checkOut: day.adding(days: 3),
            leavesBy: .init(
                date: day.adding(days: 3), minutes: 660, zone: "Africa/Cairo",
                instant: Date(timeIntervalSince1970: 1_781_510_400)), rooms: ["Double"], guests: 2,
            total: Money(minor: 45_000, CurrencyCode("EUR")!),
            dueAtProperty: Money(minor: 45_000, CurrencyCode("EUR")!),
            penalty: penalty, path: "/en/manage", shown: shown)
    }

    static func invoice(_ number: String) -> InvoiceLetter {
        InvoiceLetter(
            number: number, from: CalendarDate("2026-05-01")!, until: CalendarDate("2026-05-31")!,
            total: Money(minor: 45_000, CurrencyCode("EUR")!), dueOn: CalendarDate("2026-06-15")!, overdueDays: 3,
            path: "/admin/billing/1")
    }

    static func message(_ template: MailTemplate, hostile text: String = "Charles") -> MailMessage {
        switch template {
        case .verifyEmail: .verifyEmail(path: "/en/verify?token=abc", validMinutes: 60)
        case .resetPassword: .resetPassword(path: "/en/reset?token=abc", validMinutes: 1)
        case .emailChangedFrom: .emailChangedFrom(newAddress: MailAddress("new@example.com")!)
        case .emailChangedTo: .emailChangedTo
        case .accountExists: .accountExists(path: "/en/sign-in")
        case .passwordChanged: .passwordChanged
        case .confirmNewEmail: .confirmNewEmail(path: "/en/confirm?token=abc", validMinutes: 60)
        case .newDevice: .newDevice(device: text, address: "192.0.2.7", at: Date(timeIntervalSince1970: 1_780_315_209))
        case .signInLinked: .signInLinked(provider: text, at: Date(timeIntervalSince1970: 1_780_315_209))
        case .signInUnlinked: .signInUnlinked(provider: text, at: Date(timeIntervalSince1970: 1_780_315_209))
        case .staffInvitation:
            .staffInvitation(inviter: text, role: "agent", path: "/admin/join?token=abc", validMinutes: 4_320)
        case .bookingConfirmed: .bookingConfirmed(booking(hotel: text))
        case .bookingChanged: .bookingChanged(booking(hotel: text))
        case .bookingCancelled:
            .bookingCancelled(booking(hotel: text, penalty: Money(minor: 100, CurrencyCode("EUR")!)))
        case .bookingPapers:
            .bookingPapers(
                booking(hotel: text), [MailEnclosure(fileName: "receipt.pdf", type: "application/pdf", bytes: [0x25])])
        case .accountDeleted: .accountDeleted
        case .senderLost: .senderLost(address: MailAddress("hello@example.com")!, path: "/admin/mail")
        case .domainFailing:
            .domainFailing(
                host: text, losesAt: Date(timeIntervalSince1970: 1_780_315_209), path: "/admin/domains")
        case .domainLost: .domainLost(host: text, path: "/admin/domains")
        case .invoiceIssued: .invoiceIssued(invoice(text))
        case .invoiceOverdue: .invoiceOverdue(invoice(text))
        case .disputeOpened: .disputeOpened(dispute("open"))
        case .disputeDecided: .disputeDecided(dispute("lost"))
        case .news: .news(headline: text, text: "First.\n\nSecond: \(text)", path: "/en")
        }
    }

    static func dispute(_ state: String, answerBy: Date? = Date(timeIntervalSince1970: 1_780_315_209)) -> DisputeLetter
    {
        DisputeLetter(
            reference: "BCDFGHJK", amount: Money(minor: 12_900, CurrencyCode("EUR")!), state: state, answerBy: answerBy,
            path: "/admin/payments/1")
    }

    static let catalogues = Result {
        try Catalogues.load(directory: TestFleet.root.appendingPathComponent("locales").path)
    }
    static let templates = Result { try PageTemplates(directory: TestFleet.root.appendingPathComponent("letters")) }

    static func site(_ folder: String = "aurelia") throws -> LetterSite {
        let definition = try TenantFolder.read(
            directory: TestFleet.root.appendingPathComponent("tenants/\(folder)").path)
        let entry = TenantEntry(
            id: TenantID(UUID()), number: 1, generation: 1, version: 1, isolation: .pooled, state: .active)
        let profile = try TenantProfile(
            entry: entry, definition: definition, definitionVersion: 1, release: 1, branding: definition.branding,
            catalogues: try catalogues.get())
        return LetterSite(profile: profile, base: "https://\(definition.hosts[0].ascii)")
    }

    static func compose(
        _ message: MailMessage, in locale: LocaleTag, name: String? = "Ada", site: LetterSite,
        unsubscribe: String? = nil
    ) throws -> Letter {
        try ComposeLetter(templates: try templates.get()).compose(
            message, to: MailRecipient(MailAddress("ada@example.com")!, name: name), in: locale, site: site,
            unsubscribeURL: unsubscribe, now: Date(timeIntervalSince1970: 1_780_315_209))
    }
}
