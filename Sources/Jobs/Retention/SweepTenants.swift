package import Logging
import Metrics
import Postgres
package import Tenancy

/// Goes through the tenants for what has expired in their own tables, whichever schema those lie in.
///
/// Counted like what `SweepExpired` deletes, by `travelhub_retention_deleted_total{kind}`. A tenant costs one round
/// trip while it has little to delete; one that fails does not keep the others from their turn, nor does a kind.
package struct SweepTenants: Sendable {
    /// Nothing waits for it: whatever has expired is worth nothing before it is gone.
    static let everySeconds = 3_600

    private let kinds: [TenantRetention]
    private let tenants: TenantDatabase
    private let directory: TenantDirectory
    private let logger: Logger

    package init(
        _ kinds: [TenantRetention], tenants: TenantDatabase, directory: TenantDirectory, logger: Logger
    ) {
        precondition(Set(kinds.map(\.name)).count == kinds.count, "two retentions have one name")
        self.kinds = kinds
        self.tenants = tenants
        self.directory = directory
        self.logger = logger
    }

    package var schedule: Schedule {
        Schedule(name: "retention.tenants", everySeconds: Self.everySeconds) { try await run() }
    }

    /// How many of each kind went. Throws `SweepExpired.Failure` after all tenants had their turn.
    package func run() async throws -> String {
        var gone = [Int](repeating: 0, count: kinds.count)
        var failures = 0
        // A tenant in the making may have no tables yet; one that is put away has terms like any other.
        for entry in directory.entries where entry.state != .provisioning {
            let scope = tenants.scope(entry)
            do {
                try await sweep(scope, kinds.indices, &gone)
            } catch {
                try Task.checkCancellation()
                failures += await sweepApart(scope, &gone) ? 1 : 0
            }
        }
        return try told(gone, failures)
    }

    /// All kinds in one round trip, again while one of them has more than a batch.
    private func sweep(_ scope: TenantScope, _ indices: Range<Int>, _ gone: inout [Int]) async throws {
        for _ in 0..<Retention.batchesMax {
            let counts = try await scope.run(indices.map { kinds[$0].statement(Retention.batchMax) }).map(
                \.affectedCount)
            for (index, count) in zip(indices, counts) { gone[index] += count }
            if !counts.contains(where: { $0 >= Retention.batchMax }) { return }
        }
    }

    /// Kind by kind, so that the one that fails is known and alone. True if there was one.
    private func sweepApart(_ scope: TenantScope, _ gone: inout [Int]) async -> Bool {
        var hasFailed = false
        for index in kinds.indices {
            do {
                try await sweep(scope, index..<index + 1, &gone)
            } catch {
                hasFailed = true
                let kind = kinds[index].name
                Counter(label: "travelhub_retention_failures_total", dimensions: [("kind", kind)]).increment()
                logger.error(
                    "expired things not deleted",
                    metadata: ["kind": "\(kind)", "tenant": "\(scope.tenant)", "error": "\(error)"])
            }
        }
        return hasFailed
    }

    private func told(_ gone: [Int], _ failures: Int) throws -> String {
        var words: [String] = []
        for (kind, count) in zip(kinds, gone) {
            Counter(label: "travelhub_retention_deleted_total", dimensions: [("kind", kind.name)])
                .increment(by: Int64(count))
            guard count > 0 else { continue }
            words.append("\(count) \(kind.name)")
            logger.info("expired things deleted", metadata: ["kind": "\(kind.name)", "count": "\(count)"])
        }
        let result = words.isEmpty ? "nothing had expired" : words.joined(separator: ", ")
        guard failures == 0 else {
            throw SweepExpired.Failure(description: "\(failures) tenants not swept whole; else \(result)")
        }
        return result
    }
}
