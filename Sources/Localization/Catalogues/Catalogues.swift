package import Vocabulary

/// All texts of the platform, compiled once at start and shared by every request.
///
/// A folder per locale, each file a tree of ICU MessageFormat patterns whose path of names is the key.
/// `en` is the base: it says which keys there are and which arguments each takes.
package final class Catalogues: Sendable {
    /// The locales that have a catalogue, in order of their tags.
    package let locales: [LocaleTag]
    /// Texts and arguments that pages asked for in vain.
    package let gaps = TextGaps()
    private let own: [LocaleTag: [String: Message]]
    /// Each locale's texts over those of its fallbacks: one look-up finds any text.
    private let merged: [LocaleTag: [String: Message]]

    /// Throws every fault of every file at once.
    package static func load(directory: String) throws(CatalogueFaults) -> Catalogues {
        var loader = CatalogueLoader(directory: directory)
        guard let messages = loader.load() else { throw CatalogueFaults(loader.faults) }
        return Catalogues(messages)
    }

    init(_ messages: [LocaleTag: [String: Message]]) {
        self.own = messages
        self.locales = messages.keys.sorted()
        self.merged = Dictionary(
            uniqueKeysWithValues: messages.keys.map { locale in
                let chain = Self.chain(of: locale).reversed().compactMap { messages[$0] }
                return (locale, chain.reduce(into: [:]) { $0.merge($1) { _, nearer in nearer } })
            })
    }

    /// Where a text is looked for: `pt-BR`, `pt`, `en`.
    static func chain(of locale: LocaleTag) -> [LocaleTag] {
        let chain = locale.chain
        return chain.last == .english ? chain : chain + [.english]
    }

    /// `firstWeekday` (ISO 8601) stands in for the locale's own.
    package func translator(
        _ locale: LocaleTag, overrides: TextOverrides? = nil, firstWeekday: Int? = nil
    ) -> Translator {
        Translator(locale, catalogues: self, overrides: overrides, firstWeekday: firstWeekday)
    }

    /// What the key's text takes, as the base has it; nil for an unknown key.
    package func signature(of key: String) -> MessageSignature? { own[.english]?[key]?.signature }

    /// Every key with the pattern that a reader of `locale` gets, sorted by key.
    package func merged(
        _ locale: LocaleTag, overrides: TextOverrides? = nil
    ) -> [(key: String, pattern: String)] {
        (own[.english] ?? [:]).keys.sorted().compactMap { key in
            message(key, locale, overrides).map { (key, $0.pattern) }
        }
    }

    /// At each step of the chain the partner's text stands over ours.
    func message(_ key: String, _ locale: LocaleTag, _ overrides: TextOverrides?) -> Message? {
        guard let overrides, !overrides.isEmpty else {
            if let messages = merged[locale] { return messages[key] }
            return Self.chain(of: locale).lazy.compactMap { self.own[$0]?[key] }.first
        }
        for step in Self.chain(of: locale) {
            if let message = overrides.message(key, step) ?? own[step]?[key] { return message }
        }
        return nil
    }
}
