/// How quickly a secret may be guessed at: what one kind of attempt (a log-in, a code by mail) allows.
///
/// Each delay doubles from `firstDelaySeconds` up to its own maximum, once the free attempts are used up.
package struct AttemptPolicy: Hashable, Sendable {
    /// A count that is so far over its free ones has long reached any maximum.
    static let doublingsMax = 30

    /// In keys and metrics: small letters, digits, hyphens.
    package let name: String
    package let firstDelaySeconds: Int
    /// Attempts by one address on one account, right after each other.
    package let pairFree: Int
    package let pairDelayMaxSeconds: Int
    /// Attempts on one account from addresses that never succeeded on it.
    package let accountFree: Int
    /// Longest that a new address waits before its first attempt on an account under attack.
    package let challengeMaxSeconds: Int
    /// Attempts by one address on whichever accounts.
    package let addressFree: Int
    package let addressDelayMaxSeconds: Int
    /// Without an attempt for so long everything counted is forgotten.
    package let forgetSeconds: Int
    /// How long an address is known to an account after a success.
    package let knownSeconds: Int

    package init(
        _ name: String, firstDelaySeconds: Int = 1, pairFree: Int = 5, pairDelayMaxSeconds: Int = 900,
        accountFree: Int = 20, challengeMaxSeconds: Int = 120, addressFree: Int = 30,
        addressDelayMaxSeconds: Int = 300, forgetSeconds: Int = 3_600, knownSeconds: Int = 60 * 86_400
    ) {
        precondition(
            forgetSeconds > max(pairDelayMaxSeconds, challengeMaxSeconds, addressDelayMaxSeconds),
            "\(name) would forget before its delays are over")
        precondition(firstDelaySeconds > 0 && pairFree > 0 && accountFree > 0 && addressFree > 0 && knownSeconds > 0)
        self.name = name
        self.firstDelaySeconds = firstDelaySeconds
        self.pairFree = pairFree
        self.pairDelayMaxSeconds = pairDelayMaxSeconds
        self.accountFree = accountFree
        self.challengeMaxSeconds = challengeMaxSeconds
        self.addressFree = addressFree
        self.addressDelayMaxSeconds = addressDelayMaxSeconds
        self.forgetSeconds = forgetSeconds
        self.knownSeconds = knownSeconds
    }

    package static let login = AttemptPolicy("login")

    /// After `count` attempts of which `free` cost nothing.
    func delayMilliseconds(after count: Int, free: Int, maxSeconds: Int) -> Int {
        guard count >= free else { return 0 }
        let doubled = firstDelaySeconds << min(count - free, Self.doublingsMax)
        return 1_000 * min(doubled, maxSeconds)
    }
}

/// Who is guessed at, and from where.
package struct AttemptSubject: Hashable, Sendable {
    /// As typed and normalised, whether it exists or not: the answer must not tell.
    package let account: String
    /// As `TrustedProxies.Origin.clientAddress` gives it.
    package let address: String

    package init(account: String, address: String) {
        self.account = account
        self.address = address
    }
}
