package import Vocabulary

/// The texts and formats of one locale on one partner's site: `t("booking.nights", ["count": .number(3)])`.
package struct Translator: Sendable {
    package let locale: LocaleTag
    package let formats: Formats
    private let catalogues: Catalogues
    private let overrides: TextOverrides?

    init(_ locale: LocaleTag, catalogues: Catalogues, overrides: TextOverrides?, firstWeekday: Int?) {
        self.locale = locale
        self.formats = Formats(locale, firstWeekday: firstWeekday)
        self.catalogues = catalogues
        self.overrides = overrides
    }

    package var direction: TextDirection { locale.direction }

    /// Whether there is a text for the key in any locale of the chain.
    package func has(_ key: String) -> Bool { catalogues.message(key, locale, overrides) != nil }

    /// Never fails: a missing text shows its key as ⟦key⟧, a missing argument its name as {name},
    /// and both are counted in `Catalogues.gaps`.
    package func callAsFunction(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String {
        guard let message = catalogues.message(key, locale, overrides) else {
            catalogues.gaps.note(locale, key)
            return "⟦\(key)⟧"
        }
        var evaluation = MessageEvaluation(message: message, arguments: arguments, formats: formats(for: message))
        let text = evaluation.text()
        for name in evaluation.missingArguments { catalogues.gaps.note(locale, key, argument: name) }
        return text
    }

    /// Text of the same language keeps the reader's formats (`pt` words, `pt-BR` prices); words of
    /// another language bring their own, so that no sentence mixes two.
    private func formats(for message: Message) -> Formats {
        message.locale.language == locale.language ? formats : Formats(message.locale)
    }
}
