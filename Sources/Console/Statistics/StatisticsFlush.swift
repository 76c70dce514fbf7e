import Foundation
package import Logging
package import Postgres
import ServiceLifecycle
package import Telemetry
package import Tenancy
import Vocabulary

/// Adds what this process has counted to the platform's sums every few seconds, so that an operator who asks any
/// process is told of all of them, and what was counted outlives its process.
///
/// One round trip, and none when nothing happened. What could not be written is written the next time; a crash takes
/// the counts of the last seconds with it. When a connection breaks in the answer it cannot be known whether they
/// were added, and they are added again: counts of a break may be too high, never too low.
package actor StatisticsFlush: Service {
    package static let flushSeconds = 10.0
    /// Of statements that were not slow and did not fail those that took the most time.
    static let statementsMax = 200
    /// Kept while the database is away.
    static let pendingMax = 5_000

    private let platform: PlatformDatabase
    private let endpoints: [EndpointTally]
    private let requests: RequestStatistics
    private let statements: StatementStatistics
    private let logger: Logger

    private var writtenTimes: [EndpointKey: DurationTally] = [:]
    private var writtenStatements: [UInt64: StatementStatistics.Entry] = [:]
    private var pendingTenants: [Int: TenantTallies.Times] = [:]
    private var pendingErrors: [ErrorTracker.Group] = []
    private var pendingLeftOut = 0
    private var countedForgotten = 0

    /// `endpoints`: every route's count; none in a process that serves nobody.
    package init(
        platform: PlatformDatabase, endpoints: [EndpointTally], requests: RequestStatistics,
        statements: StatementStatistics, logger: Logger
    ) {
        self.platform = platform
        self.endpoints = endpoints + [requests.unmatched]
        self.requests = requests
        self.statements = statements
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(Self.flushSeconds)) } catch { break }
                await self.flush()
            }
        }
        // Tenants' counts are taken one time later than the rest.
        await flush()
        await flush()
    }

    package func flush() async {
        collect()
        let times = changedTimes()
        let statements = changedStatements()
        var batch: [SQL] = []
        if !times.isEmpty { batch.append(StatisticsStore.add(times)) }
        if !statements.isEmpty { batch.append(StatisticsStore.add(statements)) }
        if !pendingTenants.isEmpty { batch.append(StatisticsStore.add(Array(pendingTenants.values))) }
        if !pendingErrors.isEmpty { batch.append(StatisticsStore.add(pendingErrors)) }
        if pendingLeftOut > 0 { batch.append(StatisticsStore.addLeftOut(pendingLeftOut)) }
        guard !batch.isEmpty else { return }
        let (tenants, errors, leftOut) = (pendingTenants, pendingErrors, pendingLeftOut)
        pendingTenants = [:]
        pendingErrors = []
        pendingLeftOut = 0
        do {
            _ = try await platform.transaction { [batch] in try await $0.run(batch) }
            for time in times { writtenTimes[time.key, default: time.nothing] = time.total }
            for statement in statements { writtenStatements[statement.total.fingerprint] = statement.total }
        } catch {
            logger.warning("statistics not written", metadata: ["error": "\(error)"])
            pendingTenants.merge(tenants) { $0 + $1 }
            pendingErrors = errors + pendingErrors
            pendingLeftOut += leftOut
        }
    }

    private func collect() {
        for time in requests.tenants.take() {
            let isKept = pendingTenants[time.tenant] != nil || pendingTenants.count < Self.pendingMax
            let key = isKept ? time.tenant : TenantTallies.rest
            let counted = TenantTallies.Times(tenant: key, classes: time.classes, tally: time.tally)
            pendingTenants[key] = pendingTenants[key].map { $0 + counted } ?? counted
        }
        // A group may be in it twice, which is as good as once with both counts.
        let errors = pendingErrors + requests.errors.take()
        pendingErrors = Array(errors.suffix(Self.pendingMax))
        let forgotten = requests.errors.forgottenGroups
        pendingLeftOut += errors.count - pendingErrors.count + forgotten - countedForgotten
        countedForgotten = forgotten
    }

    private func changedTimes() -> [ChangedTimes] {
        SharedEndpoint.all(endpoints).flatMap { endpoint in
            endpoint.times.compactMap { times in
                let key = EndpointKey(endpoint: endpoint.name, status: times.status)
                let change = writtenTimes[key].map { times.tally - $0 } ?? times.tally
                return change.count == 0 ? nil : ChangedTimes(key: key, change: change, total: times.tally)
            }
        }
    }

    private func changedStatements() -> [ChangedStatement] {
        let changed = statements.snapshot().compactMap { entry -> ChangedStatement? in
            let change = ChangedStatement(entry, since: writtenStatements[entry.fingerprint])
            return change.calls == 0 ? nil : change
        }
        let telling = changed.filter { $0.slow > 0 || $0.errors > 0 }
        let others = changed.filter { $0.slow == 0 && $0.errors == 0 }.sorted { $0.nanoseconds > $1.nanoseconds }
        return telling + others.prefix(Self.statementsMax)
    }
}

struct EndpointKey: Hashable {
    let endpoint: String
    let status: Int
}

struct ChangedTimes: Sendable {
    let key: EndpointKey
    let change: DurationTally
    let total: DurationTally

    var nothing: DurationTally { total - total }
}

extension EndpointKey: Sendable {}

/// A statement's counts since they were last written.
struct ChangedStatement: Sendable {
    let total: StatementStatistics.Entry
    let calls: Int
    let errors: Int
    let slow: Int
    let nanoseconds: Int

    init(_ entry: StatementStatistics.Entry, since before: StatementStatistics.Entry?) {
        total = entry
        calls = entry.calls - (before?.calls ?? 0)
        errors = entry.errors - (before?.errors ?? 0)
        slow = entry.slow - (before?.slow ?? 0)
        nanoseconds = Self.nanoseconds(entry.total) - Self.nanoseconds(before?.total ?? .zero)
    }

    var longest: Int { Self.nanoseconds(total.max) }

    private static func nanoseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
