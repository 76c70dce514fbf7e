/// The columns of a statement's answer, made once per prepared statement and shared by all its rows.
final class Columns: Sendable {
    let names: [String]
    let oids: [UInt32]
    private let positions: [String: Int]

    init(_ columns: [(name: String, oid: UInt32)]) {
        names = columns.map(\.name)
        oids = columns.map(\.oid)
        positions = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }

    /// The first column of that name, as libpq's `PQfnumber` chooses.
    func position(_ name: String) -> Int? { positions[name] }
}
