internal import Crypto
import Foundation

/// One setting that differs between two states of a tenant.
package struct TenantChange: Hashable, Sendable, CustomStringConvertible {
    /// As in a fault: `billing.plan_fee_minor`, `pages.terms.de`.
    package let path: String
    /// Nil where there was nothing.
    package let before: String?
    /// Nil where there is nothing any more.
    package let after: String?

    package init(path: String, before: String?, after: String?) {
        self.path = path
        self.before = before
        self.after = after
    }

    package var description: String {
        switch (before, after) {
        case (nil, let after?): "+ \(path): \(after)"
        case (let before?, nil): "- \(path): \(before)"
        default: "~ \(path): \(before ?? "") → \(after ?? "")"
        }
    }
}

extension TenantFolder {
    /// What `apply` would change, in the order of the paths; empty for equal states.
    ///
    /// Long texts and pictures appear as size and digest: a plan is read by people.
    package static func difference(_ before: TenantDefinition, _ after: TenantDefinition) throws -> [TenantChange] {
        let (old, new) = (try leaves(before), try leaves(after))
        return Set(old.keys).union(new.keys).sorted().compactMap { path in
            old[path] == new[path] ? nil : TenantChange(path: path, before: old[path], after: new[path])
        }
    }

    static let shownCharactersMax = 120

    private static func leaves(_ definition: TenantDefinition) throws -> [String: String] {
        var found: [String: String] = [:]
        collect(try JSONDecoder().decode(JSONTree.self, from: definition.canonicalJSON()), at: "", into: &found)
        return found
    }

    private static func collect(_ tree: JSONTree, at path: String, into found: inout [String: String]) {
        switch tree {
        case .object(let members) where Set(members.keys) == ["name", "bytes"]:
            let bytes = Data(base64Encoded: members["bytes"]?.leaf ?? "") ?? Data()
            found[path] = "\(members["name"]?.leaf ?? ""), \(summary(bytes))"
        case .object(let members):
            for (key, inner) in members { collect(inner, at: path.isEmpty ? key : "\(path).\(key)", into: &found) }
        case .list(let entries):
            let leaves = entries.compactMap(\.leaf)
            if leaves.count == entries.count {
                found[path] = leaves.joined(separator: ", ")
            } else {
                for (index, inner) in entries.enumerated() { collect(inner, at: "\(path)[\(index)]", into: &found) }
            }
        case .leaf(let text):
            found[path] = text.count <= shownCharactersMax ? text : summary(Data(text.utf8))
        }
    }

    private static func summary(_ bytes: Data) -> String {
        let digest = SHA256.hash(data: bytes).prefix(6).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "\(bytes.count) bytes, sha256 \(digest)…"
    }
}

/// The canonical JSON again, as a tree whose leaves are words.
private enum JSONTree: Decodable {
    case object([String: JSONTree])
    case list([JSONTree])
    case leaf(String)

    var leaf: String? {
        if case .leaf(let text) = self { return text }
        return nil
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .leaf(text)
        } else if let flag = try? container.decode(Bool.self) {
            self = .leaf(String(flag))
        } else if let number = try? container.decode(Int.self) {
            self = .leaf(String(number))
        } else if let list = try? container.decode([JSONTree].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }
}
