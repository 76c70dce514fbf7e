import Foundation
import NIOHTTP1
import Postgres
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("A partner asked for over HTTP")
struct OperationTests {
    /// How long a worker may take to provision one, on a starved machine.
    static let patience = Duration.seconds(90)

    @Test("A serving process records it without a login that could do it; a worker does it, and the site answers")
    func recordedThenDone() async throws {
        let fleet = try await TestFleet.make()
        let location = Box("")
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = OperatorSeat(hub: hubs[0])
            let asked = try await seat.ask(OperatorSeat.folder("aurelia"))
            #expect(asked.status == 202, "\(asked)")
            let place = try #require(asked.headers.first(name: "Location"))
            #expect(try asked.json["operation_id"] as? String == place.split(separator: "/").last.map(String.init))
            location.with { $0 = place }
            #expect(try await seat.state(place) == "running")
            #expect(try await seat.look(place).json["steps_done"] as? [String] == [])
            #expect(
                try await seat.ask(OperatorSeat.folder("aurelia")).json["operation_id"] as? String
                    == asked.json["operation_id"] as? String)
            let other = try await seat.ask(
                OperatorSeat.folder("aurelia", replacing: [("hold_minutes: 20", "hold_minutes: 21")]))
            #expect(try other.json["code"] as? String == "tenant.operation_running")
            #expect(try await hubs[0].get("/api/site", host: "aurelia.localhost").status != 200)
            #expect(
                try await seat.look("/api/platform/operations/\(UUID().text)").json["code"] as? String
                    == "operation.unknown")
            #expect(try await connections(of: "travelhub_owner", fleet) == 0)
            // The control: of the roles that it does serve with, there are some.
            #expect(try await connections(of: "travelhub_platform", fleet) > 0)
        }
        try await RunningHub.run(1, on: fleet, withWorker: true) { hubs in
            let seat = OperatorSeat(hub: hubs[0])
            try await expectDone(location.value, "aurelia", seat)
            let again = try await seat.ask(OperatorSeat.folder("aurelia"))
            #expect(again.status == 200)
            #expect(try again.json["outcome"] as? String == "unchanged")

            let changed = try await seat.ask(
                OperatorSeat.folder("aurelia", replacing: [("hold_minutes: 20", "hold_minutes: 21")]))
            #expect(changed.status == 202, "\(changed)")
            let place = try #require(changed.headers.first(name: "Location"))
            let isDone = try await comesTrue(within: Self.patience) { try await seat.state(place) == "done" }
            #expect(isDone)
            #expect(try await seat.look(place).json["kind"] as? String == "apply")
            #expect(
                try await seat.look("/api/platform/tenants/aurelia").json["hold_minutes"] as? Int == 21)
        }
        await fleet.close()
    }

    @Test("Every fault is named at once, and nothing is recorded of what can not be done")
    func refused() async throws {
        let fleet = try await TestFleet.make()
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = OperatorSeat(hub: hubs[0])
            let faulty = try await seat.ask(
                OperatorSeat.folder(
                    "hinode", replacing: [("hold_minutes: ", "hold_minutes: x"), ("kind: live", "kind: livid")]))
            #expect(faulty.status == 422)
            #expect(try (faulty.json["errors"] as? [[String: Any]])?.count == 2, "\(faulty)")
            #expect(try await count("operations", fleet) == 0)

            #expect(try await seat.ask(OperatorSeat.folder("hinode")).status == 202)
            let thief = try await seat.ask(
                OperatorSeat.folder("halfway", replacing: [("- halfway.localhost", "- hinode.localhost")]))
            #expect(thief.status == 409)
            #expect(try thief.json["code"] as? String == "tenant.host_taken")
            #expect(try await count("operations", fleet) == 1)
            #expect(try await count("tenants", fleet) == 1)
        }
        await fleet.close()
    }

    @Test("A worker killed between two steps leaves the rest to the next one")
    func killedWorker() async throws {
        let fleet = try await TestFleet.make()
        let location = Box("")
        try await RunningHub.run(1, on: fleet) { hubs in
            let asked = try await OperatorSeat(hub: hubs[0]).ask(OperatorSeat.folder("hinode"))
            let place = try #require(asked.headers.first(name: "Location"), "\(asked)")
            location.with { $0 = place }
        }
        try await fleet.admin.lease { connection in
            // The second step waits for this lock, and its process is killed while it does.
            try await connection.script("begin; lock table pooled.definitions in access exclusive mode")
            let worker = try fleet.startWorker()
            defer { if worker.isRunning { kill(worker.processIdentifier, SIGKILL) } }
            let taken: SQL = "select cardinality(steps_done) as steps from platform.operations"
            let isBetween = try await comesTrue(within: Self.patience) {
                let count: Int = try await connection.run(taken).only().get("steps")
                return count == 1
            }
            #expect(isBetween)
            kill(worker.processIdentifier, SIGKILL)
            worker.waitUntilExit()
            #expect(worker.terminationStatus == SIGKILL)
            let row = try await connection.run("select outcome, leased_by from platform.operations").only()
            let (outcome, holder): (String, String?) = (try row.get("outcome"), try row.get("leased_by"))
            #expect(outcome == "running")
            #expect(holder?.hasSuffix("/\(worker.processIdentifier)") == true)
            // Nobody renews the lease; the test does not wait for its last seconds.
            try await connection.script("update platform.operations set leased_until = clock_timestamp(); commit")
        }
        try await RunningHub.run(1, on: fleet, withWorker: true) { hubs in
            try await expectDone(location.value, "hinode", OperatorSeat(hub: hubs[0]))
        }
        await fleet.close()
    }

    private func expectDone(_ location: String, _ slug: String, _ seat: OperatorSeat) async throws {
        let isDone = try await comesTrue(within: Self.patience) { try await seat.state(location) == "done" }
        #expect(isDone)
        let steps = try await seat.look(location).json["steps_done"] as? [String]
        #expect(steps == ["schema", "site", "stock", "activate"])
        let answers = try await comesTrue {
            try await seat.hub.get("/api/site", host: "\(slug).localhost").status == 200
        }
        #expect(answers)
    }

    private func connections(of role: String, _ fleet: TestFleet) async throws -> Int {
        try await fleet.admin.single(
            """
            select count(*) as count from pg_stat_activity
             where datname = current_database() and usename = \(role) and application_name = \(role)
            """
        ).only().get("count")
    }

    private func count(_ table: String, _ fleet: TestFleet) async throws -> Int {
        try await fleet.admin.single("select count(*) as count from platform.\(identifier: table)").only().get("count")
    }
}
