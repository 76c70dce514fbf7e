import Foundation
package import Logging
package import Postgres
import ServiceLifecycle
package import Tenancy
import Vocabulary

/// Runs jobs: claims them under a lease, keeps the lease alive, ends, repeats or buries them.
package struct Worker: Service {
    package struct Limits: Sendable {
        /// Jobs under way at once.
        package var concurrent = 64
        /// Of one tenant, so that its slow ones leave hands for the others.
        package var perTenant = 48
        package var leaseSeconds = 30
        package var pollSeconds = 1.0
        /// Told to stop, it lets jobs under way come to their end for so long; then they go back to the queue.
        package var graceSeconds = 15.0
        package init() {}

        /// Claimed as soon as so many hands are free: one claim for several jobs.
        var batch: Int { max(1, concurrent / 2) }
        /// Of one tenant in the first grasp.
        var share: Int { max(1, concurrent / 8) }
    }

    let store: JobStore
    let handlers: JobHandlers
    let tenants: TenantDatabase
    let directory: TenantDirectory
    let envelope: JobEnvelope
    let logger: Logger
    let finishLine: FinishLine
    let held = HeldJobs()
    private let name: String
    private let queues: [String]
    private let limits: Limits
    private let bell: JobBell?
    private let rounds = ClaimRounds()

    /// `pool` logs in as `travelhub_worker`.
    package init(
        pool: PostgresPool, handlers: JobHandlers, tenants: TenantDatabase, directory: TenantDirectory,
        keys: MasterKeys, name: String, queues: [String], limits: Limits = Limits(), bell: JobBell? = nil,
        logger: Logger
    ) {
        self.store = JobStore(pool: pool)
        self.handlers = handlers
        self.tenants = tenants
        self.directory = directory
        self.envelope = JobEnvelope(keys: keys)
        self.finishLine = FinishLine(store: store)
        self.name = name
        self.queues = queues
        self.limits = limits
        self.bell = bell
        self.logger = logger
    }

    package func run() async throws {
        let (claimed, feed) = AsyncStream<HeldJobs.Lease>.makeStream()
        await withTaskGroup(of: Void.self) { keeping in
            keeping.addTask { await renewLeases() }
            await withDiscardingTaskGroup { group in
                group.addTask {
                    await cancelWhenGracefulShutdown { await claimOnAndOn(feed) }
                    feed.finish()
                }
                for await lease in claimed { group.addTask { await attempt(lease) } }
                await held.settle(to: 0, orAfterSeconds: limits.graceSeconds)
                group.cancelAll()
            }
            keeping.cancelAll()
        }
        // In a task of its own: this one may have been cancelled.
        await Task { await giveBackRest() }.value
    }

    /// Claims what is due now and runs it to its end; the number of jobs run.
    package func turn() async throws -> Int {
        try await store.tidy()
        var count = 0
        for queue in queues {
            let leases = try await claim(queue)
            count += leases.count
            await withTaskGroup(of: Void.self) { keeping in
                keeping.addTask { await renewLeases() }
                await withDiscardingTaskGroup { group in
                    for lease in leases { group.addTask { await attempt(lease) } }
                }
                keeping.cancelAll()
            }
        }
        return count
    }

    private func claimOnAndOn(_ feed: AsyncStream<HeldJobs.Lease>.Continuation) async {
        while !Task.isCancelled {
            var found = 0
            let rings = bell?.rings ?? 0
            do {
                try await store.tidy()
                for queue in queues {
                    let leases = try await claim(queue)
                    for lease in leases { feed.yield(lease) }
                    found += leases.count
                }
            } catch {
                if !(error is CancellationError) {
                    logger.warning("queue not read", metadata: ["error": "\(error)"])
                }
                found = 0
            }
            await pause(found, since: rings)
        }
    }

    /// Until it is worth claiming again: hands are free and there may be something for them.
    private func pause(_ found: Int, since rings: Int) async {
        let count = held.count
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [held, limits] in
                if found == 0, count == 0 {
                    // Cancelled, the loop ends by itself.
                    try? await Task.sleep(for: .seconds(limits.pollSeconds))
                } else {
                    let target = min(
                        limits.concurrent - limits.batch, found == 0 ? count - limits.batch : limits.concurrent)
                    await held.settle(to: max(0, target), orAfterSeconds: limits.pollSeconds)
                }
            }
            // With many hands full a claim for single jobs would cost more than it brings.
            if let bell, count < limits.batch { group.addTask { await bell.rung(after: rings) } }
            await group.next()
            group.cancelAll()
        }
    }

    /// A share for each tenant that has something, and the rest of the hands for those that have more.
    private func claim(_ queue: String) async throws -> [HeldJobs.Lease] {
        var leases: [HeldJobs.Lease] = []
        for share in [limits.share, limits.concurrent] {
            let room = limits.concurrent - held.count
            guard room > 0 else { break }
            let more = try await store.claim(
                JobClaim(
                    queue: queue, worker: name, limit: room, perTenant: share, leaseSeconds: limits.leaseSeconds,
                    after: rounds.last(of: queue), busy: held.running(of: queue), perTenantMax: limits.perTenant))
            leases += more.map(held.take)
            rounds.served(more.map(\.tenant), of: queue)
            // Fewer than there was room for, although some had more to give.
            let counts = Dictionary(more.map { ($0.tenant, 1) }, uniquingKeysWith: +)
            guard more.count < room, counts.values.contains(share) else { break }
        }
        return leases
    }

    private func renewLeases() async {
        while true {
            do { try await Task.sleep(for: .seconds(Double(limits.leaseSeconds) / 3)) } catch { return }
            let jobs = held.all
            guard !jobs.isEmpty else { continue }
            do {
                let kept = try await store.renew(jobs, leaseSeconds: limits.leaseSeconds)
                held.lose(Set(jobs.map(\.key)).subtracting(kept))
            } catch {
                logger.warning("leases not renewed", metadata: ["jobs": "\(jobs.count)", "error": "\(error)"])
            }
        }
    }
}
