package import Jobs
package import Tenancy
package import Vocabulary
package import Web

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
    let cards: AccountCards
    /// Nil lifts the limits on guessing: for tests that measure what is behind them.
    let attempts: AttemptLimiter?
    let news: AccountNews
    let signing: SigningKeys
    let tokens: AccessTokens

    package init(
        dataKeys: DataKeys, identifiers: IdentifierSource, secrets: SecretSource, clock: WallClock,
        hasher: PasswordHasher, rule: PasswordRule, jobs: JobQueue, letters: LetterBox, trips: AccountTrips,
        cards: AccountCards = .none, news: AccountNews, attempts: AttemptLimiter?
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
        self.cards = cards
        self.attempts = attempts
        self.news = news
        signing = SigningKeys(dataKeys: dataKeys, secrets: secrets, clock: clock)
        tokens = AccessTokens(keys: signing, clock: clock, identifiers: identifiers)
    }

    /// Lets an attempt through or throws `attempts.too_many`; the same whether there is such an account.
    func admit(
        _ email: EmailAddress, _ place: CredentialCheck.Place, _ policy: AttemptPolicy, of tenant: TenantID
    ) async throws -> Attempt? {
        try await attempts?.admit(
            tenant: tenant, subject: AttemptSubject(account: email.normal, address: place.address), policy: policy)
    }

    /// The same for somebody who is signed in and proves to be the holder: together with what is guessed at log-in.
    func admit(_ account: Account, _ actor: Actor, of tenant: TenantID) async throws -> Attempt? {
        try await admit(account.email, actor.place, .login, of: tenant)
    }

    func post(
        _ content: Letter.Content, to account: Account, in tx: TenantTransaction
    ) async throws {
        try await letters.post(
            Letter(content: content, recipient: account.email, name: account.name, locale: account.locale), tx)
    }
}
