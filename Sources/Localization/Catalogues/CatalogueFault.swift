package import Vocabulary

/// One thing wrong with the texts: where it is, and what a translator should do about it.
package struct CatalogueFault: Hashable, Sendable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        case folderUnreadable(String)
        case localeUnknown(String)
        case baseMissing
        case fileNotYML(String)
        case yaml(String)
        case notATree(String)
        case keyMalformed(String)
        case keyRepeated(elsewhere: String)
        case keyMissing
        case keyNotInBase
        case tooLong(units: Int)
        case tooMany(count: Int)
        case tooDeep(argument: String)
        case syntax(reason: String, near: String)
        case formatUnknown(argument: String, format: String)
        case argumentTwoKinds(String)
        case argumentMissing(String)
        case argumentUnknown(String)
        case argumentKind(String, found: MessageSignature.Kind, expected: MessageSignature.Kind)
        case choiceUnknown(argument: String, word: String)
        case branchRepeated(argument: String, branch: String)
        case pluralMissing(argument: String, category: String)
        case pluralForeign(argument: String, category: String)
    }

    /// Path of the file, when the text came from one.
    package let file: String?
    /// Counted from 1.
    package let line: Int?
    package let locale: LocaleTag?
    package let key: String?
    package let problem: Problem

    package init(
        file: String? = nil, line: Int? = nil, locale: LocaleTag? = nil, key: String? = nil, _ problem: Problem
    ) {
        self.file = file
        self.line = line
        self.locale = locale
        self.key = key
        self.problem = problem
    }

    /// `locales/de/booking.yml:12: booking.nights: plural {count} lacks "few"`.
    package var description: String {
        var place = file ?? locale?.description ?? "texts"
        if let line { place += ":\(line)" }
        return ([place] + (key.map { [$0] } ?? []) + ["\(problem)"]).joined(separator: ": ")
    }
}

extension CatalogueFault.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .folderUnreadable(let path): "cannot read \(path)"
        case .localeUnknown(let name): "\"\(name)\" is not a language tag we know; write it as de or pt-BR"
        case .baseMissing: "there is no folder \"en\", which every other locale is checked against"
        case .fileNotYML(let name): "\"\(name)\" is not read; catalogues end in .yml"
        case .yaml(let reason): "not YAML: \(reason)"
        case .notATree(let what): "\(what); a catalogue has only maps with texts at their ends"
        case .keyMalformed(let key): "\"\(key)\" is not a key; use letters, digits, _ and -"
        case .keyRepeated(let place): "the key is already at \(place)"
        case .keyMissing: "the text is missing in this locale"
        case .keyNotInBase: "the key is not in the base catalogue \"en\""
        case .tooLong(let units): "\(units) characters are more than the \(MessageCompiler.patternUnitsMax) allowed"
        case .tooMany(let count): "\(count) texts are more than the \(TextOverrides.textsMax) allowed"
        case .tooDeep(let name): "{\(name)} is more than \(MessageCompiler.nestingMax) arguments deep"
        case .syntax(let reason, let near): "not a message pattern (\(reason)) near \"\(near)\""
        case .formatUnknown(let name, let format): "{\(name)} asks for \"\(format)\", which is not offered"
        case .argumentTwoKinds(let name): "{\(name)} is used as two kinds of value"
        case .argumentMissing(let name): "{\(name)} of the base text is missing"
        case .argumentUnknown(let name): "{\(name)} is not in the base text"
        case .argumentKind(let name, let found, let expected): "{\(name)} is \(found) here but \(expected) in the base"
        case .choiceUnknown(let name, let word): "{\(name)} has no choice \"\(word)\" in the base"
        case .branchRepeated(let name, let branch): "{\(name)} has \"\(branch)\" twice"
        case .pluralMissing(let name, let category): "plural {\(name)} lacks \"\(category)\""
        case .pluralForeign(let name, let category): "plural {\(name)} has \"\(category)\", unknown to the locale"
        }
    }
}

/// Everything wrong with a set of texts, all at once.
package struct CatalogueFaults: Error, Hashable, Sendable, CustomStringConvertible {
    package let faults: [CatalogueFault]

    package init(_ faults: [CatalogueFault]) {
        self.faults = faults.sorted {
            ($0.file ?? "", $0.line ?? 0, $0.locale?.description ?? "", $0.key ?? "", "\($0.problem)")
                < ($1.file ?? "", $1.line ?? 0, $1.locale?.description ?? "", $1.key ?? "", "\($1.problem)")
        }
    }

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
