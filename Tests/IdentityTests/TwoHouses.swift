import Foundation
import Identity
import Jobs
import Postgres
import Synchronization
import Tenancy
import TestSupport
import Vocabulary
import Web

/// Two tenants on one database, one in the shared schema and one in its own, with the people of each.
struct TwoHouses: Sendable {
    let fleet: TestFleet
    let pooled: House
    let schema: House
    let clock: ManualClock
    let worker: Worker
    let feature: IdentityFeature

    var both: [(House, House)] { [(pooled, schema), (schema, pooled)] }

    static func with(
        breached: BreachedPasswords? = nil, cost: PasswordHash.Cost = quick,
        attempts: AttemptLimiter? = AttemptLimiter(logger: TestFleet.logger), _ body: (TwoHouses) async throws -> Void
    ) async throws {
        let fleet = try await TestFleet.make()
        do {
            try await body(try await open(fleet, breached, cost, attempts))
        } catch {
            await fleet.close()
            throw error
        }
        await fleet.close()
    }

    /// What is tested here is not how slow a hash is.
    static let quick = PasswordHash.Cost(logRounds: 4, blockSize: 1, parallelism: 1)

    private static func open(
        _ fleet: TestFleet, _ breached: BreachedPasswords?, _ cost: PasswordHash.Cost, _ attempts: AttemptLimiter?
    ) async throws -> TwoHouses {
        let clock = ManualClock(Date())
        let letters = PostedLetters()
        let hasher = try PasswordHasher(secrets: .system, cost: cost)
        let rule = PasswordRule(breached: breached)
        let parts = IdentityParts(
            dataKeys: fleet.dataKeys, identifiers: fleet.identifiers, secrets: .system, clock: clock.wallClock,
            hasher: hasher, rule: rule, jobs: JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers),
            letters: letters.box,
            trips: AccountTrips(
                join: { account, index in
                    """
                    insert into booking_accounts (tenant_id, booking_id, account_id)
                    select tenant_id, booking_id, \(account) from bookings where email_index = \(index)
                    on conflict do nothing
                    """
                }, export: { _, _ in [] }),
            news: letters.news, attempts: attempts)
        let operators = Operators(
            platform: fleet.platform, keys: fleet.masterKeys, hasher: hasher, rule: rule,
            identifiers: fleet.identifiers, secrets: .system, attempts: attempts)
        let feature = IdentityFeature(parts: parts, tenants: fleet.tenants, operators: operators)
        let (one, two) = (try await fleet.tenant("one", .pooled), try await fleet.tenant("two", .schema))
        let directory = TenantDirectory(platformHosts: [])
        try await DirectoryFollower(
            directory: directory, database: fleet.platform,
            listener: PostgresListener(
                PostgresConfiguration(conninfo: TestFleet.conninfo(fleet.adminConninfo, user: "travelhub_platform")),
                channels: [DirectoryFollower.channel], logger: TestFleet.logger), logger: TestFleet.logger,
            changed: { _ in }
        ).load()
        var handlers = JobHandlers()
        feature.register(in: &handlers)
        let worker = Worker(
            pool: fleet.worker, handlers: handlers, tenants: fleet.tenants, directory: directory,
            keys: fleet.masterKeys, name: "test", queues: ["ordinary"], logger: TestFleet.logger)
        func house(_ entry: TenantEntry) -> House {
            House(entry: entry, scope: fleet.tenants.scope(entry), feature: feature, letters: letters, worker: worker)
        }
        return TwoHouses(
            fleet: fleet, pooled: house(one), schema: house(two), clock: clock, worker: worker, feature: feature)
    }
}

/// Letters as they are posted, by tenant.
final class PostedLetters: Sendable {
    private let posted = Mutex<[TenantID: [Letter]]>([:])

    var box: LetterBox {
        LetterBox { [self] letter, tx in posted.withLock { $0[tx.tenant, default: []].append(letter) } }
    }

    private let agreed = Mutex<[TenantID: [Bool]]>([:])

    var news: AccountNews {
        AccountNews(
            record: { [self] isGranted, _, _, tx in
                agreed.withLock { $0[tx.tenant, default: []].append(isGranted) }
            }, kept: { _, _ in .init(consents: [], mails: []) })
    }

    /// What was said to news, in its order.
    func news(of tenant: TenantID) -> [Bool] { agreed.withLock { $0[tenant] ?? [] } }

    func of(_ tenant: TenantID) -> [Letter] { posted.withLock { $0[tenant] ?? [] } }
}

/// One tenant's side of it.
struct House: Sendable {
    let entry: TenantEntry
    let scope: TenantScope
    let feature: IdentityFeature
    let letters: PostedLetters
    let worker: Worker

    static let place = CredentialCheck.Place(address: "192.0.2.7", userAgent: "test/1")
    static let password = "correct horse battery"
    static let guest = Actor("guest", requestID: "test")

    var posted: [Letter] { letters.of(entry.id) }

    /// The token in the last letter's link.
    var lastToken: String? {
        posted.last.flatMap { letter -> String? in
            switch letter.content {
            case .verifyEmail(let path), .resetPassword(let path), .confirmNewEmail(let path),
                .invitation(let path, _, _):
                path.split(separator: "=").last.map(String.init)
            default: nil
            }
        }
    }

    /// Registers, follows the letter's link, and is signed in as a program.
    func member(_ email: String, password: String = House.password) async throws -> SignedIn {
        try await register(email, password)
        guard let token = lastToken else { throw NoLetter() }
        let credentials = try await feature.verify.run(
            token, .program, Self.place, requestID: "test", in: scope)
        return try await SignedIn(credentials, self)
    }

    func register(_ email: String, _ password: String = House.password) async throws {
        guard let address = EmailAddress(email) else { throw NoLetter() }
        try await feature.register.run(
            .init(email: address, password: password, name: "Ada", locale: .english), Self.place, requestID: "test",
            in: scope)
        _ = try await worker.turn()
    }

    func logIn(
        _ email: String, _ password: String = House.password, code: String? = nil, _ kind: SessionKind = .program,
        _ place: CredentialCheck.Place = House.place
    ) async throws -> Credentials {
        guard let address = EmailAddress(email) else { throw NoLetter() }
        return try await feature.logIn.run(
            .init(email: address, password: password, code: code, kind: kind), place, requestID: "test", in: scope)
    }

    func bearer(_ token: String, _ place: CredentialCheck.Place = House.place) async throws -> Caller {
        try await feature.credentials.bearer(token, entry, place)
    }

    func cookie(_ value: String) async throws -> Caller? {
        try await feature.credentials.session(value, entry, Self.place)
    }

    struct NoLetter: Error {}
}

/// A program with tokens.
struct SignedIn: Sendable {
    let access: String
    let refresh: String
    let caller: Caller

    init(_ credentials: Credentials, _ house: House) async throws {
        guard case .program(let access, let refresh, _) = credentials else { throw House.NoLetter() }
        self.access = access
        self.refresh = refresh
        caller = try await house.bearer(access)
    }

    var account: UUID { get throws { if let account = caller.account { account } else { throw House.NoLetter() } } }
}
