import Bookings
import Breakers
import Foundation
import Identity
import Jobs
import Messaging
import NameLookup
import Outbound
import Postgres
import Synchronization
import Tenancy
import TestSupport
import Vocabulary
import Web

/// Accounts as they are served: real verbs and their jobs; letters are kept as they are posted.
struct ServedIdentity: Sendable {
    let feature: IdentityFeature
    let openID: OpenIDFeature
    let consents: MailConsents
    private let letters: KeptLetters
    private let worker: Worker

    struct NoLetter: Error {}

    static func make(_ fleet: TestFleet) async throws -> ServedIdentity {
        let letters = KeptLetters()
        let consents = MailConsents(identifiers: fleet.identifiers)
        let hasher = try PasswordHasher(secrets: .system)
        let rule = PasswordRule(breached: nil)
        let bookings = AccountBookings(dataKeys: fleet.dataKeys)
        let parts = IdentityParts(
            dataKeys: fleet.dataKeys, identifiers: fleet.identifiers, secrets: .system, clock: .system,
            hasher: hasher, rule: rule, jobs: JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers),
            letters: letters.box,
            trips: AccountTrips(
                join: { bookings.join($0, emailIndex: $1) }, export: { try await bookings.export($0, $1) }),
            news: AccountNews(
                record: { isGranted, index, requestID, tx in
                    try await consents.record(
                        isGranted, of: index, kind: "news", source: "account", requestID: requestID, in: tx)
                },
                kept: { index, scope in
                    let records = AddressRecords()
                    return .init(
                        consents: try await records.consents(index, in: scope),
                        mails: try await records.mails(index, in: scope))
                }), attempts: nil)
        let feature = IdentityFeature(
            parts: parts, tenants: fleet.tenants,
            operators: Operators(
                platform: fleet.platform, keys: fleet.masterKeys, hasher: hasher, rule: rule,
                identifiers: fleet.identifiers, secrets: .system, attempts: nil))
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
        // No provider is asked anything here: what they answer is held to in IdentityTests.
        let openID = OpenIDFeature(
            parts: parts,
            reach: OpenIDReach(
                caller: OutboundCaller(
                    names: NameResolver(servers: ["127.0.0.1:1"]), rule: .publicOnly, limits: OpenIDReach.limits,
                    agent: "test"),
                allowsLoopback: false, breaker: { Breaker(name: $0, redis: nil) }))
        return ServedIdentity(feature: feature, openID: openID, consents: consents, letters: letters, worker: worker)
    }

    /// The path in the last letter of this partner's, once the jobs before it are done.
    func letter(of partner: TwoSites.Partner) async throws -> String {
        _ = try await worker.turn()
        guard let path = letters.paths(of: partner.entry.id).last else { throw NoLetter() }
        return path
    }

    func lettersCount(of partner: TwoSites.Partner) async throws -> Int {
        _ = try await worker.turn()
        return letters.paths(of: partner.entry.id).count
    }
}

/// Links of letters as they are posted, by tenant.
private final class KeptLetters: Sendable {
    private let kept = Mutex<[TenantID: [String]]>([:])

    var box: LetterBox {
        LetterBox { [self] letter, tx in
            guard let path = letter.content.path else { return }
            kept.withLock { $0[tx.tenant, default: []].append(path) }
        }
    }

    func paths(of tenant: TenantID) -> [String] { kept.withLock { $0[tenant] ?? [] } }
}

extension Identity.Letter.Content {
    fileprivate var path: String? {
        switch self {
        case .verifyEmail(let path), .accountExists(let path), .resetPassword(let path), .confirmNewEmail(let path),
            .invitation(let path, _, _):
            path
        case .passwordChanged, .emailChanged, .emailIsNow, .newDevice, .wayLinked, .wayUnlinked, .accountDeleted: nil
        }
    }
}
