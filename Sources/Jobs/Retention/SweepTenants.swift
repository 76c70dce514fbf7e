package import Logging
import Metrics
import Postgres
import Synchronization
package import Tenancy

/// Goes through the tenants for what has expired in their own tables, whichever schema those lie in.
///
/// Counted like what `SweepExpired` deletes, by `travelhub_retention_deleted_total{kind}`. A tenant costs one round
/// trip while it has little to delete; a kind that fails does not keep the others from their turn.
package struct SweepTenants: Sendable {
    static let name = "retention.tenants"
    /// Nothing waits for it: whatever has expired is worth nothing before it is gone.
    static let everySeconds = 3_600

    private let kinds: [TenantRetention]
    private let round: TenantRound
    private let logger: Logger

    package init(_ kinds: [TenantRetention], round: TenantRound, logger: Logger) {
        precondition(Set(kinds.map(\.name)).count == kinds.count, "two retentions have one name")
        self.kinds = kinds
        self.round = round
        self.logger = logger
    }

    package var schedule: Schedule {
        Schedule(name: Self.name, everySeconds: Self.everySeconds) { try await run() }
    }

    /// How many of each kind went. Throws `TenantRoundFailure`.
    package func run() async throws -> String {
        let gone = Gone(kinds.count)
        // A tenant that is put away has terms like any other.
        let swept = try await round.walk(Self.name, .made) { scope in
            do { try await sweep(scope, kinds.indices, gone) } catch {
                try Task.checkCancellation()
                try await sweepApart(scope, gone)
            }
        }
        return try swept.told(words(gone))
    }

    /// How many went of each kind, with tenants that failed half way too.
    private final class Gone: Sendable {
        private let counts: Mutex<[Int]>

        init(_ kinds: Int) { counts = Mutex([Int](repeating: 0, count: kinds)) }

        var all: [Int] { counts.withLock(\.self) }

        func add(_ more: [Int], from first: Int) {
            counts.withLock { counts in for (offset, count) in more.enumerated() { counts[first + offset] += count } }
        }
    }

    /// All kinds in one round trip, again while one of them has more than a batch.
    private func sweep(_ scope: TenantScope, _ indices: Range<Int>, _ gone: Gone) async throws {
        for _ in 0..<Retention.batchesMax {
            let counts = try await scope.run(indices.map { kinds[$0].statement(Retention.batchMax) }).map(
                \.affectedCount)
            gone.add(counts, from: indices.lowerBound)
            if !counts.contains(where: { $0 >= Retention.batchMax }) { return }
        }
    }

    /// Kind by kind, so that the one that fails is known and alone.
    private func sweepApart(_ scope: TenantScope, _ gone: Gone) async throws {
        var faults: [String] = []
        for (index, kind) in zip(kinds.indices, kinds) {
            do { try await sweep(scope, index..<index + 1, gone) } catch {
                try Task.checkCancellation()
                Counter(label: "travelhub_retention_failures_total", dimensions: [("kind", kind.name)]).increment()
                faults.append("\(kind.name): \(error)")
            }
        }
        guard faults.isEmpty else { throw SweepExpired.Failure(description: faults.joined(separator: "; ")) }
    }

    private func words(_ gone: Gone) -> String {
        var words: [String] = []
        for (kind, count) in zip(kinds, gone.all) {
            Counter(label: "travelhub_retention_deleted_total", dimensions: [("kind", kind.name)])
                .increment(by: Int64(count))
            guard count > 0 else { continue }
            words.append("\(count) \(kind.name)")
            logger.info("expired things deleted", metadata: ["kind": "\(kind.name)", "count": "\(count)"])
        }
        return words.isEmpty ? "nothing had expired" : words.joined(separator: ", ")
    }
}
