import Postgres
import Tenancy
import TestSupport
import Testing

@Suite("A tenant's rows and parallel plans")
struct ParallelPlanTests {
    @Test(
        "a look that PostgreSQL would rather share among workers is answered all the same",
        arguments: IsolationMode.allCases)
    func forced(mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, _) = try await fleet.pair(mode)
        let counted = try await fleet.tenants.scope(one).run([
            "set local min_parallel_table_scan_size = 0", "set local parallel_setup_cost = 0",
            "set local parallel_tuple_cost = 0", "set local force_parallel_mode = on",
            "select count(*) as count from definitions",
        ])
        #expect(try counted[4].only().get("count", as: Int.self) == 0)
        await fleet.close()
    }
}
