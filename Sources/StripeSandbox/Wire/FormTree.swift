import Foundation

/// A form's fields with the nesting that Stripe writes into their names: `a[b]=1`, `a[]=1`, `a[0][b]=1`.
package indirect enum FormTree: Sendable, Equatable {
    case text(String)
    /// In the order in which the names came.
    case branch([Branch])

    package struct Branch: Sendable, Equatable {
        package let name: String
        package var tree: FormTree
    }

    static let fieldsMax = 1_000
    static let depthMax = 6

    static let empty = FormTree.branch([])

    /// Nil for a name whose brackets do not close, or that nests too deep, or for too many fields.
    package init?(_ text: some StringProtocol) {
        var tree = FormTree.empty
        let fields = text.split(separator: "&")
        guard fields.count <= Self.fieldsMax else { return nil }
        for field in fields {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : ""),
                let path = Self.path(name), path.count <= Self.depthMax
            else { return nil }
            tree.set(path[...], value)
        }
        self = tree
    }

    /// From names and values as they are, not encoded.
    init?(fields: [(String, String)]) {
        var tree = FormTree.empty
        for (name, value) in fields {
            guard let path = Self.path(name) else { return nil }
            tree.set(path[...], value)
        }
        self = tree
    }

    package subscript(name: String) -> FormTree? {
        guard case .branch(let branches) = self else { return nil }
        return branches.first { $0.name == name }?.tree
    }

    var names: [String] {
        guard case .branch(let branches) = self else { return [] }
        return branches.map(\.name)
    }

    /// One text for all ways of writing the same fields.
    var canonical: String {
        switch self {
        case .text(let text): "=\(text.utf8.count):\(text)"
        case .branch(let branches):
            "{"
                + branches.sorted { $0.name < $1.name }.map { "\($0.name.utf8.count):\($0.name)\($0.tree.canonical)" }
                .joined() + "}"
        }
    }

    func without(_ names: Set<String>) -> FormTree {
        guard case .branch(let branches) = self else { return self }
        return .branch(branches.filter { !names.contains($0.name) })
    }

    private mutating func set(_ path: ArraySlice<String>, _ value: String) {
        guard let first = path.first else {
            self = .text(value)
            return
        }
        var branches: [Branch] = []
        if case .branch(let found) = self { branches = found }
        // `a[]` is the next of a list.
        let name = first.isEmpty ? String(branches.count) : first
        let index =
            branches.firstIndex { $0.name == name }
            ?? {
                branches.append(Branch(name: name, tree: .empty))
                return branches.count - 1
            }()
        branches[index].tree.set(path.dropFirst(), value)
        self = .branch(branches)
    }

    private static func path(_ name: String) -> [String]? {
        guard let opening = name.firstIndex(of: "[") else { return name.isEmpty ? nil : [name] }
        guard opening != name.startIndex, name.hasSuffix("]") else { return nil }
        let inner = name[name.index(after: opening)...].dropLast()
        let parts = inner.components(separatedBy: "][")
        return parts.contains { $0.contains("[") || $0.contains("]") } ? nil : [String(name[..<opening])] + parts
    }

    private static func decoded(_ text: some StringProtocol) -> String? {
        String(text).replacing("+", with: " ").removingPercentEncoding
    }
}
