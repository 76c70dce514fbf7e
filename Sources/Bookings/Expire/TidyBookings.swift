package import Jobs
package import Tenancy

/// Goes through the tenants at regular times for what no job and no request has tidied up: lapsed
/// holds and stays that are over; of those that were put away, too: their guests still come.
package struct TidyBookings: Sendable {
    static let name = "bookings.tidy"
    static let everySeconds = 300

    private let expire: ExpireHolds
    private let complete: CompleteStays
    private let round: TenantRound

    package init(expire: ExpireHolds, complete: CompleteStays, round: TenantRound) {
        self.expire = expire
        self.complete = complete
        self.round = round
    }

    package var schedule: Schedule {
        Schedule(name: Self.name, everySeconds: Self.everySeconds) { try await run() }
    }

    /// Throws `TenantRoundFailure`.
    package func run() async throws -> String {
        let tidied = try await round.walk(Self.name, .made) { [expire, complete] scope in
            (expired: try await expire.sweep(scope), completed: try await complete.complete(scope))
        }
        let (expired, completed) = tidied.values.reduce((0, 0)) { ($0.0 + $1.expired, $0.1 + $1.completed) }
        return try tidied.told("\(expired) expired, \(completed) completed")
    }
}
