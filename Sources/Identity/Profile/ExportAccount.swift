package import Foundation
import Postgres
package import Tenancy
import Vocabulary
import Web

/// All that is kept of an account, for its holder to take away (GDPR Article 20).
package struct ExportAccount: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    /// One JSON document: the account, its devices, its links to providers, its bookings, the cards that its
    /// holder saved, what they agreed to, what was written to its address, and what the audit trail tells of it.
    package func run(_ id: UUID, _ actor: Actor, in scope: TenantScope) async throws -> [UInt8] {
        let account = try await ReadAccount(parts: parts).one(id, in: scope)
        let devices = try await Devices(parts: parts).list(id, in: scope)
        let links = try await LinkedIdentities(parts: parts).list(of: id, in: scope)
        let bookings = try await parts.trips.export(id, scope)
        let cards = try await parts.cards.export(id, scope)
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let mail = try await parts.news.kept(key.blindIndex(account.email.normal), scope)
        let trail = try await trail(id, in: scope)
        _ = try await scope.run(parts.audit.statement(actor.entry("account.export", id), tenant: scope.tenant))
        var json = JSONWriter(reserving: 4_096)
        json.object { json in
            json.member("exported_at", parts.clock.now())
            json.member("account", AccountAnswer(account: account))
            json.member(
                "sessions", array: { json in for device in devices { json.value(SessionAnswer(device, present: nil)) } }
            )
            json.member(
                "identities",
                array: { json in
                    for link in links { json.value(IdentityAnswer(link: link, locale: account.locale)) }
                })
            json.member("bookings", array: { json in for booking in bookings { json.raw(booking) } })
            json.member("payment_methods", array: { json in for card in cards { json.raw(card) } })
            json.member("consents", array: { json in for step in mail.consents { json.raw(step) } })
            json.member("mails", array: { json in for one in mail.mails { json.raw(one) } })
            json.member(
                "trail", array: { json in for line in trail.entries { json.value(OwnEntryAnswer(line, of: id)) } })
            json.member("trail_is_whole", trail.isWhole)
        }
        return json.bytes
    }
}
