import Vocabulary

/// Host → tenant for every tenant, in process. Flat: entries stand in one array, the tables hold
/// their places, so that a tenant with one host stays under 150 bytes.
struct DirectorySnapshot: Sendable {
    private(set) var entries: ContiguousArray<TenantEntry> = []
    private var identifiers = SlotTable()
    private var slugs = NameTable()
    private var hosts = NameTable()

    /// One tenant as the platform tables have it now.
    struct Record: Sendable {
        let entry: TenantEntry
        let slug: String
        let hosts: [String]
        /// The one of them that the others lead to.
        var primary: String?
    }

    init() {}

    init(_ records: [Record]) {
        entries.reserveCapacity(records.count)
        identifiers.reserve(records.count)
        slugs.reserve(records.count, letters: records.reduce(0) { $0 + $1.slug.utf8.count })
        hosts.reserve(
            records.reduce(0) { $0 + $1.hosts.count },
            letters: records.reduce(0) { $1.hosts.reduce($0) { $0 + $1.utf8.count } })
        for record in records { put(record) }
    }

    var count: Int { entries.count }

    /// What all of it takes in memory.
    var byteCount: Int {
        entries.capacity * MemoryLayout<TenantEntry>.stride + identifiers.byteCount + slugs.byteCount + hosts.byteCount
    }

    func entry(host: String) -> TenantEntry? { hosts.place(of: host).map { entries[Int($0)] } }
    func entry(slug: String) -> TenantEntry? { slugs.place(of: slug).map { entries[Int($0)] } }
    func entry(id: TenantID) -> TenantEntry? { place(of: id).map { entries[Int($0)] } }

    /// The host that all pages of the tenant are at; nil where none is set apart.
    func primaryHost(of id: TenantID) -> String? {
        place(of: id).flatMap { hosts.mainName(of: $0) }
    }

    /// Puts the record in the place of what was known of the tenant. Costs what the tenant's own hosts
    /// cost, however many others there are.
    mutating func put(_ record: Record) {
        if let place = place(of: record.entry.id) {
            entries[Int(place)] = record.entry
            for host in hosts.names(of: place) where !record.hosts.contains(host) { hosts.remove(host, at: place) }
            putHosts(of: record, at: place)
            return
        }
        let place = Int32(entries.count)
        entries.append(record.entry)
        identifiers.insert(place, hash: record.entry.id.hashValue) { [entries] in entries[Int($0)].id.hashValue }
        slugs.put(record.slug, at: place)
        putHosts(of: record, at: place)
    }

    private mutating func putHosts(of record: Record, at place: Int32) {
        for host in record.hosts { hosts.put(host, at: place, isMain: host == record.primary) }
    }

    private func place(of id: TenantID) -> Int32? {
        identifiers.find(hash: id.hashValue) { entries[Int($0)].id == id }
    }
}
