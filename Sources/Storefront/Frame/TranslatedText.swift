import Localization
import Web

/// A translator as the words of a template.
struct TranslatedText: PageText {
    let words: Translator

    func text(_ key: String) -> String? { words.has(key) ? words(key) : nil }
}
