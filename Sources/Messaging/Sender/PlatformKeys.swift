import Crypto
package import Foundation
import NameLookup
import Postgres
import Synchronization
package import Tenancy
package import Vocabulary

/// The keys that mail from the platform's own address is signed with: made, published by whoever runs the domain,
/// then used. One signs at a time, and all processes see within seconds which.
package struct PlatformKeys: Sendable {
    /// Keys of a domain that are kept; of more the oldest that does not sign goes.
    package static let keptMax = 5
    /// How long a process goes on with the key that it read last.
    static let rememberedSeconds = 5.0

    package enum State: String, Sendable {
        case made
        case signing
        case retired
    }

    package struct Sight: Sendable {
        package let key: ChosenSender.PublishedKey
        package let state: State
        package let createdAt: Date
        /// Where its record stands, and what it says.
        package let recordName: String
        package let record: String
    }

    package enum Fault: Error, Hashable, Sendable {
        case unknown
        /// The domain does not publish the key: mail signed with it would fail at every receiver.
        case notPublished(found: [String])
        case namesUnreachable
    }

    package let domain: HostName
    private let platform: PlatformDatabase
    private let keys: MasterKeys
    private let check: SenderCheck
    private let audit: AuditTrail
    private let clock: WallClock
    private let read = ReadKey()

    /// What a process read last.
    private final class ReadKey: Sendable {
        let last = Mutex<(key: DKIMKey?, readAt: Date)?>(nil)
    }

    package init(
        domain: HostName, platform: PlatformDatabase, keys: MasterKeys, check: SenderCheck, audit: AuditTrail,
        clock: WallClock
    ) {
        self.domain = domain
        self.platform = platform
        self.keys = keys
        self.check = check
        self.audit = audit
        self.clock = clock
    }

    /// Oldest first.
    ///
    /// Throws `PostgresError`.
    package func list() async throws -> [Sight] {
        try await platform.run(PlatformKeyStore.list(domain)).map(sight)
    }

    /// Throws `PostgresError`, or what the crypto library throws.
    package func make(_ algorithm: DKIMKey.Algorithm, _ actor: AuditActor) async throws -> Sight {
        let key = try DKIMKey.make(algorithm, selector: "th\(Int(clock.now().timeIntervalSince1970))")
        return try await platform.transaction { tx in
            let row = try await tx.run(try PlatformKeyStore.insert(key, domain, keys)).only()
            _ = try await tx.run([
                PlatformKeyStore.thin(domain, kept: Self.keptMax),
                entry("mail_key.make", actor, key.selector, before: nil, after: .made),
            ])
            return try sight(row)
        }
    }

    /// Signs with it from now on; the one before is retired. Nothing changes where its record does not stand, unless
    /// `unseen` says that it is not to be looked for.
    ///
    /// Throws `Fault`, `PostgresError`.
    package func use(_ selector: String, unseen: Bool = false, _ actor: AuditActor) async throws {
        guard let wanted = try await list().first(where: { $0.key.selector == selector }) else { throw Fault.unknown }
        if !unseen { try await demandRecord(of: wanted.key) }
        try await platform.transaction { tx in
            let rows = try await tx.run(PlatformKeyStore.lock(domain)).map(sight)
            guard let now = rows.first(where: { $0.key.selector == selector }) else { throw Fault.unknown }
            guard now.state != .signing else { return }
            _ = try await tx.run([
                PlatformKeyStore.retire(domain), PlatformKeyStore.sign(domain, selector),
                entry("mail_key.use", actor, selector, before: now.state, after: .signing),
            ])
        }
        read.last.withLock { $0 = nil }
    }

    /// Nil where none is in use. A key that cannot be opened is no reason to send without one: the mail waits.
    ///
    /// Throws `PostgresError`, what AES-GCM throws.
    func signing() async throws -> DKIMKey? {
        let now = clock.now()
        if let last = read.last.withLock(\.self), abs(now.timeIntervalSince(last.readAt)) < Self.rememberedSeconds {
            return last.key
        }
        let row = try await platform.run(PlatformKeyStore.signing(domain)).first
        let key = try row.map { try PlatformKeyStore.key($0, domain, keys) }
        read.last.withLock { $0 = (key, now) }
        return key
    }

    private func demandRecord(of key: ChosenSender.PublishedKey) async throws {
        guard let name = DomainName(domain.ascii) else { throw Fault.notPublished(found: []) }
        let finding = await check.dkim(name, key)
        switch finding.verdict {
        case .right: return
        case .unknown: throw Fault.namesUnreachable
        default: throw Fault.notPublished(found: finding.found)
        }
    }

    private func sight(_ row: Row) throws -> Sight {
        guard let algorithm = DKIMKey.Algorithm(rawValue: try row.get("algorithm")),
            let state = State(rawValue: try row.get("state"))
        else { throw SenderRowFault() }
        let key = ChosenSender.PublishedKey(
            algorithm: algorithm, selector: try row.get("selector"), publicText: try row.get("public_text"))
        return Sight(
            key: key, state: state, createdAt: try row.get("created_at"),
            recordName: "\(key.selector)._domainkey.\(domain.ascii)", record: SenderCheck.dkimRecord(key))
    }

    private func entry(
        _ action: String, _ actor: AuditActor, _ selector: String, before: State?, after: State
    ) -> SQL {
        func json(_ state: State) -> JSONText { JSONText(#"{"state":"\#(state.rawValue)"}"#) }
        return audit.platformStatement(
            AuditEntry(
                action: action, actor: actor, subjectKind: "mail_key",
                subjectID: "\(selector)._domainkey.\(domain.ascii)",
                before: before.map(json), after: json(after)), about: nil)
    }
}
