package import Foundation
package import Vocabulary

/// What there is to say in a mail, one case a template, with what it says it about.
///
/// Links are paths on the partner's own host: whoever enqueues a mail cannot make it lead elsewhere.
/// Everything personal in here is sealed while the mail waits.
package enum MailMessage: Sendable, Hashable, Codable {
    case verifyEmail(path: String, validMinutes: Int)
    /// To who registered an address that has an account.
    case accountExists(path: String)
    case resetPassword(path: String, validMinutes: Int)
    case passwordChanged
    /// To an address that somebody wants to have for their account.
    case confirmNewEmail(path: String, validMinutes: Int)
    /// To the address that was: somebody else may have changed it.
    case emailChangedFrom(newAddress: MailAddress)
    /// To the address that is now.
    case emailChangedTo
    /// `device` is what the program calls itself; the letter names browser and system, and nothing of its own words.
    case newDevice(device: String, address: String, at: Date)
    /// By an account at a provider, whose name it is, somebody comes in from now on.
    case signInLinked(provider: String, at: Date)
    case signInUnlinked(provider: String, at: Date)
    /// `role` is the role's code: `admin`, `agent` …
    case staffInvitation(inviter: String, role: String, path: String, validMinutes: Int)
    case bookingConfirmed(BookingLetter)
    case bookingChanged(BookingLetter)
    case bookingCancelled(BookingLetter)
    /// The booking as it stands, with its papers: somebody asked for them.
    case bookingPapers(BookingLetter, [MailEnclosure])
    case accountDeleted
    /// To whoever looks after the site's mail: its sender is no longer proven. From the platform's, since it is lost.
    case senderLost(address: MailAddress, path: String)
    /// To whoever looks after the site's domains: one is still served, and lost by then if nothing is done.
    case domainFailing(host: String, losesAt: Date, path: String)
    case domainLost(host: String, path: String)
    /// To whoever looks after the site's money: the platform's invoice, and that it is overdue.
    case invoiceIssued(InvoiceLetter)
    case invoiceOverdue(InvoiceLetter)
    /// To the same: a guest's bank wants money back, and how it decided.
    case disputeOpened(DisputeLetter)
    case disputeDecided(DisputeLetter)
    /// News of the partner's, to whoever agreed to get them.
    case news(headline: String, text: String, path: String)

    package var template: MailTemplate {
        switch self {
        case .verifyEmail: .verifyEmail
        case .accountExists: .accountExists
        case .resetPassword: .resetPassword
        case .passwordChanged: .passwordChanged
        case .confirmNewEmail: .confirmNewEmail
        case .emailChangedFrom: .emailChangedFrom
        case .emailChangedTo: .emailChangedTo
        case .newDevice: .newDevice
        case .signInLinked: .signInLinked
        case .signInUnlinked: .signInUnlinked
        case .staffInvitation: .staffInvitation
        case .bookingConfirmed: .bookingConfirmed
        case .bookingChanged: .bookingChanged
        case .bookingCancelled: .bookingCancelled
        case .bookingPapers: .bookingPapers
        case .accountDeleted: .accountDeleted
        case .senderLost: .senderLost
        case .domainFailing: .domainFailing
        case .domainLost: .domainLost
        case .invoiceIssued: .invoiceIssued
        case .invoiceOverdue: .invoiceOverdue
        case .disputeOpened: .disputeOpened
        case .disputeDecided: .disputeDecided
        case .news: .news
        }
    }
}

