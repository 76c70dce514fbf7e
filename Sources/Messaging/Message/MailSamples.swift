import Foundation
import Tenancy
import Vocabulary

/// What previews are about: nobody, and a stay that nobody booked.
enum MailSamples {
    static let recipient = MailRecipient(address("ada@example.com"), name: "Ada Lovelace")

    /// As a browser calls itself.
    private static let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

    static func message(_ template: MailTemplate, now: Date, currency: CurrencyCode) -> MailMessage {
        switch template {
        case .verifyEmail: .verifyEmail(path: "/", validMinutes: 60)
        case .accountExists: .accountExists(path: "/")
        case .passwordChanged: .passwordChanged
        case .confirmNewEmail: .confirmNewEmail(path: "/", validMinutes: 1_440)
        case .resetPassword: .resetPassword(path: "/", validMinutes: 30)
        case .emailChangedFrom: .emailChangedFrom(newAddress: address("countess@example.com"))
        case .emailChangedTo: .emailChangedTo
        case .newDevice: .newDevice(device: browser, address: "192.0.2.7", at: now)
        case .signInLinked: .signInLinked(provider: "Example ID", at: now)
        case .signInUnlinked: .signInUnlinked(provider: "Example ID", at: now)
        case .staffInvitation:
            .staffInvitation(inviter: "Charles Babbage", role: "agent", path: "/", validMinutes: 4_320)
        case .bookingConfirmed: .bookingConfirmed(booking(now, currency, penalty: nil))
        case .bookingChanged: .bookingChanged(booking(now, currency, penalty: nil))
        case .bookingCancelled: .bookingCancelled(booking(now, currency, penalty: Money(minor: 4_500, currency)))
        case .bookingPapers: .bookingPapers(booking(now, currency, penalty: nil), [])
        case .accountDeleted: .accountDeleted
        case .senderLost: .senderLost(address: address("hello@example.com"), path: "/")
        case .domainFailing:
            .domainFailing(
                host: "www.example.com", losesAt: now.addingTimeInterval(DomainTerms.failingSecondsMax), path: "/")
        case .domainLost: .domainLost(host: "www.example.com", path: "/")
        case .invoiceIssued: .invoiceIssued(invoice(now, currency, overdueDays: 0))
        case .invoiceOverdue: .invoiceOverdue(invoice(now, currency, overdueDays: 3))
        case .disputeOpened: .disputeOpened(dispute(now, currency, state: "open"))
        case .disputeDecided: .disputeDecided(dispute(now, currency, state: "won"))
        case .news: .news(headline: "Lorem ipsum", text: "Dolor sit amet.", path: "/")
        }
    }

    private static func dispute(_ now: Date, _ currency: CurrencyCode, state: String) -> DisputeLetter {
        DisputeLetter(
            reference: "BCDFGHJK", amount: Money(minor: 45_000, currency), state: state,
            answerBy: now.addingTimeInterval(604_800), path: "/")
    }

    private static func invoice(_ now: Date, _ currency: CurrencyCode, overdueDays: Int) -> InvoiceLetter {
        let today = CalendarDate(daysSinceEpoch: Int(now.timeIntervalSince1970 / 86_400))
        return InvoiceLetter(
            number: "PLT-2026-000007", from: today.adding(days: -45), until: today.adding(days: -16),
            total: Money(minor: 45_000, currency), dueOn: today.adding(days: overdueDays == 0 ? 14 : -overdueDays),
            overdueDays: overdueDays, path: "/")
    }

    private static func booking(_ now: Date, _ currency: CurrencyCode, penalty: Money?) -> BookingLetter {
        let checkIn = CalendarDate(daysSinceEpoch: Int(now.timeIntervalSince1970 / 86_400) + 14)
        let checkOut = checkIn.adding(days: 3)
        let noon = Date(timeIntervalSince1970: Double(checkOut.daysSinceEpoch) * 86_400 + 11 * 3_600)
        return BookingLetter(
            booking: UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0)), reference: "BCDFGHJK",
            sequence: 2, hotelName: "Hotel Analytique", hotelAddress: "12 Rue de la Machine, Paris", checkIn: checkIn,
            checkOut: checkOut,
            leavesBy: .init(date: checkOut, minutes: 11 * 60, zone: "Etc/UTC", instant: noon), rooms: ["1 × Double"],
            guests: 2, total: Money(minor: 45_000, currency), dueAtProperty: Money(minor: 45_000, currency),
            penalty: penalty, path: "/")
    }

    private static func address(_ text: String) -> MailAddress {
        guard let address = MailAddress(text) else { preconditionFailure("\(text) is an address") }
        return address
    }
}
