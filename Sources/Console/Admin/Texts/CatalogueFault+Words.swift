import Localization
import Vocabulary

/// What is wrong with a text of a site's own, by a code that has words in every language: `description` is English,
/// for whoever writes a catalogue or a tenant's folder.
extension CatalogueFault.Problem {
    /// As it is told beside the field at `pointer`.
    func fault(at pointer: String) -> Problem.Fault {
        func fault(_ code: String, _ arguments: [String: Problem.Argument] = [:]) -> Problem.Fault {
            Problem.Fault(pointer, code, arguments)
        }
        return switch self {
        case .tooLong: fault("too_long", ["max": .number(TextInput.patternMax)])
        case .tooMany: fault("too_many", ["max": .number(TextOverrides.textsMax)])
        case .tooDeep(let name): fault("text_deep", ["name": .text(name)])
        case .syntax(let reason, let near): fault("text_syntax", ["near": .text(near), "reason": .text(reason)])
        case .formatUnknown(let name, let format):
            fault("text_format", ["name": .text(name), "format": .text(format)])
        case .argumentTwoKinds(let name): fault("text_two_kinds", ["name": .text(name)])
        case .argumentMissing(let name): fault("text_argument_missing", ["name": .text(name)])
        case .argumentUnknown(let name): fault("text_argument_unknown", ["name": .text(name)])
        case .argumentKind(let name, _, let expected):
            fault("text_argument_kind", ["name": .text(name), "expected": .text(expected.word)])
        case .choiceUnknown(let name, let word): fault("text_choice", ["name": .text(name), "word": .text(word)])
        case .branchRepeated(let name, let branch):
            fault("text_branch", ["name": .text(name), "branch": .text(branch)])
        case .pluralMissing(let name, let category):
            fault("text_plural_missing", ["name": .text(name), "category": .text(category)])
        case .pluralForeign(let name, let category):
            fault("text_plural_foreign", ["name": .text(name), "category": .text(category)])
        // Of files and folders; a site's own text comes from neither.
        case .folderUnreadable, .localeUnknown, .baseMissing, .fileNotYML, .yaml, .notATree, .keyMalformed,
            .keyRepeated, .keyMissing, .keyNotInBase:
            fault("text_unusable")
        }
    }
}

extension MessageSignature.Kind {
    /// By which the catalogues choose their words.
    fileprivate var word: String {
        switch self {
        case .any: "any"
        case .number: "number"
        case .date: "date"
        case .time: "time"
        case .choice: "choice"
        }
    }
}
