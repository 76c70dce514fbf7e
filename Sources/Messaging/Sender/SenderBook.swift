import Foundation
import Postgres
package import Tenancy
import Vocabulary

/// In whose name a partner's mail goes out.
package struct MailSender: Sendable {
    package let address: MailAddress
    package let name: String
    package let replyTo: MailAddress?
    let dkim: DKIMKey?

    /// The mail as it leaves: signed where its domain's owner, a partner or the platform, has a key in use.
    func signed(_ message: String, at instant: Date) throws -> String {
        guard let dkim else { return message }
        return try DKIMSignature.sign(message, with: dkim, domain: address.domain, at: instant)
    }
}

/// Partners' senders over the platform's own.
///
/// A partner's address stands in `From` only while its domain publishes the partner's own key; else it is where
/// answers go. So nobody writes in the name of a domain that is not theirs, and no mail fails DMARC: reports come back
/// to an address of the platform's, so that not SPF but the key's signature is what the domains agree by.
package struct SenderBook: Sendable {
    package let platformAddress: MailAddress

    /// Of the domain of that address.
    private let keys: PlatformKeys

    package init(platformAddress: MailAddress, keys: PlatformKeys) {
        self.platformAddress = platformAddress
        self.keys = keys
    }

    func sender(
        of profile: TenantProfile, _ locale: LocaleTag, key: TenantDataKey, in scope: TenantScope
    ) async throws -> MailSender {
        let row = try await scope.run(SenderStore.find).first
        let support = MailAddress(profile.definition.support.mail)
        guard let row else {
            return try await platforms(profile.name(in: locale), replyTo: support)
        }
        let chosen = try SenderStore.sender(row)
        let replyTo = chosen.replyTo ?? (chosen.isProven ? support : chosen.address)
        guard chosen.isProven else {
            return try await platforms(chosen.name, replyTo: replyTo)
        }
        return MailSender(
            address: chosen.address, name: chosen.name, replyTo: replyTo, dkim: try SenderStore.key(row, with: key))
    }

    private func platforms(_ name: String, replyTo: MailAddress?) async throws -> MailSender {
        MailSender(address: platformAddress, name: name, replyTo: replyTo, dkim: try await keys.signing())
    }

    /// Nil where the platform's stands in.
    package func chosen(in scope: TenantScope) async throws -> ChosenSender? {
        try await scope.run(SenderStore.find).first.map(SenderStore.sender)
    }
}
