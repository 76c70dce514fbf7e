package import Logging
import Postgres
import ServiceLifecycle
import Synchronization
package import Tenancy

/// Counts who still calls which version of which route: what decides when one can go.
///
/// A request costs one look-up in memory; the counts are added to the tenants' rows a little later, so that all
/// processes' come together. What a crash takes with it is some seconds of counts. Metrics have the same without
/// tenants, who would make a series each.
package final class VersionUsage: Service {
    /// Combinations between two flushes; later ones are in the metrics only.
    package static let keysMax = 50_000
    static let flushSeconds = 15.0

    private struct Key: Hashable {
        let tenant: Int32
        let route: ObjectIdentifier
        let version: APIVersion
    }

    private struct Entry {
        let tenant: TenantEntry
        let meter: RouteMeter
        var count: Int
    }

    private let entries = Mutex<[Key: Entry]>([:])
    private let database: TenantDatabase
    private let logger: Logger

    package init(database: TenantDatabase, logger: Logger) {
        self.database = database
        self.logger = logger
    }

    func note(_ tenant: TenantEntry, _ meter: RouteMeter, _ version: APIVersion) {
        let key = Key(tenant: tenant.number, route: ObjectIdentifier(meter), version: version)
        entries.withLock { entries in
            if let index = entries.index(forKey: key) {
                entries.values[index].count += 1
            } else if entries.count < Self.keysMax {
                entries[key] = Entry(tenant: tenant, meter: meter, count: 1)
            }
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
        let taken = entries.withLock { entries in
            defer { entries.removeAll(keepingCapacity: true) }
            return entries
        }
        for (tenant, counted) in Dictionary(grouping: taken, by: \.value.tenant) {
            let calls = counted.map { key, entry in
                UsageStore.Calls(
                    method: entry.meter.method, path: entry.meter.path, version: key.version, count: entry.count)
            }
            do {
                _ = try await database.scope(tenant).run(UsageStore.add(calls, tenant: tenant.id))
            } catch {
                logger.warning(
                    "counts of versions lost",
                    metadata: ["tenant": "\(tenant.id)", "count": "\(calls.count)", "error": "\(error)"])
            }
        }
    }
}
