import Foundation
package import Jobs
package import Tenancy
package import Vocabulary
package import Web

/// Mail: composed from typed messages, queued in the transaction of its cause, sent by a worker, reported on.
///
/// What always holds: a mail exists exactly when its cause does; a message that says something personal is
/// sealed while it waits and gone when it is out; no request waits for a mail server; nobody is written to
/// for news without consent; the From field names only
/// domains that publish the partner's key; reports on a mail reach us, and say by their address which it is.
package struct MessagingFeature: Sendable {
    package let enqueue: EnqueueMail
    package let office: PostOffice
    package let consents: MailConsents
    package let bounces: RecordBounce
    package let senders: SenderBook
    package let desk: SenderDesk
    package let suppressions: Suppressions
    let compose: ComposeLetter
    let links: UnsubscribeLinks
    let places: SitePlaces
    let dataKeys: DataKeys
    let templates: PageTemplates
    let shelf: AssetShelf
    /// Where kept mails are shown to whoever develops; nil elsewhere.
    let kept: MailBox?

    package init(
        enqueue: EnqueueMail, office: PostOffice, consents: MailConsents, bounces: RecordBounce, senders: SenderBook,
        desk: SenderDesk, suppressions: Suppressions, compose: ComposeLetter, links: UnsubscribeLinks,
        places: SitePlaces, dataKeys: DataKeys,
        templates: PageTemplates, shelf: AssetShelf, kept: MailBox?
    ) {
        self.enqueue = enqueue
        self.office = office
        self.consents = consents
        self.bounces = bounces
        self.senders = senders
        self.desk = desk
        self.suppressions = suppressions
        self.compose = compose
        self.links = links
        self.places = places
        self.dataKeys = dataKeys
        self.templates = templates
        self.shelf = shelf
        self.kept = kept
    }

    /// - Parameter reads: where it is noted which of the staff looked at whom was written to.
    package func routes(reads: AuditReads) -> RouteGroup {
        RouteGroup(
            "mail",
            senderRoutes + messageRoutes(reads) + suppressionRoutes(reads) + bounceRoutes + unsubscribeRoutes
                + (kept.map { mailBoxRoutes($0) } ?? []))
    }

    /// The path of the page that takes back a consent, for whoever shows people what they agreed to.
    package func unsubscribePath(_ kind: String, _ addressIndex: [UInt8], tenant: TenantID) -> String {
        links.path(kind, addressIndex, tenant: tenant)
    }

    /// The jobs that its verbs leave behind; they run in workers of the queue `mail`.
    package func register(in handlers: inout JobHandlers) {
        handlers.register(SendMail.self) { [office] job, context in try await office.run(job, context) }
    }
}
