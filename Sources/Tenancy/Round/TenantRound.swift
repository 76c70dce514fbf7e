package import Logging
import Metrics
package import Vocabulary

/// Goes through the tenants for what each is to get in its turn: a few at once, so that a slow one holds up its own
/// line only; until it is told to stop; and past those that fail, each of which is told of.
///
/// A fault is an entry of the log that names the tenant, and counted by `travelhub_tenant_round_faults_total{round}`.
package struct TenantRound: Sendable {
    /// Tenants at once. Rounds share their connections with jobs and requests, and nobody waits for a round.
    package static let widthMax = 4

    /// Tenants by where they stand in their lives. One in the making is in no round: it may have no tables yet.
    package enum Whom: Sendable {
        /// Those that work, or will again: what keeps a site going is of no use to one that was put away.
        case living
        /// Those put away too, for what has a term or is owed: it ends whether anybody works or not.
        case made

        package func includes(_ state: TenantState) -> Bool {
            switch state {
            case .provisioning: false
            case .active, .maintenance, .suspended: true
            case .archived: self == .made
            }
        }
    }

    private let tenants: TenantDatabase
    private let directory: TenantDirectory
    private let width: Int
    private let logger: Logger

    package init(tenants: TenantDatabase, directory: TenantDirectory, width: Int = Self.widthMax, logger: Logger) {
        precondition(width > 0, "a round of no width gets nowhere")
        self.tenants = tenants
        self.directory = directory
        self.width = width
        self.logger = logger
    }

    /// - Parameters:
    ///   - name: stands in log and metric.
    ///   - chosen: no others than these, where it is known who has something to be done.
    ///
    /// Throws `CancellationError` alone, after the visits that it interrupted have ended.
    package func walk<Value: Sendable>(
        _ name: String, _ whom: Whom, among chosen: Set<TenantID>? = nil,
        _ visit: @escaping @Sendable (TenantScope) async throws -> Value
    ) async throws -> TenantRoundResult<Value> {
        var left = directory.entries.lazy
            .filter { whom.includes($0.state) && chosen?.contains($0.id) ?? true }.makeIterator()
        var result = TenantRoundResult<Value>()
        await withTaskGroup(of: (TenantID, Result<Value, any Error>).self) { group in
            var underWay = 0
            while true {
                while underWay < width, !Task.isCancelled, let entry = left.next() {
                    underWay += 1
                    group.addTask { [tenants] in
                        do { return (entry.id, .success(try await visit(tenants.scope(entry)))) } catch {
                            return (entry.id, .failure(error))
                        }
                    }
                }
                guard let (tenant, outcome) = await group.next() else { return }
                underWay -= 1
                switch outcome {
                case .success(let value): result.values.append(value)
                // What breaks off because the round was told to stop is nobody's fault.
                case .failure where Task.isCancelled: break
                case .failure(let error):
                    result.failed.append(tenant)
                    tell(error, of: tenant, in: name)
                }
            }
        }
        try Task.checkCancellation()
        return result
    }

    private func tell(_ error: any Error, of tenant: TenantID, in name: String) {
        Counter(label: "travelhub_tenant_round_faults_total", dimensions: [("round", name)]).increment()
        logger.error(
            "tenant failed in a round", metadata: ["round": "\(name)", "tenant": "\(tenant)", "error": "\(error)"])
    }
}
