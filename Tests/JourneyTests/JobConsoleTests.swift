import Foundation
import Jobs
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("Jobs looked after")
struct JobConsoleTests {
    /// A kind that no worker knows: a dead letter at its first attempt.
    private struct Orphan: Job {
        static let kind = "test.orphan"
    }

    private static let authorization = ["Authorization": "Bearer \(RunningHub.operatorToken)"]

    private func enqueue(_ fleet: TestFleet, _ entries: [TenantEntry], _ plan: JobPlan = JobPlan()) async throws {
        let queue = JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers)
        for entry in entries {
            _ = try await fleet.tenants.scope(entry).run(try queue.statement(Orphan(), plan, tenant: entry.id))
        }
    }

    private func states(_ fleet: TestFleet) async throws -> [String] {
        try await fleet.admin.single("select state from shared.jobs order by state").map { try $0.get("state") }
    }

    @Test("By operators over HTTP: paused, resumed, died, listed page by page, replayed, run before their hour")
    func overHTTP() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        try await RunningHub.run(1, on: fleet, withWorker: true) { hubs in
            let hub = hubs[0]
            func post(_ path: String, _ body: [String: Any] = [:]) async throws -> RunningHub.Reply {
                try await hub.post("/api/platform/jobs\(path)", host: OperatorSeat.host, body, Self.authorization)
            }
            func look(_ path: String) async throws -> [[String: Any]] {
                let reply = try await hub.get("/api/platform/jobs\(path)", host: OperatorSeat.host, Self.authorization)
                #expect(reply.status == 200, "\(reply)")
                return try #require(try reply.json["data"] as? [[String: Any]])
            }
            let closed = try await hub.get("/api/platform/jobs", host: OperatorSeat.host)
            #expect(closed.status == 401)

            #expect(try await post("/queues/ordinary/pause", ["reason": "test"]).status == 204)
            #expect(try await post("/queues/ordinary/pause", ["reason": "x", "tenant": "nobody"]).status == 404)
            try await enqueue(fleet, [one, two])
            #expect(try await look("/queues").first?["pause_reason"] as? String == "test")
            #expect(try await look("").count == 2)
            #expect(try await post("/queues/ordinary/resume").json["resumed"] as? Bool == true)
            let isDead = try await comesTrue { try await states(fleet) == ["dead", "dead"] }
            #expect(isDead)

            let first = try await hub.get(
                "/api/platform/jobs?state=dead&limit=1", host: OperatorSeat.host, Self.authorization)
            let cursor = try #require(try first.json["next_cursor"] as? String)
            #expect(try await look("?state=dead&limit=1&cursor=\(cursor)").count == 1)
            #expect(try await look("?tenant=one&kind=test.orphan").map { $0["tenant_id"] as? String } == ["\(one.id)"])
            #expect(try await look("?queue=elsewhere").isEmpty)

            #expect(try await post("/queues/ordinary/limit", ["per_minute": 600, "tenant": "two"]).status == 204)
            #expect(try await post("/queues/ordinary/limit", ["per_minute": 0]).status == 422)
            // A name that no queue can have, as Schemathesis made one up.
            #expect(try await post("/queues/_/limit", ["per_minute": 60]).status == 422)
            #expect(try await post("/queues/_/pause", ["reason": "test"]).status == 422)
            #expect(try await post("/replay", ["tenant": "one"]).json["replayed"] as? Int == 1)
            #expect(try await post("/replay", ["kind": "test.other"]).json["replayed"] as? Int == 0)

            #expect(try await post("/schedules/retention.sweep/run").status == 204)
            let unknown = try await post("/schedules/nothing/run")
            #expect(try unknown.json["code"] as? String == "schedule.unknown")
            #expect(try await look("/schedules").contains { $0["name"] as? String == "retention.sweep" })

            try await enqueue(fleet, [one], JobPlan(runAt: .distantFuture))
            let waiting = try #require(try await look("?state=scheduled").first?["job_id"] as? String)
            let theirs = try await post("/run", ["tenant": "two", "job_id": waiting])
            #expect(try theirs.json["code"] as? String == "job.not_waiting")
            #expect(try await post("/run", ["tenant": "one", "job_id": waiting]).status == 204)
            let isDone = try await comesTrue { try await states(fleet) == ["dead", "dead", "dead"] }
            #expect(isDone)
            let actors = try await fleet.admin.single(
                """
                select distinct action from (
                  select action, actor from platform.audit_entries
                  union all select action, actor from shared.audit_entries) a
                 where actor = 'operator:operator' order by action
                """
            ).map { try $0.get("action", as: String.self) }
            #expect(
                actors == ["job.replay", "job.run", "queue.limit", "queue.pause", "queue.resume", "schedule.run"])
        }
        await fleet.close()
    }

    @Test("From a terminal: listed, paused, probed, replayed")
    func fromTerminal() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.schema)
        let worker = try fleet.startWorker()
        defer { worker.terminate() }
        try await enqueue(fleet, [one, two])
        let isDead = try await comesTrue(within: .seconds(60)) { try await states(fleet) == ["dead", "dead"] }
        #expect(isDead)
        let dead = try fleet.travelhub(["jobs", "dead"])
        #expect(dead.status == 0 && dead.output.contains("unknownKind") && dead.output.contains("2 jobs"))
        #expect(try fleet.travelhub(["jobs", "pause", "ordinary", "--reason", "upgrade"]).status == 0)
        #expect(try fleet.travelhub(["jobs", "queues"]).output.contains("upgrade"))
        #expect(try fleet.travelhub(["jobs", "replay", "--tenant", "one"]).output.contains("1 dead letters replayed"))
        #expect(try await states(fleet) == ["dead", "ready"])
        #expect(try fleet.travelhub(["jobs", "resume", "ordinary"]).output.contains("goes on"))
        let probe = try fleet.travelhub(["jobs", "probe", "two", "--count", "40", "--seconds", "60"])
        #expect(probe.status == 0 && probe.output.contains("40 of 40 came through"), "\(probe.output)")
        #expect(try fleet.travelhub(["jobs", "schedules"]).output.contains("retention.sweep"))
        #expect(try fleet.travelhub(["jobs", "run", "--schedule", "retention.sweep"]).status == 0)
        #expect(try fleet.travelhub(["jobs", "run", "--schedule", "nothing"]).status != 0)
        #expect(try fleet.travelhub(["jobs", "replay", "--tenant", "nobody"]).status != 0)
        await fleet.close()
    }
}

extension TestFleet {
    /// One command of the program, to its end.
    func travelhub(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = program(arguments)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// `travelhub worker` as a process of its own.
    func startWorker() throws -> Process {
        let worker = program(["worker"])
        worker.standardOutput = FileHandle.nullDevice
        worker.standardError = FileHandle.nullDevice
        try worker.run()
        return worker
    }

    private func program(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = Self.root.appendingPathComponent(".build/debug/travelhub")
        process.arguments = arguments
        process.environment = [
            "DATABASE_URL": adminConninfo, "MASTER_KEYS": Self.masterKeyText, "ROOT_DIRECTORY": Self.root.path,
            "LOG_LEVEL": "error", "PATH": "/usr/bin:/bin",
        ]
        return process
    }
}
