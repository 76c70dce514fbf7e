package import Jobs
package import Tenancy
package import Vocabulary

/// What the verbs of Identity are made of; the roof fills it in once.
package struct IdentityParts: Sendable {
    let dataKeys: DataKeys
    let identifiers: IdentifierSource
    let secrets: SecretSource
    let clock: WallClock
    let hasher: PasswordHasher
    let rule: PasswordRule
    let jobs: JobQueue
    let audit: AuditTrail
    let letters: LetterBox
    let trips: AccountTrips
    let news: AccountNews
    let signing: SigningKeys
    let tokens: AccessTokens

    package init(
        dataKeys: DataKeys, identifiers: IdentifierSource, secrets: SecretSource, clock: WallClock,
        hasher: PasswordHasher, rule: PasswordRule, jobs: JobQueue, letters: LetterBox, trips: AccountTrips,
        news: AccountNews
    ) {
        self.dataKeys = dataKeys
        self.identifiers = identifiers
        self.secrets = secrets
        self.clock = clock
        self.hasher = hasher
        self.rule = rule
        self.jobs = jobs
        self.audit = AuditTrail(identifiers: identifiers)
        self.letters = letters
        self.trips = trips
        self.news = news
        signing = SigningKeys(dataKeys: dataKeys, secrets: secrets, clock: clock)
        tokens = AccessTokens(keys: signing, clock: clock, identifiers: identifiers)
    }

    func post(
        _ content: Letter.Content, to account: Account, in tx: TenantTransaction
    ) async throws {
        try await letters.post(
            Letter(content: content, recipient: account.email, name: account.name, locale: account.locale), tx)
    }
}
