import Payments
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

extension FaultRun {
    /// Whoever did not pay has had their time, banks decide, and all that is left to do is done now rather than in its
    /// hour.
    func comeToRest(within patience: Duration, _ random: inout SeededGenerator) async throws {
        try await stripe.control("POST", "deliveries/release", "{}")
        let isQuiet = try await comesTrue(within: patience) {
            var left = 0
            for site in sites {
                try await site.bank.decide(share: 1, &random)
                try await hasten(site)
                left += try await site.scope.run(Self.unsettled).only().get("count", as: Int.self)
                left += try await site.bank.disputes().count - site.decidedCount()
            }
            return left == 0
        }
        let standing = try await told()
        #expect(isQuiet, "\(standing)")
        for site in sites { try await site.checkDisputes() }
    }

    /// Holds and promises lapse, jobs are due, and the net under events that were lost is thrown out.
    private func hasten(_ site: Site) async throws {
        let schema = site.market.partner.entry.schema
        let tenant = site.scope.tenant
        for (table, column, state) in [
            ("bookings", "space_expires_at", "pending_payment"), ("amendments", "expires_at", "pending"),
        ] as [(SQL, SQL, String)] {
            _ = try await fleet.admin.single(
                """
                update \(identifier: schema).\(fragment: table) set \(fragment: column) = clock_timestamp() - interval '1 second'
                 where tenant_id = \(tenant) and state = \(state) and \(fragment: column) > clock_timestamp()
                """)
        }
        _ = try await fleet.admin.single(
            """
            update shared.jobs set run_at = clock_timestamp()
             where tenant_id = \(tenant) and run_at > clock_timestamp() and state <> 'running'
            """)
        _ = try await fleet.admin.single(
            "update shared.schedules set wanted_at = clock_timestamp() where name = \(ChaseLate.name)")
    }

    private static let unsettled: SQL = """
        select (select count(*) from payments where state in ('asked', 'open', 'capturing', 'voiding')
                                                and person_for is null)
               + (select count(*) from refunds where state in ('asked', 'pending') and person_for is null)
               + (select count(*) from bookings where state in ('held', 'pending_payment')) as count
        """

    /// How it all ended, in one line a site.
    func told() async throws -> String {
        var lines: [String] = []
        for site in sites {
            let rows = try await site.scope.run(
                """
                select 'booking ' || state as what, count(*) as count from bookings group by 1
                union all select 'payment ' || state || coalesce(' for a person: ' || person_for, ''), count(*)
                  from payments group by 1
                union all select 'refund ' || state || ', ' || cause, count(*) from refunds group by 1
                union all select 'dispute ' || state, count(*) from disputes group by 1
                union all select 'change ' || state, count(*) from amendments group by 1 order by 1
                """)
            lines.append(
                try rows.map { "\(try $0.get("what", as: String.self)) \(try $0.get("count", as: Int.self))" }
                    .joined(separator: ", "))
        }
        return lines.joined(separator: " | ")
    }
}

extension FaultRun.Site {
    func decidedCount() async throws -> Int {
        try await scope.run("select count(*) as count from disputes where state in ('won', 'lost')").only().get("count")
    }

    /// Each dispute stands as the bank decided it.
    func checkDisputes() async throws {
        let kept = try await scope.run("select processor_name || ' ' || state as standing from disputes")
        let ours = Set(try kept.map { try $0.get("standing", as: String.self) })
        let banks = Set(try await bank.disputes().map { "\($0.id) \($0.status)" })
        #expect(ours == banks)
    }
}
