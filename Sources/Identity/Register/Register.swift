import Foundation
import Jobs
import Postgres
package import Tenancy
package import Vocabulary
package import Web

/// Asks for an account. The account comes to be when the link of the letter is followed, so nobody can hold an
/// address that is not theirs; and the request does the same work whether the address has an account or not,
/// because only the job that writes the letter looks.
package struct Register: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    package struct Command: Sendable {
        package let email: EmailAddress
        package let password: String
        package let name: String
        package let locale: LocaleTag
        /// Asked for together with the account; given once the address is proved.
        package let wantsNews: Bool

        package init(
            email: EmailAddress, password: String, name: String, locale: LocaleTag, wantsNews: Bool = false
        ) {
            self.email = email
            self.password = password
            self.name = name
            self.locale = locale
            self.wantsNews = wantsNews
        }
    }

    /// Throws `input.invalid` for a password that will not do, `attempts.too_many`, `overload`.
    package func run(
        _ command: Command, _ place: CredentialCheck.Place, requestID: String, in scope: TenantScope
    ) async throws {
        _ = try await parts.admit(command.email, place, .letter, of: scope.tenant)
        try await parts.rule.check(command.password, email: command.email)
        let hash = try await parts.hasher.hash(command.password).description
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let asked = PendingAccount(
            email: command.email.description, name: command.name, passwordHash: hash,
            locale: command.locale.description, wantsNews: command.wantsNews)
        let job = WriteRegistrationLetter(sealed: try asked.sealed(key))
        _ = try await scope.run(try parts.jobs.statement(job, JobPlan(requestID: requestID), tenant: scope.tenant))
    }
}

/// An account that waits for its address to be proved.
struct PendingAccount: Codable, Sendable {
    static let field = "jobs.registration"

    let email: String
    let name: String
    let passwordHash: String
    let locale: String
    /// Absent from what was asked before there was the question.
    let wantsNews: Bool?

    func sealed(_ key: TenantDataKey) throws -> String {
        Data(try key.seal([UInt8](try JSONEncoder().encode(self)), field: Self.field)).base64EncodedString()
    }

    init(email: String, name: String, passwordHash: String, locale: String, wantsNews: Bool) {
        self.email = email
        self.name = name
        self.passwordHash = passwordHash
        self.locale = locale
        self.wantsNews = wantsNews
    }

    init(sealed: String, _ key: TenantDataKey) throws {
        guard let bytes = Data(base64Encoded: sealed) else { throw UnreadableAccount() }
        self = try JSONDecoder().decode(
            PendingAccount.self, from: Data(try key.open(bytes: [UInt8](bytes), field: Self.field)))
    }
}
