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
        let bytes = Array(text.utf8)
        let aliases = Set(names(after: UInt8(ascii: "*"), in: bytes).map(\.name))
        guard !aliases.isEmpty else { return nil }
        let anchor = names(after: UInt8(ascii: "&"), in: bytes).first { aliases.contains($0.name) }
        return anchor.map { found in bytes[..<found.place].count { $0 == UInt8(ascii: "\n") } + 1 }
    }

    /// Every word that follows `sign` where a value may begin. Some are plain text; that costs nothing unless one
    /// word follows both signs.
    private static func names(after sign: UInt8, in bytes: [UInt8]) -> [(name: [UInt8], place: Int)] {
        bytes.indices.filter { bytes[$0] == sign && ($0 == 0 || mayPrecedeValue(bytes[$0 - 1])) }.compactMap { place in
            let name = Array(bytes[(place + 1)...].prefix(while: isNamePart))
            return name.isEmpty ? nil : (name, place)
        }
    }

    /// Blanks, indicators, and the last byte of a Unicode line break.
    private static func mayPrecedeValue(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte >= 0x80 || "[]{},:-?\"'".utf8.contains(byte)
    }

    /// What libyaml takes for part of an anchor's name.
    private static func isNamePart(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
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
