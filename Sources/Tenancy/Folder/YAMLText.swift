/// YAML as we write it: one form for one value, so that an export equals the folder byte for byte.
indirect enum YAMLText {
    /// A number, a flag or a name of ours.
    case bare(String)
    /// A text, quoted where it could be read as something else.
    case text(String)
    /// Short values on one line: `[de, en]`.
    case row([String])
    case list([YAMLText])
    case keys([(String, YAMLText)])

    /// The document's lines without a header, ending in a newline.
    func document() -> String { lines().joined(separator: "\n") + "\n" }

    private func lines() -> [String] {
        switch self {
        case .bare(let text): [text]
        case .text(let text): [Self.quoted(text)]
        case .row(let texts): ["[" + texts.map(Self.quoted).joined(separator: ", ") + "]"]
        case .list(let entries): entries.flatMap { Self.indented($0.lines(), first: "- ") }
        case .keys(let pairs): pairs.flatMap { Self.pair($0.0, $0.1) }
        }
    }

    private static func pair(_ key: String, _ value: YAMLText) -> [String] {
        let head = quoted(key) + ":"
        switch value {
        case .bare, .text, .row: return ["\(head) \(value.lines().joined())"]
        case .list, .keys: return [head] + indented(value.lines(), first: "  ")
        }
    }

    private static func indented(_ lines: [String], first: String) -> [String] {
        lines.enumerated().map { $0.offset == 0 ? first + $0.element : "  " + $0.element }
    }

    /// Plain when nothing in the text means anything to YAML, else in double quotes.
    static func quoted(_ text: String) -> String {
        isPlain(text) ? text : "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic, !text.hasSuffix(" "),
            !reserved.contains(text.lowercased())
        else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || " ._-/@+".unicodeScalars.contains(scalar)
        }
    }

    /// What YAML 1.1 takes for a flag, a nothing or a number.
    private static let reserved: Set<String> = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\t": return "\\t"
        default: break
        }
        // Marks that steer direction or hide are written out, so that a reader of the file sees them.
        let hidden =
            scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
            || scalar.properties.generalCategory == .lineSeparator
            || scalar.properties.generalCategory == .paragraphSeparator
        guard hidden else { return String(Character(scalar)) }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value > 0xFFFF ? 8 : 4
        return (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
    }
}
