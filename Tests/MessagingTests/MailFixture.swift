import Breakers
import Foundation
import Jobs
import Localization
import Logging
import Messaging
import NameLookup
import Postgres
import Tenancy
import TestSupport
import Vocabulary
import Web

/// Two partners, the queue of their mails, a worker for it, and the mail server that they go to.
struct MailFixture {
    let fleet: TestFleet
    let one: TestPartner
    let two: TestPartner
    let server: TestMailServer
    let directory: TenantDirectory
    let enqueue: EnqueueMail
    let office: PostOffice
    let mark: MessageMark
    let returnPaths: ReturnPaths
    let links: UnsubscribeLinks
    let consents: MailConsents
    let bounces: RecordBounce
    let breaker: Breaker
    let book: SenderBook

    static func make(
        _ mode: IsolationMode = .pooled, milliseconds: Int = 10_000, policy: BreakerPolicy = BreakerPolicy()
    ) async throws -> MailFixture {
        let fleet = try await TestFleet.make()
        let server = try await TestMailServer.start()
        let one = try await TestPartner.make("aurelia", as: "aurelia", mode, in: fleet)
        let two = try await TestPartner.make("hinode", as: "hinode", mode, in: fleet)
        let directory = TenantDirectory(platformHosts: [])
        try await load(directory, fleet)
        var limits = SMTPTransport.Limits()
        limits.totalMilliseconds = milliseconds
        let mark = MessageMark(keys: fleet.masterKeys)
        let returnPaths = ReturnPaths(mailbox: ReturnMailbox("bounces@mail.localhost")!, keys: fleet.masterKeys)
        let consents = MailConsents(identifiers: fleet.identifiers)
        let links = UnsubscribeLinks(keys: fleet.masterKeys)
        let breaker = Breaker(name: "smtp", policy: policy, redis: nil)
        let book = SenderBook(platformAddress: Self.platformAddress, keys: platformKeys(fleet))
        let office = PostOffice(
            profiles: TenantProfiles(database: fleet.tenants, catalogues: try Letters.catalogues.get()),
            dataKeys: fleet.dataKeys, compose: ComposeLetter(templates: try Letters.templates.get()),
            senders: book, links: links,
            places: SitePlaces(scheme: "https", port: nil, directory: directory), mark: mark,
            returnPaths: returnPaths,
            transport: SMTPTransport(
                place: SMTPPlace(server.url)!, greeting: "mail.localhost", limits: limits), breaker: breaker,
            identifiers: fleet.identifiers, clock: .system)
        return MailFixture(
            fleet: fleet, one: one, two: two, server: server, directory: directory,
            enqueue: EnqueueMail(
                jobs: JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers), dataKeys: fleet.dataKeys,
                identifiers: fleet.identifiers),
            office: office, mark: mark, returnPaths: returnPaths, links: links, consents: consents,
            bounces: RecordBounce(
                mark: mark, returnPaths: returnPaths, consents: consents, tenants: fleet.tenants,
                directory: directory, identifiers: fleet.identifiers),
            breaker: breaker, book: book)
    }

    private static func load(_ directory: TenantDirectory, _ fleet: TestFleet) async throws {
        try await DirectoryFollower(
            directory: directory, database: fleet.platform,
            listener: PostgresListener(
                PostgresConfiguration(conninfo: fleet.adminConninfo), channels: [], logger: TestFleet.logger),
            logger: TestFleet.logger, changed: { _ in }
        ).load()
    }

    /// As a process knows of hosts that changed.
    func loadDirectory() async throws { try await Self.load(directory, fleet) }

    static let platformAddress = MailAddress("no-reply@mail.localhost")!

    /// The platform's keys, published at `names`.
    static func platformKeys(_ fleet: TestFleet, names: String = "127.0.0.1:1") -> PlatformKeys {
        var limits = NameLookupLimits()
        limits.tryMilliseconds = 200
        limits.triesMax = 1
        return PlatformKeys(
            domain: platformAddress.domain, platform: fleet.platform, keys: fleet.masterKeys,
            check: SenderCheck(resolver: NameResolver(servers: [names], limits: limits), spfInclude: nil),
            audit: AuditTrail(identifiers: fleet.identifiers), clock: .system)
    }

    func scope(_ partner: TestPartner) -> TenantScope { fleet.tenants.scope(partner.entry) }

    @discardableResult
    func write(
        _ message: MailMessage, to address: String = "ada@example.org", name: String? = "Ada",
        from partner: TestPartner? = nil,
        uniqueKey: String? = nil
    ) async throws -> MailID? {
        try await scope(partner ?? one).transaction { tx in
            try await enqueue.enqueue(
                message, to: MailRecipient(MailAddress(address)!, name: name), in: .english, uniqueKey: uniqueKey,
                in: tx)
        }
    }

    /// Runs what is due in the mail queue; the number of jobs.
    @discardableResult
    func work() async throws -> Int {
        var handlers = JobHandlers()
        handlers.register(SendMail.self) { job, context in try await office.run(job, context) }
        return try await Worker(
            pool: fleet.worker, handlers: handlers, tenants: fleet.tenants, directory: directory,
            keys: fleet.masterKeys, name: "mail", queues: [SendMail.queue], logger: TestFleet.logger
        ).turn()
    }

    /// Makes what is to come due now.
    func hurry() async throws {
        _ = try await fleet.admin.single(
            "update shared.jobs set run_at = clock_timestamp() where state in ('scheduled', 'ready')")
    }

    struct Row: Equatable {
        let state: String
        let attempts: Int
        let fault: String?
        let reply: String?
        let isSaid: Bool
    }

    func row(_ partner: TestPartner? = nil) async throws -> Row {
        let row = try await scope(partner ?? one).run(
            """
            select state, attempts, fault, smtp_reply, message_sealed is not null as is_said from outgoing_mails
             order by mail_id desc limit 1
            """
        ).only()
        return Row(
            state: try row.get("state"), attempts: try row.get("attempts"), fault: try row.get("fault"),
            reply: try row.get("smtp_reply"), isSaid: try row.get("is_said"))
    }

    func addressIndex(_ address: String, _ partner: TestPartner? = nil) async throws -> [UInt8] {
        try await fleet.dataKeys.key(of: (partner ?? one).entry.id).blindIndex(MailAddress(address)!.normal)
    }

    func close() async {
        await server.stop()
        await fleet.close()
    }
}
