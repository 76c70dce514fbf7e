import Foundation
import Postgres
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("An operation and its holders")
struct OperationRunnerTests {
    @Test("One that keeps failing is failed in the end; asked for again, it is done", arguments: ["hinode", "aurelia"])
    func failsThenIsAskedForAgain(slug: String) async throws {
        let desk = try await ProvisionDesk.make()
        let definition = try ProvisionDesk.partner(slug)
        let failing = provisioning(desk, "failing") { _, _ in throw TenantError.unknown(slug: "seeder") }
        let runner = OperationRunner(failing, logger: TestFleet.logger)
        let first = try await begin(definition, desk)
        for _ in 1...OperationRunner.attemptsMax {
            #expect(try await outcome(first, desk) == "running")
            #expect(try await runner.turn())
            // It waits longer after each attempt; the test does not.
            #expect(try await runner.turn() == false)
            _ = try await desk.fleet.admin.single("update platform.operations set leased_until = null")
        }
        #expect(try await outcome(first, desk) == "failed")
        #expect(try await runner.turn() == false)
        #expect(try await desk.state(slug) == "provisioning")

        let second = try await begin(definition, desk)
        #expect(second != first)
        #expect(try await OperationRunner(desk.provisioning, logger: TestFleet.logger).turn())
        #expect(try await outcome(second, desk) == "done")
        #expect(try await desk.state(slug) == "active")
        #expect(try await desk.count("tenants") == 1)
        await desk.fleet.close()
    }

    @Test("A holder that was thought dead can neither record a step nor end it")
    func lateHolder() async throws {
        let desk = try await ProvisionDesk.make()
        let id = try await begin(ProvisionDesk.partner("hinode"), desk)
        let paused = provisioning(desk, "paused") { _, _ in }
        let row = try await desk.fleet.platform.run(OperationStore.claimNext(by: "paused")).only()
        let held = try TenantOperation(row)
        let runner = OperationRunner(desk.provisioning, logger: TestFleet.logger)
        #expect(try await runner.turn() == false)
        _ = try await desk.fleet.admin.single("update platform.operations set leased_until = clock_timestamp()")
        #expect(try await runner.turn())
        #expect(try await outcome(id, desk) == "done")
        await #expect(throws: TenantProvisioning.LeaseLost.self) { _ = try await paused.perform(held) }
        #expect(try await outcome(id, desk) == "done")
        await desk.fleet.close()
    }

