import Synchronization
import Vocabulary

/// What a worker runs at the moment: whose leases it renews, and when it has hands free again.
final class HeldJobs: Sendable {
    /// A job together with the news that it is no longer ours.
    struct Lease: Sendable {
        let job: ClaimedJob
        let lost: AsyncStream<Void>
    }

    private struct State {
        var jobs: [ClaimedJob.Key: (job: ClaimedJob, lost: AsyncStream<Void>.Continuation)] = [:]
        /// Those who wait until no more than so many are left.
        var waiting: [Int: (target: Int, told: AsyncStream<Void>.Continuation)] = [:]
        var lastNumber = 0
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.jobs.count } }
    var all: [ClaimedJob] { state.withLock { $0.jobs.values.map(\.job) } }

    func running(of queue: String) -> [TenantID: Int] {
        state.withLock { state in
            state.jobs.values.reduce(into: [:]) { counts, held in
                if held.job.queue == queue { counts[held.job.tenant, default: 0] += 1 }
            }
        }
    }

    func take(_ job: ClaimedJob) -> Lease {
        let (stream, lost) = AsyncStream<Void>.makeStream()
        state.withLock { $0.jobs[job.key] = (job, lost) }
        return Lease(job: job, lost: stream)
    }

    func lose(_ keys: Set<ClaimedJob.Key>) {
        let lost = state.withLock { state in keys.compactMap { state.jobs[$0]?.lost } }
        for told in lost { told.yield() }
    }

    func end(_ job: ClaimedJob) {
        let told = state.withLock { state -> [AsyncStream<Void>.Continuation] in
            state.jobs.removeValue(forKey: job.key)?.lost.finish()
            let count = state.jobs.count
            return state.waiting.values.filter { $0.target >= count }.map(\.told)
        }
        for waiter in told { waiter.finish() }
    }

    /// Returns when no more than `target` are left, after `seconds`, or when cancelled.
    func settle(to target: Int, orAfterSeconds seconds: Double) async {
        let (stream, told) = AsyncStream<Void>.makeStream()
        let number = state.withLock { state -> Int? in
            if state.jobs.count <= target { return nil }
            state.lastNumber += 1
            state.waiting[state.lastNumber] = (target, told)
            return state.lastNumber
        }
        guard let number else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in stream {} }
            // Cancelled, it has nothing more to wait for.
            group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            await group.next()
            group.cancelAll()
        }
        state.withLock { state in _ = state.waiting.removeValue(forKey: number) }
    }
}
