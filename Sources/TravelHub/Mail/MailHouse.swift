import Breakers
import Foundation
import Jobs
import Localization
import Logging
import Messaging
import NameLookup
import Tenancy
import Vocabulary
import Web

/// Mail put together: the way out that the settings name, the breaker before it, the feature on top.
struct MailHouse {
    let base: Base
    let breakers: BreakerRegister
    let platform: PlatformDatabase
    let profiles: TenantProfiles
    let tenants: TenantDatabase
    let directory: TenantDirectory
    let dataKeys: DataKeys
    let jobs: JobQueue
    let resolver: NameResolver
    let catalogues: Catalogues
    let shelf: AssetShelf

    func feature() throws -> MessagingFeature {
        let settings = base.settings
        let templates = try base.files.templates("letters")
        let compose = ComposeLetter(templates: templates)
        let senders = SenderBook(
            platformAddress: settings.mailFrom, keys: Self.platformKeys(base, platform: platform, resolver: resolver))
        let links = UnsubscribeLinks(keys: base.masterKeys)
        let mark = MessageMark(keys: base.masterKeys)
        let consents = MailConsents(identifiers: base.identifiers)
        let returnPaths = ReturnPaths(mailbox: settings.mailReturns, keys: base.masterKeys)
        let places = SitePlaces(
            scheme: settings.publicScheme,
            port: settings.publicPort ?? (settings.isDevelopment ? settings.httpPort : nil),
            directory: directory)
        let folder = FolderTransport(directory: settings.dataDirectory.appendingPathComponent("mail"))
        let office = PostOffice(
            profiles: profiles, dataKeys: dataKeys, compose: compose, senders: senders, links: links, places: places,
            mark: mark, returnPaths: returnPaths, transport: transport(or: folder),
            breaker: breakers.breaker("smtp"), identifiers: base.identifiers, clock: base.clock)
        return MessagingFeature(
            enqueue: EnqueueMail(
                jobs: jobs, dataKeys: dataKeys,
                identifiers: base.identifiers),
            office: office, consents: consents,
            bounces: RecordBounce(
                mark: mark, returnPaths: returnPaths, consents: consents, tenants: tenants, directory: directory,
                identifiers: base.identifiers),
            senders: senders,
            desk: SenderDesk(
                check: SenderCheck(resolver: resolver, spfInclude: settings.mailSPF),
                audit: AuditTrail(identifiers: base.identifiers), outbox: Outbox(identifiers: base.identifiers),
                clock: base.clock),
            suppressions: Suppressions(dataKeys: dataKeys, audit: AuditTrail(identifiers: base.identifiers)),
            compose: compose, links: links, places: places, dataKeys: dataKeys, templates: templates, shelf: shelf,
            kept: settings.isDevelopment ? MailBox(folder: folder, catalogues: catalogues) : nil)
    }

    /// The platform's own signing keys, of the domain that its mail comes from.
    static func platformKeys(_ base: Base, platform: PlatformDatabase, resolver: NameResolver) -> PlatformKeys {
        PlatformKeys(
            domain: base.settings.mailFrom.domain, platform: platform, keys: base.masterKeys,
            check: SenderCheck(resolver: resolver, spfInclude: base.settings.mailSPF),
            audit: AuditTrail(identifiers: base.identifiers), clock: base.clock)
    }

    private func transport(or folder: FolderTransport) -> any MailTransport {
        guard let place = base.settings.smtpPlace else {
            if !base.settings.isDevelopment {
                base.logger.warning("no mail server is configured: mails are kept as files and sent to nobody")
            }
            return folder
        }
        var limits = SMTPTransport.Limits()
        limits.totalMilliseconds = base.settings.smtpSeconds * 1_000
        limits.connectMilliseconds = min(limits.connectMilliseconds, limits.totalMilliseconds)
        return SMTPTransport(place: place, greeting: base.settings.mailFrom.domain.ascii, limits: limits)
    }
}
