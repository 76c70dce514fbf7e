package import Jobs
package import Tenancy

/// Goes through the tenants at regular times for reservations whose time is over, whether or not they still work.
package struct TidyLedger: Sendable {
    static let name = "ledger.tidy"
    static let everySeconds = 300

    private let expire: ExpireReservations
    private let round: TenantRound

    package init(expire: ExpireReservations, round: TenantRound) {
        self.expire = expire
        self.round = round
    }

    package var schedule: Schedule {
        Schedule(name: Self.name, everySeconds: Self.everySeconds) { try await run() }
    }

    /// Throws `TenantRoundFailure`.
    package func run() async throws -> String {
        let swept = try await round.walk(Self.name, .made) { [expire] scope in try await expire.sweep(scope) }
        return try swept.told("\(swept.values.reduce(0, +)) lapsed")
    }
}
