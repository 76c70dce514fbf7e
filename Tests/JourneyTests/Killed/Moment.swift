import Postgres
import Tenancy
import TestSupport
import Testing

/// When a serving process dies.
enum Moment: Sendable, CustomStringConvertible {
    /// So long after the requests went out.
    case after(Duration)
    /// The effect has begun and waits for the stock, which somebody else has locked.
    case inEffect
    /// Everything is written, and PostgreSQL has begun to commit: it will, and nobody is there to be told.
    case committing

    var description: String {
        switch self {
        case .after(let pause): "after \(pause)"
        case .inEffect: "in the effect"
        case .committing: "while committing"
        }
    }

    /// A commit that records an answer passes the gate, and waits while somebody holds it.
    static func prepare(_ fleet: TestFleet) async throws {
        for statement: SQL in [
            """
            create function public.pass_the_gate() returns trigger language plpgsql as $$
            begin
              perform pg_advisory_xact_lock_shared(7041776);
              return null;
            end $$
            """,
            """
            create constraint trigger gate after insert on shared.idempotency_keys
              deferrable initially deferred for each row execute function public.pass_the_gate()
            """,
        ] {
            _ = try await fleet.admin.single(statement)
        }
    }

    /// Runs `body` with what keeps the effects of `markets` from going on; nothing for a moment that is only a time.
    func whileHeld(_ markets: [Market], _ body: @Sendable () async throws -> Void) async throws {
        let fleet = markets[0].fleet
        switch self {
        case .after: try await body()
        case .inEffect:
            try await fleet.admin.transaction { transaction in
                for market in markets {
                    _ = try await transaction.run(
                        """
                        select 1 from \(identifier: market.partner.entry.schema).room_nights
                         where tenant_id = \(market.partner.entry.id) for update
                        """)
                }
                try await body()
            }
        case .committing:
            try await fleet.admin.transaction { transaction in
                _ = try await transaction.run("select pg_advisory_xact_lock(7041776)")
                try await body()
            }
        }
    }

    /// Returns once it has come.
    func come(_ markets: [Market]) async throws {
        if case .after(let pause) = self {
            _ = try await comesTrue(within: pause) { false }
            return
        }
        let admin = markets[0].fleet.admin
        let isStuck = try await comesTrue(within: .seconds(60)) {
            let count: Int = try await admin.single(
                """
                select count(*) as count from pg_stat_activity
                 where datname = current_database() and usename = 'travelhub_app' and wait_event_type = 'Lock'
                """
            ).only().get("count")
            return count >= markets.count
        }
        #expect(isStuck, "no effect of each site is under way")
    }
}
