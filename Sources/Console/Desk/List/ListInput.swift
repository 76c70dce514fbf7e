import Foundation
import Web

/// How an operator looks at a list, the same for every one: what to show of it, in which order, which page, or
/// the whole as a file.
struct ListInput: Input {
    enum Order: String, CaseIterable { case up, down }
    enum Format: String, CaseIterable { case page, csv }

    let search: String?
    let state: String?
    let kind: String?
    let tenant: String?
    let sort: String?
    let order: Order
    let page: Int
    /// Where the page before ended, in lists without numbers of pages.
    let after: String?
    let format: Format
    /// What was done a moment ago.
    let done: String?

    static let rowsPerPage = 50
    static let pagesMax = 2_000
    static let searchMax = 100
    static let word = CodePattern("a-z0-9_.", 1...80)

    static let form = Form(
        Field("q", .text(min: 0, max: searchMax), "Words to look for").optional, Field("state", .code(word)).optional,
        Field("kind", .code(word)).optional, Field("tenant", .code(SlugInput.pattern)).optional,
        Field("sort", .code(word)).optional, Field("order", Kind<Order>.choice).or(.up),
        Field("page", .integer(1...pagesMax)).or(1),
        Field("after", .code(CodePattern("a-zA-Z0-9.-", 1...80))).optional,
        Field("format", Kind<Format>.choice).or(.page), Field("done", .code(word)).optional
    ) { search, state, kind, tenant, sort, order, page, after, format, done in
        ListInput(
            search: search, state: state, kind: kind, tenant: tenant, sort: sort, order: order, page: page,
            after: after, format: format, done: done)
    }

    var offset: Int { (page - 1) * Self.rowsPerPage }

    /// The same look with changes; what is nil is left out of the address.
    func address(_ path: String, _ changes: [String: String?] = [:]) -> String {
        let own: [(String, String?)] = [
            ("q", search), ("state", state), ("kind", kind), ("tenant", tenant), ("sort", sort),
            ("order", order == .up ? nil : order.rawValue), ("page", page == 1 ? nil : String(page)),
            ("after", after), ("format", nil),
        ]
        let query = own.compactMap { name, value -> String? in
            let value = changes[name] ?? value
            return value.flatMap { $0.isEmpty ? nil : "\(name)=\(PercentCoding.encode($0))" }
        }
        return query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
    }
}
