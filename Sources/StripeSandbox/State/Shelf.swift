import Foundation

/// All records of one kind, which remembers what a running request has changed until that is kept or undone.
struct Shelf<R: Record>: Sendable {
    private(set) var records: [String: R] = [:]
    /// By account, oldest first.
    private var order: [String: [String]] = [:]
    /// What stood there before the running request, by the order of its changes.
    private var before: [(id: String, record: R?)] = []

    subscript(id: String) -> R? { records[id] }

    func ids(of account: String) -> [String] { order[account] ?? [] }

    func all(of account: String) -> [R] { ids(of: account).compactMap { records[$0] } }

    mutating func put(_ record: R) {
        before.append((record.id, records[record.id]))
        set(record)
    }

    mutating func remove(_ id: String) {
        guard let record = records[id] else { return }
        before.append((id, record))
        unset(record)
    }

    mutating func undo() {
        for change in before.reversed() {
            if let record = change.record {
                set(record)
            } else if let record = records[change.id] {
                unset(record)
            }
        }
        before = []
    }

    /// What is to be written down, and forgotten as a change.
    mutating func takeChanges(_ encoder: JSONEncoder) throws -> [JournalChange] {
        guard !before.isEmpty else { return [] }
        var seen: Set<String> = []
        let ids = before.map(\.id).filter { seen.insert($0).inserted }
        before = []
        return try ids.map { id in
            JournalChange(
                kind: R.kind, id: id,
                record: try records[id].map { String(decoding: try encoder.encode($0), as: UTF8.self) })
        }
    }

    mutating func load(_ change: JournalChange, _ decoder: JSONDecoder) throws {
        if let text = change.record {
            set(try decoder.decode(R.self, from: Data(text.utf8)))
        } else if let record = records[change.id] {
            unset(record)
        }
    }

    func everything(_ encoder: JSONEncoder) throws -> [JournalChange] {
        let listed = order.keys.sorted().flatMap { all(of: $0) }
        let records = R.isListed ? listed : records.values.sorted { $0.id < $1.id }
        return try records.map { record in
            JournalChange(
                kind: R.kind, id: record.id, record: String(decoding: try encoder.encode(record), as: UTF8.self))
        }
    }

    private mutating func set(_ record: R) {
        if records.updateValue(record, forKey: record.id) == nil, R.isListed {
            order[record.account, default: []].append(record.id)
        }
    }

    private mutating func unset(_ record: R) {
        records[record.id] = nil
        guard R.isListed, let index = order[record.account]?.lastIndex(of: record.id) else { return }
        order[record.account]?.remove(at: index)
    }
}
