import Foundation
import Identity
import Jobs
import Logging
import Messaging
import Payments
import Postgres
import Tenancy
import Vocabulary
import Web

/// Writes to those who look after a site when its sender or a domain of its is lost or about to be, or a bank takes
/// money back: follows the outbox, so that neither what found it out knows of letters, nor letters of who works for a
/// site.
struct LossMails: Sendable {
    static let subscriber = "loss-mails"
    /// What happened longer ago has been seen on the console meanwhile.
    static let newsSeconds = 86_400.0

    let read: ReadAccount
    let payments: ReadPayments
    let mail: EnqueueMail
    let tenants: TenantDatabase
    let directory: TenantDirectory
    let clock: WallClock
    let logger: Logger

    func reader(pool: PostgresPool) -> OutboxReader {
        OutboxReader(subscriber: Self.subscriber, pool: pool, logger: logger) { try await handle($0) }
    }

    /// Told of an event once more it writes no second letter: a letter's key is the event and whom it goes to.
    func handle(_ event: OutboxReader.Event) async throws {
        guard event.createdAt > clock.now().addingTimeInterval(-Self.newsSeconds),
            let entry = directory.entry(id: event.tenant), TenantRound.Whom.made.includes(entry.state)
        else { return }
        let scope = tenants.scope(entry)
        guard let loss = try await loss(event, in: scope), loss.whom.includes(entry.state) else { return }
        let staff: [Account]
        do { staff = try await read.staff(in: scope) } catch is DataKeys.Fault {
            // Erased: there is nobody left to write to.
            return
        }
        let keepers = staff.filter { $0.role.rights.allow(StaffRight(loss.area, .write)) }
        try await scope.transaction { tx in
            for one in keepers {
                try await mail.enqueue(
                    loss.message,
                    to: MailRecipient(MailAddress(one.email), name: one.name.isEmpty ? nil : one.name),
                    in: one.locale, uniqueKey: "loss.\(event.id.text).\(one.id.text)", in: tx)
            }
        }
    }

    /// What was lost, and who looks after such things.
    private struct Loss {
        let area: StaffArea
        let message: MailMessage

        /// Banks ask a partner that was put away, too.
        var whom: TenantRound.Whom { area == .finance ? .made : .living }
    }

    /// Nil for other news.
    private func loss(_ event: OutboxReader.Event, in scope: TenantScope) async throws -> Loss? {
        let payload = Data(event.payload.text.utf8)
        switch event.kind {
        case SenderNews.lost:
            let news = try JSONDecoder().decode(SenderNews.self, from: payload)
            return Loss(area: .mail, message: .senderLost(address: news.address, path: "/admin/mail"))
        case DomainNews.failing, DomainNews.lost:
            let news = try JSONDecoder().decode(DomainNews.self, from: payload)
            let failing = news.losesAt.map { Date(timeIntervalSince1970: $0) }
            return Loss(
                area: .domains,
                message: failing.map { .domainFailing(host: news.host, losesAt: $0, path: "/admin/domains") }
                    ?? .domainLost(host: news.host, path: "/admin/domains"))
        case DisputeNews.opened, DisputeNews.decided:
            let news = try JSONDecoder().decode(DisputeNews.self, from: payload)
            return try await payments.dispute(DisputeID(news.disputeID), in: scope).flatMap { told in
                Self.loss(told, isDecided: event.kind == DisputeNews.decided)
            }
        default: return nil
        }
    }

    /// That it began is no news any more once it was decided.
    private static func loss(_ told: ToldDispute, isDecided: Bool) -> Loss? {
        let dispute = told.dispute
        guard dispute.state.isEnd == isDecided else { return nil }
        let letter = DisputeLetter(
            reference: told.reference, amount: dispute.amount, state: dispute.state.rawValue,
            answerBy: dispute.answerBy, path: "/admin/payments/\(dispute.payment.uuid.text)")
        return Loss(area: .finance, message: isDecided ? .disputeDecided(letter) : .disputeOpened(letter))
    }
}

extension Hub {
    var lossMails: LossMails {
        LossMails(
            read: identity.read, payments: payments.read, mail: mail.enqueue, tenants: tenants, directory: directory,
            clock: base.clock,
            logger: base.logger)
    }
}
