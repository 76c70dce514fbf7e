package import Vocabulary

/// Host → tenant for every tenant, in process. Flat: entries stand in one array, the maps hold
/// their places, so that a tenant with one host stays under 150 bytes.
struct DirectorySnapshot: Sendable {
    private(set) var entries: ContiguousArray<TenantEntry> = []
    private var places: [TenantID: Int32] = [:]
    private var slugs: [String: Int32] = [:]
    private var hosts: [String: HostPlace] = [:]

    struct HostPlace: Sendable {
        let place: Int32
        let isPrimary: Bool
    }

    /// One tenant as the platform tables have it now.
    struct Record: Sendable {
        let entry: TenantEntry
        let slug: String
        /// The primary one first.
        let hosts: [String]
    }

    var count: Int { entries.count }

    func entry(host: String) -> TenantEntry? { hosts[host].map { entries[Int($0.place)] } }
    func entry(slug: String) -> TenantEntry? { slugs[slug].map { entries[Int($0)] } }
    func entry(id: TenantID) -> TenantEntry? { places[id].map { entries[Int($0)] } }

    mutating func reserve(_ count: Int) {
        entries.reserveCapacity(count)
        places.reserveCapacity(count)
        slugs.reserveCapacity(count)
        hosts.reserveCapacity(count)
    }

    /// Puts the record in the place of what was known of the tenant.
    mutating func put(_ record: Record) {
        if let place = places[record.entry.id] {
            entries[Int(place)] = record.entry
            if Set(hostNames(at: place)) != Set(record.hosts) {
                for host in hostNames(at: place) { hosts[host] = nil }
            }
            insertHosts(record, place)
        } else {
            let place = Int32(entries.count)
            entries.append(record.entry)
            places[record.entry.id] = place
            slugs[record.slug] = place
            insertHosts(record, place)
        }
    }

    private mutating func insertHosts(_ record: Record, _ place: Int32) {
        for (index, host) in record.hosts.enumerated() { hosts[host] = HostPlace(place: place, isPrimary: index == 0) }
    }

    private func hostNames(at place: Int32) -> [String] { hosts.filter { $0.value.place == place }.map(\.key) }
}