    @Test("A holder that was thought dead puts neither a site nor a state")
    func lateHolderPutsNothing() async throws {
        let desk = try await ProvisionDesk.make()
        _ = try await begin(ProvisionDesk.partner("hinode"), desk)
        let row = try await desk.fleet.platform.run(OperationStore.claimNext(by: "paused")).only()
        let held = try TenantOperation(row)
        _ = try await desk.provisioning.perform(.schema, of: held)
        _ = try await desk.fleet.admin.single("update platform.operations set epoch = epoch + 1")
        for step in [TenantOperation.Step.site, .activate] {
            await #expect(throws: TenantProvisioning.LeaseLost.self) {
                _ = try await desk.provisioning.perform(step, of: held)
            }
        }
        #expect(try await desk.state("hinode") == "provisioning")
        #expect(try await desk.fleet.tenants.scope(desk.entry("hinode")).run("select 1 from definitions").count == 0)
        await desk.fleet.close()
    }

    @Test("After a change that failed for good, what was there before is a change, too, and brings its hosts back")
    func failedChangeIsUndone() async throws {
        let desk = try await ProvisionDesk.make()
        let definition = try ProvisionDesk.partner("hinode")
        _ = try await desk.apply(definition)
        let before = try await desk.hosts("hinode")
        let moved = try ProvisionDesk.partner("hinode", replacing: [("- hinode.localhost", "- moved.localhost")])
        let id = try await begin(moved, desk)
        _ = try await desk.fleet.admin.single(
            "update platform.operations set outcome = 'failed' where operation_id = \(id)")
        #expect(try await desk.hosts("hinode") == ["moved.localhost"])
        guard case .changed = try await desk.apply(definition) else { throw CancellationError() }
        #expect(try await desk.hosts("hinode") == before)
        guard case .unchanged = try await desk.apply(definition) else { throw CancellationError() }
        await desk.fleet.close()
    }

    @Test("One that ends the process of everyone who takes it up is failed in the end, and says so")
    func processDies() async throws {
        let desk = try await ProvisionDesk.make()
        let id = try await begin(ProvisionDesk.partner("hinode"), desk)
        for _ in 1...OperationRunner.attemptsMax {
            #expect(try await desk.fleet.platform.run(OperationStore.claimNext(by: "killed")).count == 1)
            _ = try await desk.fleet.admin.single("update platform.operations set leased_until = clock_timestamp()")
        }
        let runner = OperationRunner(desk.provisioning, logger: TestFleet.logger)
        #expect(try await runner.turn())
        #expect(try await outcome(id, desk) == "failed")
        #expect(try await fault(id, desk)?.contains("attempt 6 died") == true)
        #expect(try await runner.turn() == false)
        await desk.fleet.close()
    }

    @Test("One that nobody can read is failed, and until then keeps others waiting", arguments: [true, false])
    func unreadable(byWorker: Bool) async throws {
        let desk = try await ProvisionDesk.make()
        let definition = try ProvisionDesk.partner("hinode")
        let id = try await begin(definition, desk)
        _ = try await desk.fleet.admin.single("update platform.operations set input = '{}'")
        await #expect(throws: TenantError.operationRunning(slug: "hinode")) { _ = try await begin(definition, desk) }
        if byWorker {
            #expect(try await OperationRunner(desk.provisioning, logger: TestFleet.logger).turn())
            #expect(try await outcome(id, desk) == "failed")
        }
        guard case .provisioned = try await desk.apply(definition) else { throw CancellationError() }
        #expect(try await outcome(id, desk) == "failed")
        #expect(try await fault(id, desk)?.contains("cannot be read") == true)
        await desk.fleet.close()
    }

    @Test("While a partner is brought back out of a backup no change of it begins, and others' do")
    func staysOutOfRecovery() async throws {
        let desk = try await ProvisionDesk.make()
        _ = try await desk.apply(ProvisionDesk.partner("hinode"))
        let changed = try ProvisionDesk.partner("hinode", holdMinutes: 45)
        try await desk.fleet.admin.lease { recovery in
            #expect(try await recovery.run(RecoveryLock(slug: "hinode").take).only().get("gained"))
            let refusal = TenantError.operationRunning(slug: "hinode")
            await #expect(throws: refusal) { _ = try await begin(changed, desk) }
            await #expect(throws: refusal) {
                _ = try await desk.life.perform(.suspend, slug: "hinode", actor: "operator:test")
            }
            _ = try await desk.apply(ProvisionDesk.partner("severny"))
            _ = try await recovery.run("select pg_advisory_unlock_all()::text as freed")
        }
        guard case .changed = try await desk.apply(changed) else { throw CancellationError() }
        await desk.fleet.close()
    }

    @Test("The command line waits for a worker that is at it, and finds its work done")
    func commandLineWaits() async throws {
        let desk = try await ProvisionDesk.make()
        let definition = try ProvisionDesk.partner("hinode")
        _ = try await begin(definition, desk)
        _ = try await desk.fleet.platform.run(OperationStore.claimNext(by: "worker")).only()
        async let applied = desk.apply(definition)
        _ = try await desk.fleet.admin.single("update platform.operations set leased_until = clock_timestamp()")
        guard case .provisioned = try await applied else { throw CancellationError() }
        #expect(try await desk.count("operations") == 1)
        await desk.fleet.close()
    }

    @Test("Of two workers one takes it up")
    func oneOfTwo() async throws {
        let desk = try await ProvisionDesk.make()
        for slug in ["hinode", "severny"] { _ = try await begin(ProvisionDesk.partner(slug), desk) }
        let took = try await withThrowingTaskGroup(of: Int.self) { group in
            for name in ["a", "b", "c", "d"] {
                group.addTask {
                    let claimed = try await desk.fleet.platform.run(OperationStore.claimNext(by: name))
                    return claimed.count
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(took == 2)
        await desk.fleet.close()
    }

    private func begin(_ definition: TenantDefinition, _ desk: ProvisionDesk) async throws -> UUID {
        let request = TenantProvisioning.Request(definition: definition, actor: "operator:test")
        guard case .operation(let id, _) = try await desk.provisioning.requests.begin(request) else {
            throw CancellationError()
        }
        return id
    }

    private func outcome(_ id: UUID, _ desk: ProvisionDesk) async throws -> String {
        try await desk.fleet.admin.single("select outcome from platform.operations where operation_id = \(id)")
            .only().get("outcome")
    }

    private func fault(_ id: UUID, _ desk: ProvisionDesk) async throws -> String? {
        try await desk.fleet.admin.single("select fault from platform.operations where operation_id = \(id)")
            .only().get("fault")
    }

    private func provisioning(
        _ desk: ProvisionDesk, _ holder: String, seeder: @escaping TenantProvisioning.Seeder
    ) -> TenantProvisioning {
        TenantProvisioning(
            platform: desk.fleet.platform, tenants: desk.fleet.tenants, dataKeys: desk.fleet.dataKeys,
            schemas: desk.fleet.schemas, identifiers: desk.fleet.identifiers, holder: holder, seeder: seeder)
    }
}
