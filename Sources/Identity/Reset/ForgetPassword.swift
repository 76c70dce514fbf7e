import Foundation
import Jobs
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// Asks for a new password. Like registration it does the same work for every address: the job looks whether
/// there is an account.
package struct ForgetPassword: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    /// Throws `attempts.too_many`.
    package func run(
        _ email: EmailAddress, _ place: CredentialCheck.Place, requestID: String, in scope: TenantScope
    ) async throws {
        _ = try await parts.admit(email, place, .letter, of: scope.tenant)
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let sealed = Data(try key.seal(email.description, field: WriteResetLetter.field)).base64EncodedString()
        _ = try await scope.run(
            try parts.jobs.statement(
                WriteResetLetter(sealed: sealed), JobPlan(requestID: requestID), tenant: scope.tenant))
    }
}

/// Writes to an account's address how to choose a new password; to an address without one it writes nothing.
package struct WriteResetLetter: Job {
    package static let kind = "identity.reset_letter"
    static let field = "jobs.reset"

    /// The address under the tenant's data key.
    let sealed: String
}

extension WriteResetLetter {
    /// Repeated, it writes another letter and makes the link of the first worthless.
    func run(_ parts: IdentityParts, in tx: TenantTransaction) async throws {
        let key = try await parts.dataKeys.key(of: tx.tenant)
        guard let bytes = Data(base64Encoded: sealed),
            let email = EmailAddress(try key.open([UInt8](bytes), field: Self.field))
        else { throw UnreadableAccount() }
        guard let row = try await tx.run(AccountStore.find(emailIndex: key.blindIndex(email.normal))).first,
            try row.get("state", as: String.self) == "open"
        else { return }
        let account = try Account(row, key)
        let token = SecretToken(SecretToken.Prefix.mail, from: parts.secrets)
        _ = try await tx.run([
            MailProofs.withdraw(.reset, of: account.id),
            try MailProofs.insert(token, .reset, account: account.id, content: [String](), key),
        ])
        try await parts.post(.resetPassword(path: "/\(account.locale)/reset?token=\(token)"), to: account, in: tx)
    }
}
