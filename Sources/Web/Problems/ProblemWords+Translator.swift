package import Localization
import Vocabulary

extension ProblemWords {
    /// The catalogue's words; a key that it lacks is no words, not the key in brackets.
    package init(_ translator: Translator) {
        self.init(locale: translator.locale) { key, arguments in
            guard translator.has(key) else { return nil }
            return translator(key, arguments.mapValues(MessageArgument.init))
        }
    }
}

extension MessageArgument {
    fileprivate init(_ argument: Problem.Argument) {
        switch argument {
        case .text(let text): self = .text(text)
        case .number(let number): self = .number(number)
        case .money(let money): self = .money(money)
        case .list(let items): self = .list(items)
        }
    }
}
