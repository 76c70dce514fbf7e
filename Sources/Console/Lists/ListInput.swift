import Foundation
import Postgres
import Web

/// How somebody looks at a list, the same for every one: what to show of it, in which order, which page, or the
/// whole as a file.
struct ListInput: Input {
    enum Order: String, CaseIterable { case up, down }
    enum Format: String, CaseIterable { case page, csv }

    var search: String?
    var state: String?
    var kind: String?
    /// Whose rows are looked at, where operators look at many partners'.
    var tenant: String?
    var sort: String?
    var order = Order.up
    var page = 1
    /// Where the page before ended, in lists that are read from cursor to cursor.
    var after: String?
    var format = Format.page
    /// What was done a moment ago.
    var done: String?
    /// What narrows this list beside what every list knows; the first of each name counts.
    var others: [(name: String, value: String?)] = []

    static let rowsPerPage = 50
    static let pagesMax = 2_000
    static let searchMax = 100
    static let wordMax = 80
    static let word = CodePattern("a-z0-9_.", 1...wordMax)

    static let form = Form(
        ListFields.search, ListFields.state, ListFields.kind, ListFields.sort, ListFields.order, ListFields.page,
        ListFields.format, ListFields.done
    ) {
        ListInput(search: $0, state: $1, kind: $2, sort: $3, order: $4, page: $5, format: $6, done: $7)
    }

    var offset: Int { (page - 1) * Self.rowsPerPage }

    /// Whether less is looked for than all there is.
    var isNarrowed: Bool { narrowing.contains { $0.1 != nil } || page > 1 || after != nil }

    private var narrowing: [(String, String?)] {
        [("q", search), ("state", state), ("kind", kind), ("tenant", tenant)] + others.map { ($0.name, $0.value) }
    }

    func finds(_ texts: String?...) -> Bool {
        guard let search = search?.lowercased(), !search.isEmpty else { return true }
        return texts.contains { $0?.lowercased().contains(search) == true }
    }

    /// The same look with changes; what is nil is left out of the address.
    func address(_ path: String, _ changes: [String: String?] = [:]) -> String {
        let own: [(String, String?)] =
            narrowing + [
                ("sort", sort), ("order", order == .up ? nil : order.rawValue),
                ("page", page == 1 ? nil : String(page)), ("after", after), ("format", nil),
            ]
        let query = own.compactMap { name, value -> String? in
            let value = changes[name] ?? value
            return value.flatMap { $0.isEmpty ? nil : "\(name)=\(PercentCoding.encode($0))" }
        }
        return query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
    }
}

/// The fields that lists share.
enum ListFields {
    static let search = Field("q", .text(min: 0, max: ListInput.searchMax), "Words to look for").optional
    static let state = Field("state", .code(ListInput.word)).optional
    static let kind = Field("kind", .code(ListInput.word)).optional
    static let tenant = Field("tenant", .code(SlugInput.pattern)).optional
    static let sort = Field("sort", .code(ListInput.word), "A column").optional
    static let order = Field("order", Kind<ListInput.Order>.choice).or(.up)
    static let page = Field("page", .integer(1...ListInput.pagesMax)).or(1)
    static let after = Field(
        "after", .code(CodePattern("a-zA-Z0-9._~-", 1...RowPlace.charactersMax)), "Where the page before ended"
    ).optional
    static let format = Field("format", Kind<ListInput.Format>.choice, "The page, or the whole as a file").or(.page)
    static let done = Field("done", .code(ListInput.word), "What the page says was just done").optional
}

/// The same where pages are read from cursor to cursor.
struct CursorListInput: Input {
    let look: ListInput

    static let form = Form(
        ListFields.search, ListFields.state, ListFields.sort, ListFields.order, ListFields.after, ListFields.format,
        ListFields.done
    ) {
        CursorListInput(
            look: ListInput(search: $0, state: $1, sort: $2, order: $3, after: $4, format: $5, done: $6))
    }
}

/// The same over many partners.
struct PlatformListInput: Input {
    let look: ListInput

    static let form = Form(
        ListFields.search, ListFields.state, ListFields.kind, ListFields.tenant, ListFields.sort, ListFields.order,
        ListFields.after, ListFields.format, ListFields.done
    ) {
        PlatformListInput(
            look: ListInput(
                search: $0, state: $1, kind: $2, tenant: $3, sort: $4, order: $5, after: $6, format: $7, done: $8))
    }
}
