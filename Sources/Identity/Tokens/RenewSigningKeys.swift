package import Jobs
package import Tenancy

/// Makes each tenant's next signing key in time: it is published days before it signs, which nobody's log-in would see
/// to, because a log-in asks for another key only when none fits any more.
package struct RenewSigningKeys: Sendable {
    package static let name = "signing_keys.renew"
    /// A key is made so much earlier than it has to be published.
    static let everySeconds = 6 * 3_600

    private let keys: SigningKeys
    private let round: TenantRound

    package init(keys: SigningKeys, round: TenantRound) {
        self.keys = keys
        self.round = round
    }

    package var schedule: Schedule {
        Schedule(name: Self.name, everySeconds: Self.everySeconds) { try await run() }
    }

    /// One that nobody signs in to needs none, and gets one with its first log-in when it is back.
    ///
    /// Throws `TenantRoundFailure`.
    private func run() async throws -> String {
        let made = try await round.walk(Self.name, .living) { [keys] in try await keys.renew($0) ? 1 : 0 }
        return try made.told("\(made.sum) keys made")
    }
}
