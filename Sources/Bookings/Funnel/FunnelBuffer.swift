package import Logging
import ServiceLifecycle
import Synchronization
package import Tenancy
import Vocabulary

/// Collects the funnel events of requests that only read, and writes them a little later: counting
/// neither slows a page nor fails it. What a crash takes with it is a second of counts.
package final class FunnelBuffer: Service {
    /// Events kept at most; beyond them the newest are dropped and the number of them is told.
    package static let eventsMax = 20_000
    static let flushSeconds = 1.0

    private struct State {
        var events: [TenantEntry: [FunnelEvent]] = [:]
        var count = 0
        var dropped = 0
    }

    private let database: TenantDatabase
    private let funnel: Funnel
    private let logger: Logger
    private let state = Mutex(State())

    package init(database: TenantDatabase, funnel: Funnel, logger: Logger) {
        self.database = database
        self.funnel = funnel
        self.logger = logger
    }

    /// At once and without fail.
    package func note(_ event: FunnelEvent, _ entry: TenantEntry) {
        state.withLock { state in
            guard state.count < Self.eventsMax else {
                state.dropped += 1
                return
            }
            state.events[entry, default: []].append(event)
            state.count += 1
        }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(Self.flushSeconds)) } catch { break }
                await self.flush()
            }
        }
        await flush()
    }

    /// One statement a tenant.
    package func flush() async {
        let taken = state.withLock { state in
            defer { state = State() }
            return state
        }
        if taken.dropped > 0 { logger.warning("funnel events dropped", metadata: ["count": "\(taken.dropped)"]) }
        for (entry, events) in taken.events {
            do {
                _ = try await database.scope(entry).run(funnel.statement(events, tenant: entry.id))
            } catch {
                logger.warning("funnel events lost", metadata: ["count": "\(events.count)", "error": "\(error)"])
            }
        }
    }
}
