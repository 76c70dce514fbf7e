import Localization
import Vocabulary

/// One labelled input with its hint and its fault.
struct FormField: Sendable {
    enum Kind: Sendable {
        case line(String)
        case lines(Int)
        case choice([Option])
        /// Any number of these.
        case checks([Option])
        /// One to be chosen from the reader's own; the picture that stands there at present is shown.
        case file(accept: String, shown: String?)
    }

    struct Option: Sendable {
        let value: String
        let label: String
        var isChosen = false
        /// A word of programs, among others that are the reader's.
        var isCode = false
    }

    let name: String
    let label: String
    var kind = Kind.line("text")
    var value = ""
    var hint: String?
    var error: String?
    /// What is wrong with it beside others, told at the form's head in words of its own.
    var note: String?
    var autocomplete = "off"
    var isRequired = true
    var max = 200
    /// What is typed reads from the left whatever the page's language is.
    var isCode = false
    /// What is typed is in this language, whichever the page speaks.
    var spoken: LocaleTag?
    /// A colour to be seen beside its code.
    var swatch: String?
    /// What the fields from here on are about.
    var group: String?

    var id: String { "field-\(name)" }

    /// Inputs that have no length.
    private static let measured: Set<String> = ["number", "date"]

    /// What stands beside it.
    var beside: String? {
        let texts = [error, note].compactMap(\.self)
        return texts.isEmpty ? nil : texts.joined(separator: " ")
    }

    var sheet: Sheet {
        var (type, rows, options, isChoice): (String?, Int?, [Option], Bool) = (nil, nil, [], false)
        var (accept, shown): (String?, String?)
        switch kind {
        case .line(let kind): type = kind
        case .lines(let count): rows = count
        case .choice(let all): (options, isChoice) = (all, true)
        case .checks(let all): options = all
        case .file(let types, let picture): (accept, shown) = (types, picture)
        }
        let isChecks = type == nil && rows == nil && accept == nil && !isChoice
        // The elements that explain the input, fault first.
        let explained = [beside.map { _ in "\(id)-error" }, hint.map { _ in "\(id)-hint" }].compactMap(\.self)
        return [
            "id": id, "name": name, "label": label, "value": value, "hint": hint, "error": beside,
            "autocomplete": autocomplete, "required": isRequired, "is_code": isCode, "swatch": swatch,
            "lang": spoken?.description, "dir": spoken?.direction.rawValue,
            "max": type.map(Self.measured.contains) == true ? nil : max, "line": type != nil, "type": type,
            "lines": rows, "choice": isChoice, "checks": isChecks, "accept": accept, "shown": shown, "group": group,
            "described_by": explained.isEmpty ? nil : explained.joined(separator: " "),
            "options": options.enumerated().map { index, option in
                [
                    "value": option.value, "label": option.label, "is_chosen": option.isChosen,
                    "option_id": "\(id)-\(index)", "is_code": option.isCode,
                ] as Sheet
            },
        ]
    }
}

extension FormField {
    /// A choice without one that means all.
    var isAlwaysChosen: Bool {
        guard case .choice(let options) = kind else { return false }
        return options.allSatisfy { !$0.value.isEmpty }
    }

    /// A choice of one among few; nothing chosen means all where `all` says so.
    static func choice(
        _ name: String, _ label: String, _ options: [(String, String)], chosen: String?, all: String? = nil,
        isRequired: Bool = false, isCode: Bool = false
    ) -> FormField {
        FormField(
            name: name, label: label,
            kind: .choice(
                (all.map { [Option(value: "", label: $0)] } ?? [])
                    + options.map { Option(value: $0.0, label: $0.1, isChosen: $0.0 == chosen) }),
            isRequired: isRequired, isCode: isCode)
    }
}
