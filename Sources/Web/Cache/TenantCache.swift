import Logging
import Redis
import Tenancy

/// What is kept of one tenant's data, for all processes: read through it, and it is read once.
///
/// A hit costs one round trip. A miss is read by one caller of all processes; the others wait for it, within
/// limits. An entry past its freshness is served for a while still, and one caller reads it anew behind that. While
/// Redis is away everything is read from where it comes from, once for all who ask a process at once.
package struct TenantCache: Sendable {
    /// Life spans are cut by up to so much, so that what was stored together does not end together.
    static let jitter = 0.1
    /// How long a caller waits for another process to fill an entry, before it reads by itself.
    static let waitMax = Duration.seconds(2)
    private static let waitStep = Duration.milliseconds(20)

    let tenant: TenantEntry
    let store: CacheStore

    init(tenant: TenantEntry, store: CacheStore) {
        self.tenant = tenant
        self.store = store
    }

    /// The value kept under these parts (a locale, a page), or what `load` gives.
    ///
    /// Throws what `load` throws; nothing of Redis.
    package func value<Value: Sendable>(
        _ read: CachedRead<Value>, _ parts: [String] = [], load: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let place = CachePlace(tenant, name: read.name, version: read.version, parts: parts, tags: read.tags)
        guard let look = await store.shelf.look(place) else {
            store.meter.count(.away, read.name)
            return try await store.flights.join(place.entry) { try await loaded(read, load) }
        }
        // Who looks after an invalidation does not join those who looked before it.
        let flight = ([place.entry] + look.versions).joined(separator: " ")
        guard let value = decoded(read, look) else {
            store.meter.count(.miss, read.name)
            return try await store.flights.join(flight) { try await fill(read, place, load) }
        }
        if isFresh(read, look) {
            store.meter.count(.hit, read.name)
        } else {
            store.meter.count(.stale, read.name)
            store.flights.begin(flight) { try await refresh(read, place, load) }
        }
        return value
    }

    /// Ends every entry of this tenant that names one of the tags: to be called when a change is committed.
    ///
    /// False when Redis could not be told; then entries live out their span at most.
    @discardableResult
    package func invalidate(_ tags: CacheTag...) async -> Bool {
        guard store.shelf.watch.isConfigured else { return true }
        let isTold = await store.shelf.invalidate(tags.map { CachePlace.tag($0, of: tenant) })
        if !isTold {
            store.logger.warning(
                "cache entries could not be invalidated",
                metadata: ["tenant": "\(tenant.id)", "tags": "\(tags.map(\.name).joined(separator: ","))"])
        }
        return isTold
    }

    /// By whoever gains the lock; others look again until it is there.
    private func fill<Value: Sendable>(
        _ read: CachedRead<Value>, _ place: CachePlace, _ load: @Sendable () async throws -> Value
    ) async throws -> Value {
        let end = ContinuousClock.now + Self.waitMax
        while let lock = await store.shelf.lock(place) {
            if !lock.isEmpty { return try await loadAndStore(read, place, lock, load) }
            guard ContinuousClock.now < end else { break }
            try await Task.sleep(for: Self.waitStep)
            guard let look = await store.shelf.look(place) else { break }
            if let value = decoded(read, look) { return value }
        }
        return try await loaded(read, load)
    }

    /// Where another process is at it already, nothing is to be done.
    private func refresh<Value: Sendable>(
        _ read: CachedRead<Value>, _ place: CachePlace, _ load: @Sendable () async throws -> Value
    ) async throws {
        guard let lock = await store.shelf.lock(place), !lock.isEmpty else { return }
        do { _ = try await loadAndStore(read, place, lock, load) } catch {
            store.logger.warning(
                "a cache entry could not be read anew", metadata: ["cache": "\(read.name)", "error": "\(error)"])
        }
    }

    /// Looks once more under the lock: whoever held it before may have stored between the look and the lock.
    private func loadAndStore<Value: Sendable>(
        _ read: CachedRead<Value>, _ place: CachePlace, _ lock: String, _ load: @Sendable () async throws -> Value
    ) async throws -> Value {
        guard let look = await store.shelf.look(place) else { return try await loaded(read, load) }
        if let value = decoded(read, look), isFresh(read, look) {
            await store.shelf.unlock(place, lock)
            return value
        }
        let value: Value
        let payload: [UInt8]
        do {
            value = try await loaded(read, load)
            payload = try read.encode(value)
        } catch {
            await store.shelf.unlock(place, lock)
            throw error
        }
        guard payload.count <= read.bytesMax else {
            store.meter.count(.oversize, read.name)
            await store.shelf.unlock(place, lock)
            return value
        }
        let fresh = Double(read.freshSeconds) * (1 - Self.jitter * store.random())
        let milliseconds = Int((fresh + Double(read.staleSeconds)) * 1_000)
        let isKept = await store.shelf.store(
            payload, at: place, versions: look.versions, milliseconds: milliseconds, lock: lock)
        if !isKept { store.meter.count(.outdated, read.name) }
        return value
    }

    private func loaded<Value: Sendable>(
        _ read: CachedRead<Value>, _ load: @Sendable () async throws -> Value
    ) async throws -> Value {
        store.meter.count(.load, read.name)
        return try await load()
    }

    /// What Redis keeps it for beyond the time for which it may be served stale.
    private func isFresh<Value: Sendable>(_ read: CachedRead<Value>, _ look: CacheShelf.Look) -> Bool {
        look.remainingMilliseconds > read.staleSeconds * 1_000
    }

    private func decoded<Value: Sendable>(_ read: CachedRead<Value>, _ look: CacheShelf.Look) -> Value? {
        look.payload.flatMap { try? read.decode($0) }
    }
}
