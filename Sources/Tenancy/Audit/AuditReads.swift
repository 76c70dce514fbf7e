import Foundation
package import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Synchronization
package import Vocabulary

/// Collects who has looked at what, and writes it a little later: a look changes nothing that it could be written
/// with, and must not wait for a write of its own.
///
/// What a crash takes with it is the looks of the last seconds. Beyond `entriesMax` further ones are only counted,
/// and their number is written in their place.
package final class AuditReads: Service {
    package static let entriesMax = 10_000
    package static let flushSeconds = 5.0
    /// One statement's worth.
    static let batchMax = 500

    private struct Look: Sendable {
        let id: UUID
        let time: Date
        let entry: AuditEntry
    }

    /// Whose trail a look stands in.
    private enum Trail: Hashable {
        case tenant(TenantEntry)
        case platform
    }

    private struct State {
        var looks: [Trail: [Look]] = [:]
        var count = 0
        var dropped = 0
    }

    private let tenants: TenantDatabase
    private let platform: PlatformDatabase
    private let identifiers: IdentifierSource
    private let clock: WallClock
    private let logger: Logger
    private let overflow = Counter(label: "audit_reads_dropped")
    private let state = Mutex(State())

    package init(
        tenants: TenantDatabase, platform: PlatformDatabase, identifiers: IdentifierSource, clock: WallClock,
        logger: Logger
    ) {
        self.tenants = tenants
        self.platform = platform
        self.identifiers = identifiers
        self.clock = clock
        self.logger = logger
    }

    /// At once and without fail.
    package func note(_ entry: AuditEntry, _ tenant: TenantEntry) { note(entry, .tenant(tenant)) }

    /// For the operators' trail.
    package func note(_ entry: AuditEntry) { note(entry, .platform) }

    private func note(_ entry: AuditEntry, _ trail: Trail) {
        let look = Look(id: identifiers.next(), time: clock.now(), entry: entry)
        let isKept = state.withLock { state in
            guard state.count < Self.entriesMax else {
                state.dropped += 1
                return false
            }
            state.looks[trail, default: []].append(look)
            state.count += 1
            return true
        }
        if !isKept { overflow.increment() }
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

    package func flush() async {
        var taken = state.withLock { state in
            defer { state = State() }
            return state
        }
        if taken.dropped > 0 {
            logger.error("looks not audited", metadata: ["count": "\(taken.dropped)"])
            let entry = AuditEntry(
                action: "audit.overflow", actor: "system", subjectKind: "audit", subjectID: "reads",
                after: JSONText("{\"dropped\":\(taken.dropped)}"))
            taken.looks[.platform, default: []].append(Look(id: identifiers.next(), time: clock.now(), entry: entry))
        }
        for (trail, looks) in taken.looks {
            for start in stride(from: 0, to: looks.count, by: Self.batchMax) {
                await write(Array(looks[start..<min(start + Self.batchMax, looks.count)]), trail)
            }
        }
    }

    private func write(_ looks: [Look], _ trail: Trail) async {
        do {
            switch trail {
            case .tenant(let entry): _ = try await tenants.scope(entry).run(Self.statement(looks, tenant: entry.id))
            case .platform: _ = try await platform.run(Self.statement(looks, tenant: nil))
            }
        } catch {
            logger.error("looks not audited", metadata: ["count": "\(looks.count)", "error": "\(error)"])
        }
    }

    private static func statement(_ looks: [Look], tenant: TenantID?) -> SQL {
        let (entries, actors) = (looks.map(\.entry), looks.map(\.entry.actor))
        return """
            insert into audit_entries
              (tenant_id, entry_id, recorded_at, action, actor, on_behalf_of, subject_kind, subject_id, after, address,
               user_agent, request_id)
            select \(tenant), l.id, l.time, l.action, l.actor, l.behalf, l.kind, l.subject, l.after::jsonb,
                   l.address::inet, l.agent, l.request
              from unnest(\(looks.map(\.id)), \(looks.map(\.time)), \(entries.map(\.action)), \(actors.map(\.name)),
                          \(actors.map(\.onBehalf)), \(entries.map(\.subjectKind)), \(entries.map(\.subjectID)),
                          \(entries.map { $0.after?.text }), \(actors.map(\.address)), \(actors.map(\.userAgent)),
                          \(actors.map(\.requestID)))
                   as l (id, time, action, actor, behalf, kind, subject, after, address, agent, request)
            """
    }
}
