import Postgres
import Vocabulary
import Web

/// Which part of a list of sums is read, and in which order: searched, ordered and cut where the sums lie, so that
/// nothing is cut off before it was looked for.
struct SumPage<Order: RawRepresentable & CaseIterable & Hashable & Sendable>: Sendable where Order.RawValue == String {
    var search: String?
    let order: Order
    let direction: RowDirection
    var offset = 0
    /// All of them where nil.
    var limit: Int?

    init(
        _ order: Order, _ direction: RowDirection, search: String? = nil, offset: Int = 0, limit: Int? = nil
    ) {
        (self.search, self.order, self.direction) = (search, order, direction)
        (self.offset, self.limit) = (offset, limit)
    }

    /// As a page of the console asks for it.
    init(_ order: ListOrder?, else natural: Order, search: String?, offset: Int, limit: Int?) {
        self.init(
            order.flatMap { Order(rawValue: $0.key) } ?? natural, order?.direction == .up ? .up : .down,
            search: search, offset: offset, limit: limit)
    }

    /// The same with one row more, which says that there are more.
    var oneMore: SumPage {
        var page = self
        page.limit = limit.map { $0 + 1 }
        return page
    }

    /// Of what `oneMore` found those that this page holds.
    func shown<Item>(_ items: [Item]) -> [Item] { limit.map { Array(items.prefix($0)) } ?? items }

    /// Where the page behind it begins; nil on the last.
    func next(_ items: [some Any]) -> String? {
        limit.flatMap { items.count > $0 ? String(offset + $0) : nil }
    }

    /// Whether any of the texts has the words that are looked for, whatever the case.
    func finds(in texts: SQL...) -> SQL {
        guard let search, !search.isEmpty else { return "true" }
        let pattern = "%\(TenantCatalogue.likeEscaped(search.lowercased()))%"
        let found = texts.map { text -> SQL in "lower(\(fragment: text)) like \(pattern)" }
        return "(\(fragment: found.joined(separator: " or ")))"
    }

    /// - Parameter ties: what tells rows apart that are alike in the order.
    func ordering(by value: SQL, ties: SQL...) -> SQL { ordering([value] + ties) }

    /// The same, and where the page begins and ends.
    func cut(by value: SQL, ties: SQL...) -> SQL {
        "\(fragment: ordering([value] + ties)) limit \(limit) offset \(offset)"
    }

    private func ordering(_ columns: [SQL]) -> SQL {
        let way: SQL = direction == .up ? "asc nulls first" : "desc nulls last"
        let all = columns.map { column -> SQL in "\(fragment: column) \(fragment: way)" }
        return "order by \(fragment: all.joined(separator: ", "))"
    }
}

/// What every list of sums takes from a program: how many rows, and from which on.
enum SumFields {
    static let cursorDigitsMax = 7
    static let cursor = Field(
        "cursor", .code(CodePattern("0-9", 1...cursorDigitsMax)), "From the page before."
    ).optional

    static let search = Field("q", .text(max: ListInput.searchMax), "Words to look for").optional

    static func sort<Order: RawRepresentable & CaseIterable & Sendable>(
        _ natural: Order
    ) -> Field<Order> where Order.RawValue == String {
        Field("sort", Kind<Order>.choice, "What the rows are in the order of.").or(natural)
    }

    static func limit(_ most: Int, or usual: Int) -> Field<Int> {
        Field("limit", .integer(1...most), "Rows").or(usual)
    }

    static func offset(_ cursor: String?) -> Int { cursor.flatMap { Int($0) } ?? 0 }
}
