import Foundation
import Postgres
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("A provisioning that broke off")
struct ResumeTests {
    /// The step is done, the record of it fails, as when the process dies between the two.
    @Test(
        "Goes on with the next apply, whichever step it broke off after",
        arguments: ["hinode", "aurelia"], 1...4)
    func resumes(slug: String, step: Int) async throws {
        let desk = try await ProvisionDesk.make()
        let definition = try ProvisionDesk.partner(slug)
        try await breakOff(desk, at: step)
        await #expect(throws: PostgresError.self) { try await desk.apply(definition) }
        let operation = try await operation(desk)
        #expect(operation.outcome == "running" && operation.steps == step - 1)
        #expect(operation.fault?.contains("power cut") == true)
        _ = try await desk.fleet.admin.lease {
            try await $0.script("drop trigger cut on platform.operations")
        }
        guard case .provisioned(let id) = try await desk.apply(definition) else {
            throw CancellationError()
        }
        try await expectWhole(desk, definition)
        #expect(try await desk.apply(definition) == .unchanged(id))
        await desk.fleet.close()
    }

    @Test(
        "Is finished as it was begun before what is wanted now is applied",
        arguments: ["hinode", "aurelia"])
    func finishesThenChanges(slug: String) async throws {
        let desk = try await ProvisionDesk.make()
        try await breakOff(desk, at: 2)
        await #expect(throws: PostgresError.self) { try await desk.apply(ProvisionDesk.partner(slug)) }
        _ = try await desk.fleet.admin.lease {
            try await $0.script("drop trigger cut on platform.operations")
        }
        let wanted = try ProvisionDesk.partner(slug, holdMinutes: 45)
        guard case .changed(_, version: 2, release: 1, kept: _) = try await desk.apply(wanted) else {
            throw CancellationError()
        }
        #expect(try await desk.definitions.current(slug: slug)?.holdMinutes == 45)
        #expect(try await operation(desk).outcome == "done")
        await desk.fleet.close()
    }

    @Test(
        "A seeder that fails leaves the tenant unserved until it is repeated",
        arguments: ["hinode", "aurelia"])
    func seederFails(slug: String) async throws {
        let desk = try await ProvisionDesk.make()
        let definition = try ProvisionDesk.partner(slug)
        let failing = TenantProvisioning(
            platform: desk.fleet.platform, tenants: desk.fleet.tenants, dataKeys: desk.fleet.dataKeys,
            schemas: desk.fleet.schemas, identifiers: desk.fleet.identifiers,
            seeder: { _, _ in throw TenantError.unknown(slug: "seeder") })
        await #expect(throws: TenantError.unknown(slug: "seeder")) {
            try await failing.apply(.init(definition: definition, actor: "operator:test"))
        }
        #expect(try await desk.state(slug) == "provisioning")
        #expect(try await operation(desk).steps == 2)
        _ = try await desk.apply(definition)
        try await expectWhole(desk, definition)
        await desk.fleet.close()
    }

    private func breakOff(_ desk: ProvisionDesk, at step: Int) async throws {
        _ = try await desk.fleet.admin.lease {
            try await $0.script(
                """
                create function public.cut() returns trigger language plpgsql as $$
                begin raise exception 'power cut'; end $$;
                grant usage on schema public to travelhub_platform;
                create trigger cut before update on platform.operations for each row
                  when (cardinality(new.steps_done) = \(step)) execute function public.cut();
                """)
        }
    }

    private func operation(_ desk: ProvisionDesk) async throws -> (
        outcome: String, steps: Int, fault: String?
    ) {
        let row = try await desk.fleet.admin.single(
            "select outcome, cardinality(steps_done) as steps, fault from platform.operations where kind = 'provision'"
        ).only()
        return (try row.get("outcome"), try row.get("steps"), try row.get("fault"))
    }

    private func expectWhole(_ desk: ProvisionDesk, _ definition: TenantDefinition) async throws {
        let scope = desk.fleet.tenants.scope(try await desk.entry(definition.slug))
        #expect(try await desk.state(definition.slug) == "active")
        #expect(try await operation(desk).outcome == "done")
        #expect(try await operation(desk).fault == nil)
        for table in ["definitions", "branding_releases", "site_pointers", "cities"] {
            #expect(try await scope.run("select 1 from \(identifier: table)").count == 1, "\(table)")
        }
        for table in ["tenants", "data_keys", "operations"] {
            #expect(try await desk.count(table) == 1, "\(table)")
        }
        #expect(try await desk.definitions.current(slug: definition.slug) == definition)
    }
}
