import Bookings
import Foundation
import Jobs
import Logging
import Messaging
import Papers
import Postgres
import Tenancy
import Vocabulary
import Web

/// Writes to guests what became of their bookings: follows the outbox, in which bookings say what happened to
/// them, so that neither feature knows the other.
struct BookingMails: Sendable {
    static let subscriber = "booking-mails"
    /// What happened longer ago is no news: a subscriber that is new to a platform does not write to the guests
    /// of years.
    static let newsSeconds = 86_400.0

    let bookings: BookingsFeature
    let mail: EnqueueMail
    let tenants: TenantDatabase
    let directory: TenantDirectory
    let clock: WallClock
    let logger: Logger

    func reader(pool: PostgresPool) -> OutboxReader {
        OutboxReader(subscriber: Self.subscriber, pool: pool, logger: logger) { try await handle($0) }
    }

    /// Told of an event once more it writes no second mail: the mail's key is the booking and its step.
    func handle(_ event: OutboxReader.Event) async throws {
        guard event.kind.hasPrefix("booking."),
            event.createdAt > clock.now().addingTimeInterval(-Self.newsSeconds), let told = try? Told(event.payload)
        else { return }
        guard let entry = directory.entry(id: event.tenant), entry.state != .archived else { return }
        let key: TenantDataKey
        do { key = try await bookings.dataKeys.key(of: event.tenant) } catch is DataKeys.Fault {
            // Erased: there is nobody left to write to.
            return
        }
        let scope = tenants.scope(entry)
        let id = BookingID(event.subject)
        guard let (found, course) = try await opened(id, key, scope) else { return }
        guard let occasion = Occasion(step: told.sequence, of: course), let party = found.party else { return }
        let letter = found.booking.letter(step: told.sequence, isCancelled: occasion == .cancelled)
        let recipient = MailRecipient(
            MailAddress(party.email), name: party.travellers.first.map { $0.spoken(in: found.booking.locale) })
        _ = try await scope.transaction { tx in
            try await mail.enqueue(
                occasion.message(letter), to: recipient, in: found.booking.locale,
                uniqueKey: "booking.\(event.subject.text).\(told.sequence)",
                orderKey: "mail.booking.\(event.subject.text)", in: tx)
        }
    }

    /// Nil for one that is gone: its event must not keep those behind it waiting.
    private func opened(
        _ id: BookingID, _ key: TenantDataKey, _ scope: TenantScope
    ) async throws -> (found: FindBooking.Found, course: [Int: BookingState])? {
        do { return try await bookings.find.opened(id, key: key, in: scope) } catch BookingError.notFound {
            logger.warning("no mail for a booking that is gone", metadata: ["booking": "\(id.uuid.text)"])
            return nil
        }
    }

    /// What the event says beside its kind.
    private struct Told: Decodable {
        let sequence: Int

        init(_ payload: JSONText) throws {
            self = try JSONDecoder().decode(Told.self, from: Data(payload.text.utf8))
        }
    }

    /// What a step of a booking's course is to its guest.
    enum Occasion: Hashable, Sendable {
        case confirmed
        /// Confirmed once more, otherwise than before.
        case changed
        case cancelled

        /// Nil for steps that no guest needs to hear of: one who gave a hold back was promised nothing.
        init?(step: Int, of course: [Int: BookingState]) {
            let wasConfirmed = course.contains { $0.key < step && $0.value == .confirmed }
            switch course[step] {
            case .confirmed: self = wasConfirmed ? .changed : .confirmed
            case .cancelled where wasConfirmed: self = .cancelled
            default: return nil
            }
        }

        func message(_ letter: BookingLetter) -> MailMessage {
            switch self {
            case .confirmed: .bookingConfirmed(letter)
            case .changed: .bookingChanged(letter)
            case .cancelled: .bookingCancelled(letter)
            }
        }
    }
}
