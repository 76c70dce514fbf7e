import Synchronization

/// Who still calls which version of which route: what decides when one can go.
///
/// Counts of this process since it began. Metrics have the same without tenants, who would make a series each.
package final class VersionUsage: Sendable {
    package struct Use: Hashable, Sendable {
        package let method: String
        package let path: String
        package let version: APIVersion
        package let count: Int
    }

    /// Combinations that are counted; 1,000 tenants with 50 routes. Later ones are in the metrics only.
    package static let keysMax = 50_000

    private struct Key: Hashable {
        let tenant: Int32
        let route: ObjectIdentifier
        let version: APIVersion
    }

    private struct Entry {
        let meter: RouteMeter
        var count: Int
    }

    private let entries = Mutex<[Key: Entry]>([:])

    package init() {}

    /// `tenant` is its number in the directory.
    func note(_ tenant: Int32, _ meter: RouteMeter, _ version: APIVersion) {
        let key = Key(tenant: tenant, route: ObjectIdentifier(meter), version: version)
        entries.withLock { entries in
            if let index = entries.index(forKey: key) {
                entries.values[index].count += 1
            } else if entries.count < Self.keysMax {
                entries[key] = Entry(meter: meter, count: 1)
            }
        }
    }

    /// One tenant's calls, most frequent first.
    package func uses(of tenant: Int32) -> [Use] {
        let found = entries.withLock { entries in entries.filter { $0.key.tenant == tenant } }
        return found.map { key, entry in
            Use(method: entry.meter.method, path: entry.meter.path, version: key.version, count: entry.count)
        }
        .sorted { ($1.count, $0.path, $0.method, $0.version) < ($0.count, $1.path, $1.method, $1.version) }
    }
}
