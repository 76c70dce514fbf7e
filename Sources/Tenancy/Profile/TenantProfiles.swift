import DequeModule
package import Localization
import Postgres
import Synchronization
package import Vocabulary

/// Profiles in process, bounded; read when first asked for, let go of when the directory says so.
package final class TenantProfiles: Sendable {
    /// Those least recently loaded go first.
    package static let cachedMax = 1_000

    package enum Fault: Error, Sendable {
        /// Provisioned, but its site was never applied.
        case noSite(TenantID)
    }

    private struct Slot {
        let generation: UInt64
        let task: Task<TenantProfile, any Error>
    }

    private struct State {
        var ready: [TenantID: TenantProfile] = [:]
        var slots: [TenantID: Slot] = [:]
        var order: Deque<TenantID> = []
        var generation: UInt64 = 0
    }

    private let database: TenantDatabase
    private let catalogues: Catalogues
    private let state = Mutex(State())

    package init(database: TenantDatabase, catalogues: Catalogues) {
        self.database = database
        self.catalogues = catalogues
    }

    /// Without a wait, when it is here already.
    package func known(_ entry: TenantEntry) -> TenantProfile? {
        guard let profile = state.withLock({ $0.ready[entry.id] }), profile.entry == entry else { return nil }
        return profile
    }

    /// Many askers at once cause one read. Throws `Fault` or `PostgresError`.
    package func profile(_ entry: TenantEntry) async throws -> TenantProfile {
        if let profile = known(entry) { return profile }
        let slot = state.withLock { state -> Slot in
            if let slot = state.slots[entry.id] { return slot }
            state.generation += 1
            let slot = Slot(generation: state.generation, task: Task { try await self.load(entry) })
            state.slots[entry.id] = slot
            return slot
        }
        do {
            let profile = try await slot.task.value
            keep(profile, of: slot)
            return profile
        } catch {
            forget(entry.id, ifStill: slot)
            throw error
        }
    }

    /// The site as one of its releases would show it, read anew each time: few look at a draft. Nil where
    /// there is no such release.
    package func preview(_ entry: TenantEntry, release: Int) async throws -> TenantProfile? {
        let answers = try await database.scope(entry).run([SiteStore.current, SiteStore.release(release)])
        guard let current = try SiteStore.current(answers[0]) else { throw Fault.noSite(entry.id) }
        guard let branding = try answers[1].first.map(SiteStore.branding) else { return nil }
        return try TenantProfile(
            entry: entry, definition: current.definition, definitionVersion: current.version, release: release,
            branding: branding, takesPayments: current.takesPayments, catalogues: catalogues)
    }

    /// The next asker reads again.
    package func invalidate(_ tenant: TenantID) {
        state.withLock { state in
            state.slots[tenant] = nil
            state.ready[tenant] = nil
        }
    }

    private func keep(_ profile: TenantProfile, of slot: Slot) {
        let id = profile.entry.id
        state.withLock { state in
            // Invalidated while it was being read: good for this asker, not for later ones.
            guard state.slots[id]?.generation == slot.generation else { return }
            state.slots[id] = nil
            if state.ready.updateValue(profile, forKey: id) == nil { state.order.append(id) }
            // The order may still name tenants that were invalidated since; they cost one step each.
            while state.order.count > Self.cachedMax { state.ready[state.order.removeFirst()] = nil }
        }
    }

    private func forget(_ tenant: TenantID, ifStill slot: Slot) {
        state.withLock { state in
            if state.slots[tenant]?.generation == slot.generation { state.slots[tenant] = nil }
        }
    }

    private func load(_ entry: TenantEntry) async throws -> TenantProfile {
        let rows = try await database.scope(entry).run(SiteStore.current)
        guard let current = try SiteStore.current(rows) else { throw Fault.noSite(entry.id) }
        return try TenantProfile(
            entry: entry, definition: current.definition, definitionVersion: current.version,
            release: current.release, branding: current.branding, takesPayments: current.takesPayments,
            catalogues: catalogues)
    }
}
