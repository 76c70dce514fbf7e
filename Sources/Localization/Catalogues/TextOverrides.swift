package import Vocabulary

/// A partner's own words for some of our texts, compiled and checked against the base text.
package struct TextOverrides: Sendable {
    /// Texts one partner may replace, over all locales.
    package static let textsMax = 5_000

    private let messages: [LocaleTag: [String: Message]]

    /// Throws every fault at once: an unknown locale or key, other arguments than the base text has,
    /// plural categories that the locale lacks or does not know, a pattern that does not compile.
    package init(catalogues: Catalogues, texts: [LocaleTag: [String: String]]) throws(CatalogueFaults) {
        let count = texts.values.map(\.count).reduce(0, +)
        guard count <= Self.textsMax else { throw CatalogueFaults([CatalogueFault(.tooMany(count: count))]) }
        var faults: [CatalogueFault] = []
        var messages: [LocaleTag: [String: Message]] = [:]
        for (locale, patterns) in texts {
            guard locale.isKnown else {
                faults.append(CatalogueFault(locale: locale, .localeUnknown(locale.description)))
                continue
            }
            for (key, pattern) in patterns {
                let (message, problems) = Self.check(pattern, key, locale, catalogues)
                faults += problems.map { CatalogueFault(locale: locale, key: key, $0) }
                messages[locale, default: [:]][key] = message
            }
        }
        guard faults.isEmpty else { throw CatalogueFaults(faults) }
        self.messages = messages
    }

    package var isEmpty: Bool { messages.isEmpty }

    func message(_ key: String, _ locale: LocaleTag) -> Message? { messages[locale]?[key] }

    private static func check(
        _ pattern: String, _ key: String, _ locale: LocaleTag, _ catalogues: Catalogues
    ) -> (Message?, [CatalogueFault.Problem]) {
        guard let base = catalogues.signature(of: key) else { return (nil, [.keyNotInBase]) }
        let (message, problems) = MessageCompiler.compile(pattern, locale: locale)
        return (message, problems + (message?.signature.faults(against: base) ?? []))
    }
}
