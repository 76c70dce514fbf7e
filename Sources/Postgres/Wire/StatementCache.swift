/// The prepared statements of one connection, the longest unused making room for the next.
///
/// A plan depends on the schemas in the search path, so the key holds the first of them beside
/// text and parameter types: the same text serves every tenant with a plan of its own.
struct StatementCache {
    struct Key: Hashable {
        let namespace: String
        let text: String
        let types: [UInt32]

        /// The types hardly ever tell two statements apart that the text does not.
        func hash(into hasher: inout Hasher) {
            hasher.combine(namespace)
            hasher.combine(text)
        }
    }

    final class Entry {
        let key: Key
        let name: String
        let shape: StatementShape
        let tally: StatementTally
        /// From the first answer on.
        var columns: Columns?
        /// The server has parsed it.
        fileprivate(set) var isPrepared = false
        fileprivate var lastUse: UInt64 = 0

        init(key: Key, name: String, shape: StatementShape, tally: StatementTally) {
            self.key = key
            self.name = name
            self.shape = shape
            self.tally = tally
        }
    }

    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var lastName: UInt64 = 0
    private var lastUse: UInt64 = 0
    /// Names that the server still holds and that have to be deallocated.
    private(set) var evicted: [String] = []

    init(capacity: Int) { self.capacity = max(1, capacity) }

    var count: Int { entries.count }

    mutating func find(_ key: Key) -> Entry? {
        guard let entry = entries[key] else { return nil }
        lastUse += 1
        entry.lastUse = lastUse
        return entry
    }

    /// Takes in a statement about to be parsed.
    mutating func insert(_ key: Key, _ shape: StatementShape, _ tally: StatementTally) -> Entry {
        if entries.count >= capacity, let oldest = entries.values.min(by: { $0.lastUse < $1.lastUse }) {
            remove(oldest)
        }
        lastName += 1
        lastUse += 1
        let entry = Entry(key: key, name: "s\(lastName)", shape: shape, tally: tally)
        entry.lastUse = lastUse
        entries[key] = entry
        return entry
    }

    /// The server has parsed it. When a long batch has pushed it out meanwhile, it is to go there too.
    mutating func confirm(_ entry: Entry) {
        entry.isPrepared = true
        if entries[entry.key] !== entry { evicted.append(entry.name) }
    }

    mutating func remove(_ entry: Entry) {
        guard entries[entry.key] === entry else { return }
        entries[entry.key] = nil
        if entry.isPrepared { evicted.append(entry.name) }
    }

    mutating func takeEvicted() -> [String] {
        defer { evicted = [] }
        return evicted
    }

    /// After `discard all`. Names go on counting, so none is ever used twice.
    mutating func removeAll() {
        entries = [:]
        evicted = []
    }
}
