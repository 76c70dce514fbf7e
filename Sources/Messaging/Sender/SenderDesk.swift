import Foundation
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
    private let clock: WallClock

    package init(check: SenderCheck, audit: AuditTrail, clock: WallClock) {
        self.check = check
        self.audit = audit
        self.clock = clock
    }

    /// What the sender's domain is to publish.
    package func wanted(_ sender: ChosenSender) -> [SenderCheck.Wanted] { check.wanted(sender) }

    /// Throws `PostgresError`.
    package func put(
        _ address: MailAddress, _ name: String, _ replyTo: MailAddress?, _ author: Author, in scope: TenantScope
    ) async throws -> ChosenSender {
        try await scope.transaction { tx in
            let before = try await tx.run(SenderStore.find).first.map(SenderStore.sender)
            _ = try await tx.run([
                SenderStore.put(address, PlainLine.clean(name, max: Self.nameMax), replyTo, tenant: tx.tenant),
                audit.statement(entry("mail.sender_changed", author, before, address), tenant: tx.tenant),
            ])
            return try SenderStore.sender(try await tx.run(SenderStore.find).only())
        }
    }

    /// Throws `PostgresError`.
    package func remove(_ author: Author, in scope: TenantScope) async throws {
        try await scope.transaction { tx in
            guard let before = try await tx.run(SenderStore.find).first.map(SenderStore.sender) else { return }
            _ = try await tx.run([
                SenderStore.delete,
                audit.statement(entry("mail.sender_removed", author, before, nil), tenant: tx.tenant),
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
        let selector = "th\(Int(clock.now().timeIntervalSince1970))"
        let key = try DKIMKey.make(algorithm, selector: selector)
        let (publicText, sealed) = (try key.publicText(), try key.sealed(with: dataKey))
        return try await scope.transaction { tx in
            guard let before = try await tx.run(SenderStore.find).first.map(SenderStore.sender) else { return nil }
            _ = try await tx.run([
                SenderStore.putKey(key, publicText: publicText, sealed: sealed, number: dataKey.number),
                audit.statement(entry("mail.sender_key_made", author, before, before.address), tenant: tx.tenant),
            ])
            return try SenderStore.sender(try await tx.run(SenderStore.find).only())
        }
    }

    /// Asks the name servers, outside of any transaction. Nil where no sender was chosen.
    ///
    /// Throws `PostgresError`.
    package func check(_ author: Author, in scope: TenantScope) async throws -> SenderCheck.Report? {
        guard let chosen = try await scope.run(SenderStore.find).first.map(SenderStore.sender) else { return nil }
        let report = await check.check(chosen)
        let findings = JSONText(String(decoding: try CanonicalJSON.encode(report.findings), as: UTF8.self))
        // Name servers that are away take nothing from who had proven itself.
        let isProven = report.isProven || (chosen.isProven && report.findings.contains { $0.verdict == .unknown })
        try await scope.transaction { tx in
            _ = try await tx.run([
                SenderStore.checked(chosen, isProven: isProven, findings: findings),
                audit.statement(entry("mail.sender_checked", author, chosen, chosen.address), tenant: tx.tenant),
            ])
        }
        return report
    }

    private func entry(
        _ action: String, _ author: Author, _ before: ChosenSender?, _ after: MailAddress?
    ) -> AuditEntry {
        func json(_ address: MailAddress) -> JSONText? {
            (try? CanonicalJSON.encode(["address": address.description])).map {
                JSONText(String(decoding: $0, as: UTF8.self))
            }
        }
        return AuditEntry(
            action: action, actor: author.actor, subjectKind: "mail_sender", subjectID: "sender",
            before: before.flatMap { json($0.address) }, after: after.flatMap(json))
    }
}
