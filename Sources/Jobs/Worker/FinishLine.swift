/// Ends jobs together that end at about the same time: whoever comes while the last statement is under way goes
/// with the next one, as PostgreSQL does with commits.
///
/// Only jobs whose handler kept no transaction open for their end come here, so nothing has to become true
/// together with it.
actor FinishLine {
    private typealias Arrival = (job: ClaimedJob, outcome: CheckedContinuation<Bool, any Error>)

    static let batchMax = 500

    private let store: JobStore
    private var arrivals: [Arrival] = []
    private var isRunning = false

    init(store: JobStore) { self.store = store }

    /// False when the lease had been lost. Throws `PostgresError`.
    func cross(_ job: ClaimedJob) async throws -> Bool {
        try await withCheckedThrowingContinuation { outcome in
            arrivals.append((job, outcome))
            guard !isRunning else { return }
            isRunning = true
            // Not part of the first one's task: its cancellation is not the others' business.
            Task { await run() }
        }
    }

    private func run() async {
        while !arrivals.isEmpty {
            let batch = Array(arrivals.prefix(Self.batchMax))
            arrivals.removeFirst(batch.count)
            do {
                let ended = try await store.finish(batch.map(\.job))
                for (job, outcome) in batch { outcome.resume(returning: ended.contains(job.key)) }
            } catch {
                for (_, outcome) in batch { outcome.resume(throwing: error) }
            }
        }
        isRunning = false
    }
}
