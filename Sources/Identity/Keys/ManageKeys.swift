package import Foundation
package import Postgres
package import Tenancy
import Vocabulary
package import Web

/// What somebody of the staff asks of a new key.
package struct APIKeyTerms: Sendable {
    package let name: String
    package let rights: Set<StaffRight>
    package let ranges: [AddressRange]
    package let limitPerHour: Int?
    package let expiresAt: Date?

    package init(
        name: String, rights: Set<StaffRight>, ranges: [AddressRange], limitPerHour: Int?, expiresAt: Date?
    ) {
        self.name = name
        self.rights = rights
        self.ranges = ranges
        self.limitPerHour = limitPerHour
        self.expiresAt = expiresAt
    }
}

/// Makes, shows, changes over and ends the keys of a tenant's programs.
package struct ManageKeys: Sendable {
    let parts: IdentityParts
    let known: KnownKeys

    package init(parts: IdentityParts, known: KnownKeys) {
        self.parts = parts
        self.known = known
    }

    package struct Made: Sendable {
        package let key: APIKey
        package let secret: APIKeySecret
    }

    package struct Page: Sendable {
        package let keys: [APIKey]
        /// What the next page begins after; nil on the last.
        package let next: RowPlace?
    }

    package func list(
        _ filter: APIKeyFilter = APIKeyFilter(), _ page: RowPage<APIKeyOrder>, limit: Int, in scope: TenantScope
    ) async throws -> Page {
        let rows = try await scope.run(APIKeyStore.list(filter, page, limit: limit + 1))
        let keys = try rows.prefix(limit).map { try APIKey($0) }
        return Page(keys: keys, next: rows.count > limit ? keys.last.map(page.place) : nil)
    }

    /// Throws `key.not_found`.
    package func one(_ id: UUID, in scope: TenantScope) async throws -> APIKey {
        guard let row = try await scope.run(APIKeyStore.find(id)).first else { throw IdentityError.keyNotFound }
        return try APIKey(row)
    }

    /// Nobody gives a key more than they may do themselves.
    ///
    /// Throws `input.invalid`, `permission.denied`, `key.too_many`.
    package func make(
        _ terms: APIKeyTerms, by caller: Caller, _ actor: Actor, in scope: TenantScope
    ) async throws -> Made {
        try check(terms, of: caller)
        let secret = APIKeySecret(isTest: scope.entry.isTest, from: parts.secrets)
        return try await scope.transaction { tx in
            try await makeRoom(in: tx)
            return try await insert(secret, terms, caller, in: tx) { key in
                actor.entry("key.create", "key", key.id, after: AuditWords.key(key))
            }
        }
    }

    /// Another key on the same terms; the old one goes on for the overlap, so that programs can be changed over.
    ///
    /// Throws `key.not_found`, also for one that is over; `key.too_many`, for both count while both go on;
    /// `permission.denied`.
    package func rotate(
        _ id: UUID, overlapSeconds: Int, by caller: Caller, _ actor: Actor, in scope: TenantScope
    ) async throws -> Made {
        let secret = APIKeySecret(isTest: scope.entry.isTest, from: parts.secrets)
        let made = try await scope.transaction { tx in
            try await makeRoom(in: tx)
            guard let row = try await tx.run(APIKeyStore.lock(id)).first else { throw IdentityError.keyNotFound }
            let old = try APIKey(row)
            guard old.state(now: parts.clock.now()) == .live, old.replacedBy == nil else {
                throw IdentityError.keyNotFound
            }
            let terms = APIKeyTerms(
                name: old.name, rights: old.rights, ranges: old.ranges, limitPerHour: old.limitPerHour,
                expiresAt: old.expiresAt)
            try check(terms, of: caller)
            let made = try await insert(secret, terms, caller, in: tx) { key in
                actor.entry("key.rotate", "key", key.id, before: AuditWords.key(old), after: AuditWords.key(key))
            }
            _ = try await tx.run([
                APIKeyStore.replace(id, by: made.key.id, overlapSeconds: overlapSeconds), Self.announce,
            ])
            return made
        }
        known.forget(scope.tenant)
        return made
    }

    /// At once in this process, within a second in the others.
    ///
    /// Throws `key.not_found`.
    package func revoke(_ id: UUID, _ actor: Actor, in scope: TenantScope) async throws {
        try await scope.transaction { tx in
            guard try await tx.run(APIKeyStore.revoke(id)).first != nil,
                let row = try await tx.run(APIKeyStore.find(id)).first
            else { throw IdentityError.keyNotFound }
            let entry = actor.entry("key.revoke", "key", id, before: AuditWords.key(try APIKey(row)))
            _ = try await tx.run([parts.audit.statement(entry, tenant: tx.tenant), Self.announce])
        }
        known.forget(scope.tenant)
    }

    private func insert(
        _ secret: APIKeySecret, _ terms: APIKeyTerms, _ caller: Caller, in tx: TenantTransaction,
        entry: (APIKey) -> AuditEntry
    ) async throws -> Made {
        let id = parts.identifiers.next()
        let rows = try await tx.run([
            APIKeyStore.insert(id, secret, terms, by: caller.name, tenant: tx.tenant), APIKeyStore.find(id),
        ])
        let key = try APIKey(rows[1].only())
        _ = try await tx.run(parts.audit.statement(entry(key), tenant: tx.tenant))
        return Made(key: key, secret: secret)
    }

    /// Under a lock of the tenant's, so that of many who ask at once none passes the limit.
    private func makeRoom(in tx: TenantTransaction) async throws {
        let rows = try await tx.run([APIKeyStore.lockCount(tx.tenant), APIKeyStore.countLive])
        guard try rows[1].only().get("live", as: Int.self) < APIKey.keysMax else {
            throw Problem(409, "key.too_many", ["max": .number(APIKey.keysMax)])
        }
    }

    private func check(_ terms: APIKeyTerms, of caller: Caller) throws {
        // Such a key would never open anything: whoever asks for it has mistaken the day.
        if let end = terms.expiresAt, end <= parts.clock.now() {
            throw IdentityError.invalid([.init("/expires_at", "time_past")])
        }
        if let missing = terms.rights.inOrder.first(where: { !caller.rights.allow($0) }) {
            throw Problem.permissionDenied(.staff(missing))
        }
    }

    /// Other processes let go of the keys that they know.
    private static let announce: SQL = "select tenancy.announce_site()"
}
