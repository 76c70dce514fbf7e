import Foundation
import Jobs
import Postgres
import Tenancy
import Vocabulary

/// How fast a worker drains a hundred thousand queued jobs, each with an effect and an end in a transaction of its
/// own, against the barest loop that PostgreSQL allows: claim one by `skip locked`, do as much, commit.
struct JobsMeasure: BenchMeasure {
    let name = "jobs"

    static let queued = 100_000
    static let perSecondLeast = 2_000.0
    private static let batchMax = 500
    private static let pollMilliseconds = 200

    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow] {
        let hub = try Hub(base: stage.base)
        try await hub.follower.load()
        let scopes = hub.directory.entries.filter { $0.state == .active }.map(hub.tenants.scope)
        let probe = stage.base.identifiers.next()
        let filling = ContinuousClock.now
        let perTenant = try await fill(probe, scopes, hub)
        let filled = Double(perTenant * scopes.count) / (filling.duration(to: .now) / .seconds(1))
        try await stage.admin("vacuum analyze shared.jobs")
        try await stage.admin(Self.bareTables)
        let (ours, bare) = try await pace.pair(
            { Self.figure(try await drain(hub, seconds: Double(pace.seconds))) },
            {
                try await stage.admin(Self.bareRows)
                try await stage.admin("vacuum analyze bench.jobs")
                return try await Pgbench(
                    stage: stage, seconds: pace.seconds, user: "postgres", connections: Hub.jobConnections
                ).run([Self.bareLoop], named: "jobs")
            })
        _ = try await drain(hub, seconds: .infinity)
        var (ran, repeated) = (0, 0)
        for scope in scopes {
            let outcome = try await ProbeOutcome.read(probe, in: scope)
            (ran, repeated) = (ran + outcome.ran, repeated + outcome.repeated)
        }
        for pool in [hub.app, hub.platformPool, hub.worker, hub.probe] { await pool.close() }
        let isWhole = ran == perTenant * scopes.count && repeated == 0
        return [
            BenchRow(what: "jobs enqueued, \(Self.batchMax) a transaction", figure: String(format: "%.0f/s", filled)),
            BenchRow(
                what: "jobs drained by one worker, of \(Self.queued) queued", figure: ours.rateText,
                bar: String(format: "at least %.0f/s", Self.perSecondLeast),
                isMet: ours.perSecond >= Self.perSecondLeast),
            BenchRow(what: "bare skip locked loop, pgbench with \(Hub.jobConnections)", figure: bare.rateText),
            BenchRow(what: "jobs, ratio", figure: String(format: "%.2f", ours.perSecond / bare.perSecond)),
            BenchRow(
                what: "jobs' effects", figure: "\(ran), \(repeated) of them repeated", bar: "each once", isMet: isWhole),
        ]
    }

    private func fill(_ probe: UUID, _ scopes: [TenantScope], _ hub: Hub) async throws -> Int {
        let queue = JobQueue(keys: hub.base.masterKeys, identifiers: hub.base.identifiers)
        let perTenant = Self.queued / scopes.count
        try await withThrowingTaskGroup(of: Void.self) { group in
            for scope in scopes {
                group.addTask {
                    for first in stride(from: 0, to: perTenant, by: Self.batchMax) {
                        _ = try await scope.run(
                            try (first..<min(perTenant, first + Self.batchMax)).map {
                                try queue.statement(QueueProbe(probe: probe, number: $0), tenant: scope.tenant)
                            })
                    }
                }
            }
            try await group.waitForAll()
        }
        return perTenant
    }

    /// Jobs a second while a worker runs, for so long or until none is left.
    private func drain(_ hub: Hub, seconds: Double) async throws -> Double {
        var handlers = JobHandlers()
        QueueProbe.register(in: &handlers)
        let pool = hub.jobPool
        let worker = hub.queueWorker(name: "bench", handlers, queues: [QueueProbe.queue], pool)
        let before = try await live(hub)
        let start = ContinuousClock.now
        let rate = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            var (left, elapsed) = (before, 0.0)
            while left > 0, elapsed < seconds {
                try await Task.sleep(for: .milliseconds(Self.pollMilliseconds))
                left = try await live(hub)
                elapsed = start.duration(to: .now) / .seconds(1)
            }
            group.cancelAll()
            return Double(before - left) / max(elapsed, 0.001)
        }
        await pool.close()
        return rate
    }

    private func live(_ hub: Hub) async throws -> Int {
        try await hub.worker.single("select count(*) as count from shared.jobs").only().get("count")
    }

    private static func figure(_ perSecond: Double) -> BenchFigure {
        BenchFigure(perSecond: perSecond, p50Milliseconds: .nan, p99Milliseconds: .nan)
    }

    private static let bareTables = """
        create table bench.jobs (job_id bigint primary key, arguments text not null);
        create table bench.done (job_id bigint primary key, ran_at timestamptz not null default clock_timestamp());
        """

    private static let bareRows = """
        truncate bench.jobs, bench.done;
        insert into bench.jobs select n, repeat('x', 80) from generate_series(1, \(queued)) n;
        """

    private static let bareLoop = """
        with taken as (select job_id from bench.jobs order by job_id limit 1 for update skip locked),
             gone as (delete from bench.jobs j using taken t where j.job_id = t.job_id returning j.job_id)
        insert into bench.done (job_id) select job_id from gone;
        """
}

extension BenchFigure {
    /// Where nothing is known but how many.
    fileprivate var rateText: String { String(format: "%.0f/s", perSecond) }
}
