import Foundation
internal import Vocabulary

/// Compares the keys that sources and templates name with those the catalogue has.
///
/// Reads source text by regular expressions, which the caller may replace: no compiler knows our templates.
package struct CatalogueCheck {
    /// How keys stand in one kind of file.
    package struct Rule: Sendable {
        package enum Meaning: Sendable {
            /// The text must exist.
            case reference
            /// The text may exist: enough to count it as used.
            case mention
            /// Every key that starts so counts as used: the rest is put in at run time.
            case prefix
        }

        package let fileSuffixes: [String]
        /// Its first group is what `keys` writes as `$1`.
        package let pattern: String
        package let keys: [String]
        package let meaning: Meaning

        package init(fileSuffixes: [String], pattern: String, keys: [String] = ["$1"], meaning: Meaning) {
            self.fileSuffixes = fileSuffixes
            self.pattern = pattern
            self.keys = keys
            self.meaning = meaning
        }
    }

    package struct Report: Hashable, Sendable, CustomStringConvertible {
        /// In the catalogue, named nowhere.
        package let unused: [String]
        /// Named as `file:line: key`, not in the catalogue.
        package let missing: [String]

        package var isClean: Bool { unused.isEmpty && missing.isEmpty }

        package var description: String {
            let lines = missing.map { "\($0): no such text" } + unused.map { "\($0): never used" }
            return lines.isEmpty ? "every text is used and every used text is there" : lines.joined(separator: "\n")
        }
    }

    private static let key = #"[a-z][a-z0-9_\-]*(?:\.[A-Za-z0-9_\-]+)+"#

    /// Our own ways to name a key: `t("a.b")` and `{{t.a.b}}`, `{{#t}}a.b{{/t}}`, `known("group", codes)`, and the
    /// codes of problems and faults, whose words the border looks up.
    package static let standardRules: [Rule] = [
        Rule(fileSuffixes: [".swift"], pattern: #"\bt\(\s*"(\#(key))""#, meaning: .reference),
        Rule(
            fileSuffixes: [".swift"], pattern: #"\bProblem\(\s*\d{3},\s*"(\#(key))""#,
            keys: ["problem.$1.title", "problem.$1.detail"], meaning: .reference),
        Rule(fileSuffixes: [".swift"], pattern: #""(\#(key))""#, keys: ["$1", "fault.$1"], meaning: .mention),
        Rule(fileSuffixes: [".swift"], pattern: #""([a-z][a-z0-9_\-.]*\.[a-z0-9_\-.]*)\\\("#, meaning: .prefix),
        Rule(fileSuffixes: [".swift"], pattern: #"\bknown\(\s*"([a-z_]+)""#, keys: ["$1."], meaning: .prefix),
        Rule(fileSuffixes: [".mustache"], pattern: #"\{\{\{?\s*t\.(\#(key))\s*\}"#, meaning: .reference),
        Rule(fileSuffixes: [".mustache"], pattern: #"\{\{#t\}\}\s*(\#(key))"#, meaning: .reference),
    ]

    private let keys: Set<String>
    private let rules: [Rule]

    package init(catalogues: Catalogues, rules: [Rule] = standardRules) {
        self.keys = Set(catalogues.merged(.english).map(\.key))
        self.rules = rules
    }

    /// Throws when a directory cannot be read or a rule is no regular expression.
    package func report(directories: [String]) throws -> Report {
        var used: Set<String> = []
        var prefixes: Set<String> = []
        var missing: [String] = []
        let expressions = try rules.map { ($0, try NSRegularExpression(pattern: $0.pattern)) }
        for file in try directories.flatMap(Self.files) {
            let matching = expressions.filter { $0.0.fileSuffixes.contains(where: file.hasSuffix) }
            guard !matching.isEmpty else { continue }
            let text = try String(contentsOfFile: file, encoding: .utf8)
            for (rule, expression) in matching {
                for (key, line) in Self.matches(of: expression, in: text, rule.keys) {
                    switch rule.meaning {
                    case .prefix: prefixes.insert(key)
                    case .mention: used.insert(key)
                    case .reference:
                        used.insert(key)
                        if !keys.contains(key) { missing.append("\(file):\(line): \(key)") }
                    }
                }
            }
        }
        let unused = keys.subtracting(used).filter { key in !prefixes.contains { key.hasPrefix($0) } }
        return Report(unused: unused.sorted(), missing: missing)
    }

    private static func files(_ directory: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: directory).sorted().map { "\(directory)/\($0)" }
            .filter { path in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            }
    }

    private static func matches(
        of expression: NSRegularExpression, in text: String, _ templates: [String]
    ) -> [(key: String, line: Int)] {
        let whole = NSRange(text.startIndex..., in: text)
        return expression.matches(in: text, range: whole).flatMap { match -> [(key: String, line: Int)] in
            guard let range = Range(match.range(at: 1), in: text), !isComment(text, at: range.lowerBound) else {
                return []
            }
            let line = text[..<range.lowerBound].utf8.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
            return templates.map { ($0.replacingOccurrences(of: "$1", with: text[range]), line) }
        }
    }

    /// An example in a comment uses no text.
    private static func isComment(_ text: String, at index: String.Index) -> Bool {
        let start = text[..<index].lastIndex(of: "\n") ?? text.startIndex
        return text[start..<index].drop(while: \.isWhitespace).hasPrefix("//")
    }
}