/// The templates by the names that rows, routes and metrics have for them.
package enum MailTemplate: String, Sendable, Hashable, CaseIterable {
    case verifyEmail = "verify_email"
    case accountExists = "account_exists"
    case resetPassword = "reset_password"
    case passwordChanged = "password_changed"
    case confirmNewEmail = "confirm_new_email"
    case emailChangedFrom = "email_changed_from"
    case emailChangedTo = "email_changed_to"
    case newDevice = "new_device"
    case signInLinked = "sign_in_linked"
    case signInUnlinked = "sign_in_unlinked"
    case staffInvitation = "staff_invitation"
    case bookingConfirmed = "booking_confirmed"
    case bookingChanged = "booking_changed"
    case bookingCancelled = "booking_cancelled"
    case bookingPapers = "booking_papers"
    case accountDeleted = "account_deleted"
    case senderLost = "sender_lost"
    case domainFailing = "domain_failing"
    case domainLost = "domain_lost"
    case invoiceIssued = "invoice_issued"
    case invoiceOverdue = "invoice_overdue"
    case disputeOpened = "dispute_opened"
    case disputeDecided = "dispute_decided"
    case news

    package var weight: MailWeight {
        switch self {
        case .verifyEmail, .accountExists, .resetPassword, .passwordChanged, .confirmNewEmail, .emailChangedFrom,
            .emailChangedTo, .newDevice, .signInLinked, .signInUnlinked, .accountDeleted, .staffInvitation:
            .critical
        case .bookingConfirmed, .bookingChanged, .bookingCancelled, .bookingPapers, .senderLost, .domainFailing,
            .domainLost, .invoiceIssued, .invoiceOverdue, .disputeOpened, .disputeDecided:
            .transactional
        case .news: .consented
        }
    }
}

/// What must hold before a mail may go out.
package enum MailWeight: String, Sendable, Hashable, CaseIterable {
    /// About the safety of an account: tried even where mail bounced before.
    case critical
    /// Follows from what the recipient did or looks after; not sent to addresses that do not exist.
    case transactional
    /// Only to whoever agreed, with a way out in every mail.
    case consented
}

/// A booking as its mails tell of it: the values of the moment, so that a mail sent late says what was agreed.
package struct BookingLetter: Sendable, Hashable, Codable {
    /// When the guests have left, on the property's clock.
    package struct Moment: Sendable, Hashable, Codable {
        package let date: CalendarDate
        package let minutes: Int
        package let zone: String
        package let instant: Date

        package init(date: CalendarDate, minutes: Int, zone: String, instant: Date) {
            self.date = date
            self.minutes = minutes
            self.zone = zone
            self.instant = instant
        }
    }

    /// The total as the traveller saw it in another currency when they booked.
    package struct Shown: Sendable, Hashable, Codable {
        package let amount: Money
        /// Of the rate.
        package let date: CalendarDate
        package let marginBasisPoints: Int

        package init(amount: Money, date: CalendarDate, marginBasisPoints: Int) {
            self.amount = amount
            self.date = date
            self.marginBasisPoints = marginBasisPoints
        }
    }

    package let booking: UUID
    package let reference: String
    package let sequence: Int
    package let hotelName: String
    package let hotelAddress: String
    package let checkIn: CalendarDate
    package let checkOut: CalendarDate
    package let leavesBy: Moment
    package let rooms: [String]
    package let guests: Int
    package let total: Money
    package let dueAtProperty: Money
    /// What cancelling cost; nil unless it was cancelled.
    package let penalty: Money?
    package let path: String
    /// Nil where they saw what is charged alone.
    package let shown: Shown?

    package init(
        booking: UUID, reference: String, sequence: Int, hotelName: String, hotelAddress: String,
        checkIn: CalendarDate, checkOut: CalendarDate, leavesBy: Moment, rooms: [String], guests: Int, total: Money,
        dueAtProperty: Money, penalty: Money?, path: String, shown: Shown? = nil
    ) {
        self.booking = booking
        self.reference = reference
        self.sequence = sequence
        self.hotelName = hotelName
        self.hotelAddress = hotelAddress
        self.checkIn = checkIn
        self.checkOut = checkOut
        self.leavesBy = leavesBy
        self.rooms = rooms
        self.guests = guests
        self.total = total
        self.dueAtProperty = dueAtProperty
        self.penalty = penalty
        self.path = path
        self.shown = shown
    }
}
