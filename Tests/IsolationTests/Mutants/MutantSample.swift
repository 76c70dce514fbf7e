/// Which mutants an ordinary run takes: the whole set costs minutes that only a soak has.
///
/// Every operation on one table of each class, several operations on every table, each operation on
/// several tables. The same sample on every run, so that a survivor is there again tomorrow.
struct MutantSample {
    static let mutantsMin = 200
    static let operationsPerTableMin = 3
    static let tablesPerOperationMin = 3

    private let tables: [[CatalogueMutant]]
    /// Positions taken of each table's mutants.
    private var taken: [Set<Int>]

    static func of(_ tables: [MutantTable]) -> [CatalogueMutant] {
        var sample = MutantSample(tables)
        sample.takeEachOperation()
        sample.fill()
        return sample.mutants
    }

    private init(_ tables: [MutantTable]) {
        self.tables = tables.map(\.mutants)
        taken = []
        var classes: Set<String> = []
        for (index, table) in tables.enumerated() {
            let count = self.tables[index].count
            let isFirstOfClass = classes.insert(table.tableClass).inserted
            let start = index * Self.operationsPerTableMin
            let rotated = (start..<start + Self.operationsPerTableMin).map { $0 % count }
            taken.append(isFirstOfClass ? Set(0..<count) : Set(rotated))
        }
    }

    private var mutants: [CatalogueMutant] {
        zip(tables, taken).flatMap { table, positions in positions.sorted().map { table[$0] } }
    }

    private mutating func takeEachOperation() {
        for operation in Set(tables.joined().map(\.operation)).sorted() {
            let places = tables.indices.compactMap { index in
                tables[index].firstIndex { $0.operation == operation }.map { (table: index, position: $0) }
            }
            var missing = Self.tablesPerOperationMin - places.count { taken[$0.table].contains($0.position) }
            for place in places where missing > 0 && taken[place.table].insert(place.position).inserted {
                missing -= 1
            }
        }
    }

    /// One more of each table, round after round, until there are enough or none is left.
    private mutating func fill() {
        var count = taken.reduce(0) { $0 + $1.count }
        while count < Self.mutantsMin {
            let before = count
            for index in tables.indices {
                guard let next = tables[index].indices.first(where: { !taken[index].contains($0) }) else { continue }
                taken[index].insert(next)
                count += 1
            }
            if count == before { return }
        }
    }
}
