import Foundation
import Jobs
import Postgres
import Tenancy
import Vocabulary
import Web

/// Tells who asked for an account how to prove their address; who has one already is told that instead.
package struct WriteRegistrationLetter: Job {
    package static let kind = "identity.registration_letter"

    /// The pending account under the tenant's data key.
    let sealed: String
}

extension WriteRegistrationLetter {
    /// Repeated, it writes another letter with another link; the account is made once.
    func run(_ parts: IdentityParts, in tx: TenantTransaction) async throws {
        let key = try await parts.dataKeys.key(of: tx.tenant)
        let asked = try PendingAccount(sealed: sealed, key)
        guard let email = EmailAddress(asked.email), let locale = LocaleTag(asked.locale) else {
            throw UnreadableAccount()
        }
        let content: Letter.Content
        if try await tx.run(AccountStore.find(emailIndex: key.blindIndex(email.normal))).first != nil {
            content = .accountExists(path: "/\(locale)/sign-in")
        } else {
            let token = SecretToken(SecretToken.Prefix.mail, from: parts.secrets)
            _ = try await tx.run(try MailProofs.insert(token, .register, account: nil, content: asked, key))
            content = .verifyEmail(path: "/\(locale)/verify?token=\(token)")
        }
        try await parts.letters.post(
            Letter(content: content, recipient: email, name: asked.name, locale: locale), tx)
    }
}
