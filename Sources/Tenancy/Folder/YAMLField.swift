import Vocabulary
internal import Yams

/// One value of a document with its place. Every reading either gives a value or tells the fault
/// and gives nil, so that a file is read to its end.
///
/// The schema decides the type, never the text: the country `NO` is text here, whatever YAML thinks.
struct YAMLField {
    static let textBytesMax = 2000
    static let entriesMax = 500

    let node: Node
    let file: String
    let path: String
    let sink: FaultSink

    private static let plainTags: Set<String> = [
        "str", "int", "float", "bool", "null", "timestamp", "map", "seq", "value", "merge",
    ]

    func fault(_ message: String) {
        let mark = node.mark
        sink.add(
            FolderFault(file: file, line: max(1, mark?.line ?? 1), column: mark?.column, path: path, message: message))
    }

    /// The text as it stands, for telling a key; nil for a list or mapping.
    var raw: String? { node.scalar?.string }

    /// One line of text; with `lines` also several.
    func text(max bytesMax: Int = textBytesMax, lines: Bool = false) -> String? {
        guard let text = scalar() else { return nil }
        guard !text.isEmpty else { return refuse("expected a text, found nothing") }
        guard text.utf8.count <= bytesMax else { return refuse("expected at most \(bytesMax) bytes") }
        var line = text.unicodeScalars
        if lines { line.removeAll { $0 == "\n" || $0 == "\t" } }
        return RefusedScalars.are(in: String(line), lines: false)
            ? refuse("expected text without control characters, other line ends and signs that turn its direction")
            : text
    }

    /// A text that `transform` understands.
    func value<Value>(_ expected: String, _ transform: (String) -> Value?) -> Value? {
        guard let text = text() else { return nil }
        guard let value = transform(text) else { return refuse("expected \(expected), found `\(text.prefix(80))`") }
        return value
    }

    func choice<Choice: CaseIterable & RawRepresentable<String>>(_ type: Choice.Type = Choice.self) -> Choice? {
        let names = Choice.allCases.map(\.rawValue)
        guard let text = text() else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let list = names.joined(separator: ", ")
        let one = names.count == 1 ? "`\(list)`" : "one of \(list)"
        return refuse("expected \(one), found `\(text.prefix(80))`\(NearestName.hint(text, among: names))")
    }

    func integer(_ range: ClosedRange<Int>, unit: String) -> Int? {
        value("a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)") { text in
            guard text.wholeMatch(of: /0|-?[1-9][0-9]{0,15}/) != nil, let number = Int(text), range.contains(number)
            else {
                return nil
            }
            return number
        }
    }

    func flag() -> Bool? {
        value("true or false") { $0 == "true" ? true : $0 == "false" ? false : nil }
    }

    /// Each entry read by `read`; nil when one of them failed, there are too few or too many, or one comes twice.
    func list<Entry: Hashable>(count: ClosedRange<Int>, _ read: (YAMLField) -> Entry?) -> [Entry]? {
        guard isPlain, let sequence = node.sequence else { return refuse("expected a list") }
        guard count.contains(sequence.count) else {
            return refuse("expected \(count.lowerBound) to \(count.upperBound) entries, found \(sequence.count)")
        }
        var entries: [Entry] = []
        var whole = true
        for (index, node) in sequence.enumerated() {
            let field = YAMLField(node: node, file: file, path: "\(path)[\(index)]", sink: sink)
            guard let entry = read(field) else {
                whole = false
                continue
            }
            if entries.contains(entry) {
                field.fault("expected each entry once")
                whole = false
            }
            entries.append(entry)
        }
        return whole ? entries : nil
    }

    /// The entries of a mapping by key, in the file's order.
    func entries() -> [(key: YAMLField, value: YAMLField)]? {
        guard isPlain, let mapping = node.mapping else { return refuse("expected keys with values") }
        guard mapping.count <= Self.entriesMax else { return refuse("expected at most \(Self.entriesMax) keys") }
        return mapping.map { key, value in
            // Faults are read in terminals, where a name may not act.
            let name = key.scalar.flatMap { RefusedScalars.are(in: $0.string, lines: false) ? nil : $0.string } ?? "?"
            let inner = path.isEmpty ? name : "\(path).\(name)"
            return (
                YAMLField(node: key, file: file, path: inner, sink: sink),
                YAMLField(node: value, file: file, path: inner, sink: sink)
            )
        }
    }

    func refuse<Value>(_ message: String) -> Value? {
        fault(message)
        return nil
    }

    private func scalar() -> String? {
        guard isPlain, let scalar = node.scalar else { return refuse("expected a single value") }
        return scalar.string
    }

    /// Tells a tag that YAML does not imply.
    private var isPlain: Bool {
        let tag = node.tag.rawValue
        let prefix = "tag:yaml.org,2002:"
        if tag.isEmpty || (tag.hasPrefix(prefix) && Self.plainTags.contains(String(tag.dropFirst(prefix.count)))) {
            return true
        }
        fault("tags are not allowed: write the value out")
        return false
    }
}
