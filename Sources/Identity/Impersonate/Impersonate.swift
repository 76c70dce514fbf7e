import Foundation
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// Lets an operator look at a site as one of its accounts: for a reason, for half an hour, under a banner, and
/// under both names in the audit trail.
///
/// The operator gets a ticket on the platform's host and spends it on the tenant's: only there can that host's
/// cookie be set.
package struct Impersonate: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    package static let seconds = 1_800
    static let ticketSeconds = 60
    package static let reasonRange = 10...500

    private struct Ticket: Codable {
        let impersonator: String
        let reason: String

        init(impersonator: String, reason: String) {
            self.impersonator = impersonator
            self.reason = reason
        }

        init(_ row: Row, _ key: TenantDataKey) throws {
            self = try JSONDecoder().decode(
                Ticket.self, from: Data(try key.open(bytes: try row.get("content_sealed"), field: TicketStore.field)))
        }
    }

    /// The path on the tenant's site that spends the ticket, once, within a minute.
    ///
    /// Throws `account.not_found`.
    package func ticket(
        for email: EmailAddress, reason: String, by actor: Actor, in scope: TenantScope
    ) async throws -> String {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let token = SecretToken(SecretToken.Prefix.ticket, from: parts.secrets)
        return try await scope.transaction { tx in
            guard let row = try await tx.run(AccountStore.find(emailIndex: key.blindIndex(email.normal))).first,
                try row.get("state", as: String.self) == "open"
            else { throw IdentityError.accountNotFound }
            let account = try Account(row, key)
            let entry = actor.becoming(actor.name, onBehalfOf: "account:\(account.id.text)").entry(
                "impersonation.ask", account.id, after: AuditWords.reason(reason))
            _ = try await tx.run([
                try TicketStore.insert(
                    token, account.id, try JSONEncoder().encode(Ticket(impersonator: actor.name, reason: reason)), key),
                parts.audit.statement(entry, tenant: tx.tenant),
            ])
            return "/impersonation?ticket=\(token)"
        }
    }

    /// What a ticket is for, for the page that asks before it is spent.
    package struct Sight: Sendable {
        package let impersonator: String
        package let reason: String
        package let account: Account
    }

    /// Nil for one that is spent, over, or was never given.
    package func look(_ ticket: String, in scope: TenantScope) async throws -> Sight? {
        guard let token = SecretToken(ticket, prefix: SecretToken.Prefix.ticket) else { return nil }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        guard let row = try await scope.run(TicketStore.look(token)).first,
            let found = try await scope.run(AccountStore.find(try row.get("account_id"))).first
        else { return nil }
        let ticket = try Ticket(row, key)
        return Sight(impersonator: ticket.impersonator, reason: ticket.reason, account: try Account(found, key))
    }

    /// Throws `auth.link_expired`.
    package func begin(
        _ ticket: String, _ place: CredentialCheck.Place, requestID: String, in scope: TenantScope
    ) async throws -> (credentials: Credentials, isStaff: Bool) {
        guard let token = SecretToken(ticket, prefix: SecretToken.Prefix.ticket) else {
            throw IdentityError.linkExpired
        }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let secret = SecretToken(SecretToken.Prefix.browser, from: parts.secrets)
        let session = parts.identifiers.next()
        let role = try await scope.transaction { tx in
            guard let row = try await tx.run(TicketStore.take(token)).first,
                let found = try await tx.run(AccountStore.find(try row.get("account_id"))).first
            else { throw IdentityError.linkExpired }
            let ticket = try Ticket(row, key)
            let account = try Account(found, key)
            let new = SessionStore.New(
                id: session, account: account.id, tokenHash: secret.digest, factor: .passed, device: Device(place),
                seconds: Self.seconds, impersonator: ticket.impersonator, reason: ticket.reason)
            let actor = Actor(ticket.impersonator, from: place, requestID: requestID)
                .becoming(ticket.impersonator, onBehalfOf: "account:\(account.id.text)")
            _ = try await tx.run([
                try SessionStore.insert(new, key),
                parts.audit.statement(
                    actor.entry("impersonation.begin", account.id, after: AuditWords.reason(ticket.reason)),
                    tenant: tx.tenant),
            ])
            return account.role
        }
        return (
            .browser(
                cookie: BrowserCookie.value(secret, tenant: scope.tenant), seconds: Self.seconds, session: session,
                needsCode: false), role.isStaff
        )
    }
}

/// Tickets stand among the proofs of letters: told once, good once, soon over.
private enum TicketStore {
    static let field = "mail_proofs.ticket"

    static func insert(_ token: SecretToken, _ account: UUID, _ content: Data, _ key: TenantDataKey) throws -> SQL {
        """
        insert into mail_proofs
          (tenant_id, token_hash, purpose, account_id, content_sealed, data_key_number, expires_at)
        values (\(key.tenant), \(token.digest), 'ticket', \(account), \(try key.seal([UInt8](content), field: field)),
                \(key.number), clock_timestamp() + make_interval(secs => \(Double(Impersonate.ticketSeconds))))
        """
    }

    static func look(_ token: SecretToken) -> SQL {
        """
        select account_id, content_sealed from mail_proofs
         where token_hash = \(token.digest) and purpose = 'ticket' and expires_at > clock_timestamp()
        """
    }

    static func take(_ token: SecretToken) -> SQL {
        """
        delete from mail_proofs
         where token_hash = \(token.digest) and purpose = 'ticket' and expires_at > clock_timestamp()
        returning account_id, content_sealed
        """
    }
}
