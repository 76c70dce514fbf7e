import Crypto
import Foundation
package import Jobs
import Metrics
import Postgres
package import Tenancy
package import Vocabulary

/// Chooses, proves and forgets a partner's sender; each step is audited in its transaction.
package struct SenderDesk: Sendable {
    package static let nameMax = 100

    /// Who does it, for the audit trail.
    package struct Author: Sendable {
        package let actor: AuditActor

        package init(actor: AuditActor) { self.actor = actor }
    }

    private let check: SenderCheck
    private let audit: AuditTrail
    private let outbox: Outbox
    private let clock: WallClock
    private let chance: DomainChance

    package init(
        check: SenderCheck, audit: AuditTrail, outbox: Outbox, clock: WallClock, chance: DomainChance = .system
    ) {
        self.check = check
        self.audit = audit
        self.outbox = outbox
        self.clock = clock
        self.chance = chance
    }

    /// What the sender's domain is to publish.
    package func wanted(_ sender: ChosenSender) -> [SenderCheck.Wanted] { check.wanted(sender) }

    /// Throws `PostgresError`.
    package func put(
        _ address: MailAddress, _ name: String, _ replyTo: MailAddress?, _ author: Author, in scope: TenantScope
    ) async throws -> ChosenSender {
        try await scope.transaction { tx in
            let before = try await tx.run(SenderStore.find).first.map(SenderStore.sender)
            _ = try await tx.run(
                SenderStore.put(address, PlainLine.clean(name, max: Self.nameMax), replyTo, tenant: tx.tenant))
            let after = try SenderStore.sender(try await tx.run(SenderStore.find).only())
            _ = try await tx.run(entry("mail.sender_changed", author, before, after, tx.tenant))
            return after
        }
    }

    /// Throws `PostgresError`.
    package func remove(_ author: Author, in scope: TenantScope) async throws {
        try await scope.transaction { tx in
            guard let before = try await tx.run(SenderStore.find).first.map(SenderStore.sender) else { return }
            _ = try await tx.run([
                SenderStore.delete, entry("mail.sender_removed", author, before, nil, tx.tenant),
            ])
        }
    }

    /// Under a new selector, so that the old key's record may stay until mail signed with it has arrived. Nil
    /// where no sender was chosen.
    ///
    /// Throws `PostgresError`, or what the crypto library throws.
    package func makeKey(
        _ algorithm: DKIMKey.Algorithm, _ dataKey: TenantDataKey, _ author: Author, in scope: TenantScope
    ) async throws -> ChosenSender? {
        let now = clock.now()
        let key = try DKIMKey.make(algorithm) { publicText in
            // Two partners of one domain may make theirs in the same second.
            let mark = SHA256.hash(data: Data(publicText.utf8)).prefix(Self.selectorMarkBytes).hexadecimal
            return "th\(Int(now.timeIntervalSince1970))-\(mark)"
        }
        let (publicText, sealed) = (try key.publicText(), try key.sealed(with: dataKey))
        let next = DomainTerms.nextCheck(.pending, .undecided, vain: 0, at: now, chance: chance.spread())
        return try await scope.transaction { tx in
            guard let before = try await tx.run(SenderStore.lock).first.map(SenderStore.sender) else { return nil }
            _ = try await tx.run(
                SenderStore.putKey(
                    key, publicText: publicText, sealed: sealed, number: dataKey.number, at: now, nextCheckAt: next))
            let after = try SenderStore.sender(try await tx.run(SenderStore.find).only())
            _ = try await tx.run(entry("mail.sender_key_made", author, before, after, tx.tenant))
            return after
        }
    }

    private static let selectorMarkBytes = 3

    /// A look that somebody asked for. Nil where no sender was chosen.
    ///
    /// Throws `PostgresError`.
    package func check(_ author: Author, in scope: TenantScope) async throws -> SenderCheck.Report? {
        try await look(author, isAsked: true, in: scope)
    }

    /// A look of the schedule's: an entry of the trail only where it changes something.
    ///
    /// Throws `PostgresError`.
    package func recheck(_ author: Author, in scope: TenantScope) async throws {
        _ = try await look(author, isAsked: false, in: scope)
    }

    /// Asks the name servers, outside of any transaction.
    private func look(_ author: Author, isAsked: Bool, in scope: TenantScope) async throws -> SenderCheck.Report? {
        guard let seen = try await scope.run(SenderStore.find).first.map(SenderStore.sender) else { return nil }
        if !isAsked, seen.standing.isLost { return nil }
        var report = await check.check(seen)
        let spread = chance.spread()
        let (before, after) = try await scope.transaction { [report] tx in
            guard let before = try await tx.run(SenderStore.lock).first.map(SenderStore.sender),
                before.address.domain == seen.address.domain, before.dkim == seen.dkim
            else {
                // What was seen says nothing of another one.
                return (seen, seen)
            }
            let after = before.checked(report, isAsked: isAsked, at: clock.now(), chance: spread)
            let action = isAsked ? "mail.sender_checked" : "mail.sender_\(after.standing.text)"
            let isTold = isAsked || before.standing.text != after.standing.text
            _ = try await tx.run(
                [try SenderStore.settle(after)] + (isTold ? [entry(action, author, before, after, tx.tenant)] : [])
                    + SenderNews.events(before, after, of: tx.tenant, requestID: author.actor.requestID).map {
                        outbox.statement($0, tenant: tx.tenant)
                    })
            return (before, after)
        }
        report.standing = after.standing
        if before.standing.text != after.standing.text {
            Counter(label: "travelhub_mail_senders_total", dimensions: [("standing", after.standing.text)]).increment()
        }
        return report
    }

    private func entry(
        _ action: String, _ author: Author, _ before: ChosenSender?, _ after: ChosenSender?, _ tenant: TenantID
    ) -> SQL {
        func json(_ sender: ChosenSender) -> JSONText? {
            var values = ["address": sender.address.description, "standing": sender.standing.text]
            values["selector"] = sender.dkim?.selector
            return (try? CanonicalJSON.encode(values)).map { JSONText(String(decoding: $0, as: UTF8.self)) }
        }
        return audit.statement(
            AuditEntry(
                action: action, actor: author.actor, subjectKind: "mail_sender", subjectID: "sender",
                before: before.flatMap(json), after: after.flatMap(json)), tenant: tenant)
    }
}
