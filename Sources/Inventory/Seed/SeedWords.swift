/// Names and sentences in every language, by a dotted key: `noun.01`, `room.suite`, `amenity.pool`.
struct SeedWords: Sendable {
    private let texts: [String: [ContentLocale: String]]
    private let keysByGroup: [String: [String]]

    init(_ table: SeedTable) throws(SeedFault) {
        var texts: [String: [ContentLocale: String]] = [:]
        for line in table.lines { texts[try line.text("key")] = try Self.texts(line) }
        self.texts = texts
        keysByGroup = Dictionary(grouping: texts.keys.sorted()) { String($0.prefix { $0 != "." }) }
    }

    /// All keys of a group, sorted: `noun` gives `noun.01`, `noun.02`, …
    func keys(_ group: String) -> [String] { keysByGroup[group] ?? [] }

    /// The text with `{name}` replaced by each of `values`. An unknown key shows itself, so a test sees it.
    func text(_ key: String, _ locale: ContentLocale, _ values: [String: String] = [:]) -> String {
        let pattern = texts[key]?[locale] ?? key
        return values.reduce(pattern) { $0.replacing("{\($1.key)}", with: $1.value) }
    }

    static func texts(_ line: SeedTable.Line) throws(SeedFault) -> [ContentLocale: String] {
        var texts: [ContentLocale: String] = [:]
        for locale in ContentLocale.allCases {
            let text = try line.text(locale.rawValue)
            guard !text.isEmpty else { throw line.fault("nothing in \(locale.rawValue)") }
            texts[locale] = text
        }
        return texts
    }
}
