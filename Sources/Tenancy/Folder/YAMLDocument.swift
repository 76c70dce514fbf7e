internal import Foundation
internal import Yams

/// One YAML file as a tree that knows its lines, kept to the plain part of YAML: no anchors, no
/// aliases, no tags, one document.
enum YAMLDocument {
    static let bytesMax = 256 * 1024

    /// The top mapping; nil, with the fault told, when the text is no such document.
    static func read(_ text: String, file: String, sink: FaultSink) -> YAMLField? {
        if let line = lineOfAlias(text) {
            sink.add(FolderFault(file: file, line: line, message: noAnchors))
            return nil
        }
        do {
            let parser = try Parser(yaml: text, encoding: .utf8)
            guard let node = try parser.singleRoot() else {
                sink.add(FolderFault(file: file, line: 1, message: "expected a document, found an empty file"))
                return nil
            }
            // Nodes only borrow their anchors from the parser.
            if let anchored = withExtendedLifetime(parser, { firstAnchored(node) }) {
                YAMLField(node: anchored, file: file, path: "", sink: sink).fault(noAnchors)
                return nil
            }
            return YAMLField(node: node, file: file, path: "", sink: sink)
        } catch let error as YamlError {
            sink.add(fault(error, file: file))
        } catch {
            sink.add(FolderFault(file: file, line: 1, message: "expected YAML: \(error)"))
        }
        return nil
    }

    private static let noAnchors = "anchors and aliases are not allowed: write the value out"

    private static func firstAnchored(_ node: Node) -> Node? {
        if node.anchor != nil { return node }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                if let found = firstAnchored(key) ?? firstAnchored(value) { return found }
            }
        case .sequence(let sequence):
            for entry in sequence {
                if let found = firstAnchored(entry) { return found }
            }
        case .scalar, .alias: break
        }
        return nil
    }

    /// The line of an anchor that is used again. Searched before parsing, because the parser would
    /// already walk what the aliases multiply: nine lines can stand for a billion.
    private static func lineOfAlias(_ text: String) -> Int? {
        let aliases = Set(text.matches(of: /(?:^|[\s\[{,:\-?])\*([A-Za-z0-9_-]+)/).map { String($0.1) })
        guard !aliases.isEmpty else { return nil }
        let anchor = text.matches(of: /(?:^|[\s\[{,:\-?])&([A-Za-z0-9_-]+)/).first { aliases.contains(String($0.1)) }
        return anchor.map { match in text[..<match.1.startIndex].count { $0.isNewline } + 1 }
    }

    private static func fault(_ error: YamlError, file: String) -> FolderFault {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return FolderFault(
                file: file, line: max(1, mark.line), column: mark.column, message: "expected YAML: \(problem)")
        case .duplicatedKeysInMapping(let names, let context):
            let list = names.map { "`\($0)`" }.joined(separator: ", ")
            return FolderFault(
                file: file, line: max(1, context.mark.line), column: context.mark.column,
                message: "expected each key once, found \(list) again")
        case .reader(let problem, let offset, _, let yaml):
            let line = offset.map { yaml.utf8.prefix($0).count { $0 == 0x0A } + 1 } ?? 1
            return FolderFault(file: file, line: line, message: "expected YAML: \(problem)")
        default:
            return FolderFault(file: file, line: 1, message: "expected YAML: \(error)")
        }
    }
}
