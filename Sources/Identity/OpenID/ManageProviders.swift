package import Foundation
import Outbound
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// The providers of a tenant, for its staff: made, changed, looked at from here, deleted.
package struct ManageProviders: Sendable {
    let parts: IdentityParts
    let known: KnownProviders
    let reach: OpenIDReach

    package static let secretLengthMax = 1_000
    package static let scopesMax = 20

    package func list(in scope: TenantScope) async throws -> [IdentityProvider] {
        try await scope.run(ProviderStore.list).map { try IdentityProvider($0) }
    }

    /// Throws `oidc.provider_not_found`.
    package func one(_ id: UUID, in scope: TenantScope) async throws -> IdentityProvider {
        guard let row = try await scope.run(ProviderStore.find(id)).first else { throw OpenIDError.providerNotFound }
        return try IdentityProvider(row)
    }

    /// Throws `input.invalid`, `oidc.too_many`, `oidc.slug_taken`.
    package func make(
        _ terms: ProviderTerms, secret: String?, _ actor: Actor, in scope: TenantScope
    ) async throws -> IdentityProvider {
        try check(terms)
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let id = parts.identifiers.next()
        return try await scope.transaction { tx in
            let made = try await tx.run(ProviderStore.count).only().get("made", as: Int.self)
            guard made < IdentityProvider.providersMax else { throw OpenIDError.tooMany }
            guard try await tx.run(try ProviderStore.insert(id, terms, secret: secret, key)).first != nil else {
                throw OpenIDError.slugTaken
            }
            return try await noted(id, "identity_provider.create", before: nil, actor, in: tx)
        }
    }

    /// Without a new secret the old one stays.
    ///
    /// Throws `input.invalid`, `oidc.provider_not_found`, `oidc.slug_taken`.
    package func change(
        _ id: UUID, _ terms: ProviderTerms, secret: String?, _ actor: Actor, in scope: TenantScope
    ) async throws -> IdentityProvider {
        try check(terms)
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let changed = try await scope.transaction { tx in
            let rows = try await tx.run([ProviderStore.find(id), ProviderStore.other(with: terms.slug, than: id)])
            guard let row = rows[0].first else { throw OpenIDError.providerNotFound }
            guard rows[1].isEmpty else { throw OpenIDError.slugTaken }
            _ = try await tx.run(try ProviderStore.update(id, terms, secret: secret, key))
            let before = try IdentityProvider(row)
            return try await noted(id, "identity_provider.change", before: before, actor, in: tx)
        }
        known.forget(scope.tenant)
        return changed
    }

    /// Links go with it: whoever has no password asks for one by mail.
    ///
    /// Throws `oidc.provider_not_found`.
    package func delete(_ id: UUID, _ actor: Actor, in scope: TenantScope) async throws {
        try await scope.transaction { tx in
            guard let row = try await tx.run(ProviderStore.find(id)).first else { throw OpenIDError.providerNotFound }
            let entry = actor.entry(
                "identity_provider.delete", "identity_provider", id, before: Self.told(try IdentityProvider(row)))
            _ = try await tx.run([ProviderStore.delete(id), parts.audit.statement(entry, tenant: tx.tenant)])
        }
        known.forget(scope.tenant)
    }

    /// What a provider's server says now.
    package struct Finding: Sendable {
        package let authorization: String
        package let token: String
        package let sendsIssuer: Bool
    }

    /// Asks the provider's server as a log-in would, and keeps nothing of before.
    ///
    /// Throws `OpenIDError` for whatever a log-in would fail of.
    package func look(_ id: UUID, in scope: TenantScope) async throws -> Finding {
        let provider = try await one(id, in: scope)
        known.forget(scope.tenant)
        let name = KnownProviders.Name(provider, of: scope.tenant)
        let document = try await known.document(provider, name)
        _ = try await known.keys(document, name, youngerThan: 0)
        return Finding(
            authorization: document.authorization.description, token: document.token.description,
            sendsIssuer: document.sendsIssuer)
    }

    /// What only the place that it is read in can tell: an issuer is an address over TLS without a query.
    private func check(_ terms: ProviderTerms) throws(IdentityError) {
        var faults: [Problem.Fault] = []
        if !reach.allows(terms.issuer) || terms.issuer.description.contains("?") {
            faults.append(.init("/issuer", "format", ["expected": .text("https://…")]))
        }
        if !terms.scopes.contains("openid") { faults.append(.init("/scopes", "format", ["expected": .text("openid")])) }
        guard faults.isEmpty else { throw .invalid(faults) }
    }

    private func noted(
        _ id: UUID, _ action: String, before: IdentityProvider?, _ actor: Actor, in tx: TenantTransaction
    ) async throws -> IdentityProvider {
        let after = try IdentityProvider(try await tx.run(ProviderStore.find(id)).only())
        let entry = actor.entry(
            action, "identity_provider", id, before: before.map(Self.told), after: Self.told(after))
        _ = try await tx.run(parts.audit.statement(entry, tenant: tx.tenant))
        return after
    }

    /// For the audit trail: whom the tenant believes, and how far.
    private static func told(_ provider: IdentityProvider) -> JSONText {
        var json = JSONWriter()
        json.object {
            $0.member("slug", provider.terms.slug)
            $0.member("issuer", provider.terms.issuer.description)
            $0.member("client_id", provider.terms.clientID)
            $0.member("trusts_email", provider.terms.trustsEmail)
            $0.member("is_enabled", provider.terms.isEnabled)
        }
        return JSONText(String(decoding: json.bytes, as: UTF8.self))
    }
}
