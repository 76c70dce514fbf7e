import Foundation
import Identity
import Jobs
import Logging
import Messaging
import Postgres
import Tenancy
import Vocabulary
import Web

/// Writes to those who look after a site when its sender or a domain of its is lost or about to be: follows the outbox,
/// so that neither what found it out knows of letters, nor letters of who works for a site.
struct LossMails: Sendable {
    static let subscriber = "loss-mails"
    /// What happened longer ago has been seen on the console meanwhile.
    static let newsSeconds = 86_400.0

    let read: ReadAccount
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
        guard let loss = try Loss(event), event.createdAt > clock.now().addingTimeInterval(-Self.newsSeconds),
            let entry = directory.entry(id: event.tenant), TenantRound.Whom.living.includes(entry.state)
        else { return }
        let scope = tenants.scope(entry)
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

        /// Nil for other news.
        init?(_ event: OutboxReader.Event) throws {
            let payload = Data(event.payload.text.utf8)
            switch event.kind {
            case SenderNews.lost:
                let news = try JSONDecoder().decode(SenderNews.self, from: payload)
                (area, message) = (.mail, .senderLost(address: news.address, path: "/admin/mail"))
            case DomainNews.failing, DomainNews.lost:
                let news = try JSONDecoder().decode(DomainNews.self, from: payload)
                area = .domains
                message =
                    news.losesAt.map {
                        .domainFailing(
                            host: news.host, losesAt: Date(timeIntervalSince1970: $0), path: "/admin/domains")
                    } ?? .domainLost(host: news.host, path: "/admin/domains")
            default: return nil
            }
        }
    }
}

extension Hub {
    var lossMails: LossMails {
        LossMails(
            read: identity.read, mail: mail.enqueue, tenants: tenants, directory: directory, clock: base.clock,
            logger: base.logger)
    }
}
