import Web

/// Rows that are read page by page while their file is being taken: its length costs no memory here.
struct PagedRows<Item: Sendable>: AsyncSequence, Sendable {
    /// Given the last row that was written, and how many were; an empty page is the end.
    typealias Read = @Sendable (Item?, Int) async throws -> [Item]
    typealias Element = [CSVWriter.Cell]

    let first: [Item]
    let read: Read
    let cells: @Sendable (Item) -> [CSVWriter.Cell]

    struct AsyncIterator: AsyncIteratorProtocol {
        let rows: PagedRows
        private var page: ArraySlice<Item>
        private var last: Item?
        private var count = 0

        init(_ rows: PagedRows) {
            self.rows = rows
            page = rows.first[...]
        }

        mutating func next() async throws -> [CSVWriter.Cell]? {
            if page.isEmpty, let last { page = try await rows.read(last, count)[...] }
            guard let item = page.popFirst() else { return nil }
            (last, count) = (item, count + 1)
            return rows.cells(item)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}

extension Answer {
    static let csvOutput = RouteOutput.other(
        "text/csv", "The whole list as a table; cells that a spreadsheet would compute are led by an apostrophe.")

    /// The first page is read before the answer begins, so that what fails at once is told as a problem.
    ///
    /// - Parameter isForPeople: spreadsheet programs guess the encoding by its mark, others stumble over it.
    static func file<Item: Sendable>(
        _ name: String, _ columns: [String], isForPeople: Bool = true, _ read: @escaping PagedRows<Item>.Read,
        cells: @escaping @Sendable (Item) -> [CSVWriter.Cell]
    ) async throws -> Answer {
        let rows = PagedRows(first: try await read(nil, 0), read: read, cells: cells)
        var answer = Answer.csv(
            fileName: "\(name).csv", byteOrderMark: isForPeople, columns: columns, rows)
        answer.cache = .never
        return answer
    }
}
