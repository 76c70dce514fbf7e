package import Breakers
import Foundation
package import Jobs
import Metrics
import Postgres
package import Tenancy
package import Vocabulary

/// Brings mails out: opens what was sealed, composes, signs, hands over behind the breaker, and writes down
/// what became of it.
package struct PostOffice: Sendable {
    private let profiles: TenantProfiles
    private let dataKeys: DataKeys
    private let compose: ComposeLetter
    private let senders: SenderBook
    private let links: UnsubscribeLinks
    private let places: SitePlaces
    private let mark: MessageMark
    private let returnPaths: ReturnPaths
    private let identifiers: IdentifierSource
    private let transport: any MailTransport
    private let breaker: Breaker
    private let clock: WallClock

    package init(
        profiles: TenantProfiles, dataKeys: DataKeys, compose: ComposeLetter, senders: SenderBook,
        links: UnsubscribeLinks, places: SitePlaces, mark: MessageMark, returnPaths: ReturnPaths,
        transport: any MailTransport, breaker: Breaker, identifiers: IdentifierSource, clock: WallClock
    ) {
        self.profiles = profiles
        self.dataKeys = dataKeys
        self.compose = compose
        self.senders = senders
        self.links = links
        self.places = places
        self.mark = mark
        self.returnPaths = returnPaths
        self.identifiers = identifiers
        self.transport = transport
        self.breaker = breaker
        self.clock = clock
    }

    /// Throws `MailNotSentYet` for the queue to try again.
    package func run(_ job: SendMail, _ context: JobContext) async throws {
        let id = MailID(job.mail)
        guard let row = try await context.scope.run(MailStore.find(id)).first else { return }
        let waiting = try WaitingMail(id, row)
        guard waiting.isOpen else { return }
        if let reason = waiting.hindrance { return try await give(up: waiting, reason, nil, context) }
        do { try await attempt(waiting, context) } catch let error as MailNotSentYet {
            throw error
        } catch is DecodingError {
            try await give(up: waiting, "unreadable", nil, context)
        } catch is DataKeys.Fault {
            // Erased: nobody can be written to any more.
            try await give(up: waiting, "erased", nil, context)
        } catch  where context.attempt >= SendMail.attemptsMax && !(error is CancellationError) {
            // The job ends here, and with it the hope of this mail.
            try await give(up: waiting, "gave_up", nil, context)
        }
    }

    private func attempt(_ mail: WaitingMail, _ context: JobContext) async throws {
        let ready = try await prepare(mail, context.scope)
        do {
            let reply = try await breaker.call(
                isFailure: { ($0 as? MailFault)?.isOutage ?? true }, { try await transport.send(ready) })
            _ = try await context.finish { try await $0.run(MailStore.sent(mail.id, reply: reply)) }
            count(mail, "sent")
        } catch let fault as MailFault {
            try await handle(fault, mail, context)
        } catch is BreakerOpen {
            try await postpone(mail, "breaker_open", nil, context)
        }
    }

    private func handle(_ fault: MailFault, _ mail: WaitingMail, _ context: JobContext) async throws {
        guard case .refused = fault else { return try await postpone(mail, fault.word, fault.reply, context) }
        try await give(up: mail, fault.word, fault.reply, context, suppresses: fault.saysNoMailbox)
    }

    private func postpone(
        _ mail: WaitingMail, _ fault: String, _ reply: String?, _ context: JobContext
    ) async throws {
        guard context.attempt < SendMail.attemptsMax else { return try await give(up: mail, "gave_up", reply, context) }
        _ = try await context.scope.run(MailStore.deferred(mail.id, fault: fault, reply: reply))
        count(mail, fault)
        throw MailNotSentYet(fault: fault)
    }

    private func give(
        up mail: WaitingMail, _ fault: String, _ reply: String?, _ context: JobContext, suppresses: Bool = false
    ) async throws {
        try await context.finish { tx in
            _ = try await tx.run(MailStore.failed(mail.id, fault: fault, reply: reply))
            if suppresses {
                _ = try await tx.run(
                    SuppressionStore.insert(
                        mail.recipientIndex, .refused, diagnostic: reply, mail: mail.id, id: identifiers.next(),
                        tenant: tx.tenant))
            }
        }
        count(mail, fault)
    }

    /// Marks the attempt and makes the bytes.
    private func prepare(_ mail: WaitingMail, _ scope: TenantScope) async throws -> ReadyMail {
        let key = try await dataKeys.key(of: scope.tenant)
        let profile = try await profiles.profile(scope.entry)
        let site = LetterSite(profile: profile, base: places.base(of: profile))
        let recipient = try SealedMail.openRecipient(mail.recipientSealed, with: key)
        let message = try SealedMail.openMessage(mail.messageSealed, with: key)
        let locale = profile.definition.locales.contains(mail.locale) ? mail.locale : profile.defaultLocale
        let sender = try await senders.sender(of: profile, locale, key: key, in: scope)
        let proposed = mark.messageID(mail.id, tenant: scope.tenant, domain: sender.address.domain)
        let messageID: String = try await scope.run(MailStore.begin(mail.id, messageID: proposed)).only()
            .get("message_id")
        let unsubscribe =
            mail.template.weight == .consented
            ? site.url(links.path(mail.template.rawValue, mail.recipientIndex, tenant: scope.tenant)) : nil
        let letter = try compose.compose(
            message, to: recipient, in: locale, site: site, unsubscribeURL: unsubscribe, now: mail.createdAt)
        let text = MailWriter.write(
            letter,
            Envelope(
                messageID: messageID, date: clock.now(), sender: sender.address, senderName: sender.name,
                replyTo: sender.replyTo, recipient: recipient, language: locale.description,
                unsubscribeURL: unsubscribe))
        return ReadyMail(
            tenantSlug: profile.definition.slug, name: mail.id.uuid.text,
            sender: returnPaths.address(of: mail.id, tenant: scope.entry),
            recipient: recipient.address, message: try sender.signed(text, at: clock.now()))
    }

    private func count(_ mail: WaitingMail, _ outcome: String) {
        Counter(
            label: "travelhub_mails_total", dimensions: [("template", mail.template.rawValue), ("outcome", outcome)]
        ).increment()
    }
}

/// A row of `outgoing_mails` as a worker finds it.
private struct WaitingMail {
    let id: MailID
    let template: MailTemplate
    let locale: LocaleTag
    let recipientSealed: [UInt8]
    let recipientIndex: [UInt8]
    let messageSealed: [UInt8]
    let createdAt: Date
    let isOpen: Bool
    private let isSuppressed: Bool
    private let isConsented: Bool

    init(_ id: MailID, _ row: Row) throws {
        self.id = id
        guard let template = MailTemplate(rawValue: try row.get("template")) else {
            throw JobError.hopeless("a mail of a template that this release does not know")
        }
        self.template = template
        locale = try row.get("locale")
        recipientSealed = try row.get("recipient_sealed")
        recipientIndex = try row.get("recipient_index")
        messageSealed = try row.get("message_sealed", as: Data?.self).map(Array.init) ?? []
        createdAt = try row.get("created_at")
        isOpen = ["queued", "sending", "deferred"].contains(try row.get("state", as: String.self))
        isSuppressed = try row.get("is_suppressed")
        isConsented = try row.get("is_consented")
    }

    /// Why it must not go out.
    var hindrance: String? {
        if template.weight != .critical, isSuppressed { return "suppressed" }
        return template.weight == .consented && !isConsented ? "no_consent" : nil
    }
}
