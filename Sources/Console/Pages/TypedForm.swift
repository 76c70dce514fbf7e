import Vocabulary
import Web

/// What somebody typed into a form and what was wrong with it, to show both again.
struct TypedForm: Sendable {
    private var values: [String: [String]] = [:]
    private var faults: [Problem.Fault] = []
    /// Told in the reader's words already, by the field that they are about.
    private var told: [String: String] = [:]

    init() {}

    init<Value>(_ submission: Submission<Value>) {
        for member in submission.entered {
            guard case .texts(let texts) = member.value else { continue }
            values[member.name, default: []] += texts
        }
        if case .failure(let faults) = submission.result { self.faults = faults.faults }
    }

    /// With what the verb itself found wrong.
    func refused(_ faults: [Problem.Fault]) -> TypedForm {
        var copy = self
        copy.faults += faults
        return copy
    }

    func told(_ text: String, at pointer: String) -> TypedForm {
        var copy = self
        copy.told[pointer] = text
        return copy
    }

    var isRight: Bool { faults.isEmpty && told.isEmpty }

    func value(_ name: String) -> String? { values[name]?.first }

    /// The form as it was typed, with its faults in the reader's words; neither a password nor a
    /// code that counts once is shown again.
    func filled(_ form: PageForm, _ words: ProblemWords) -> PageForm {
        var form = form
        form.faults += others(than: form.fields, words)
        form.fields = filled(form.fields, words)
        return form
    }

    func filled(_ fields: [FormField], _ words: ProblemWords) -> [FormField] { fields.map { filled($0, words) } }

    /// The faults that are about none of these.
    func others(than fields: [FormField], _ words: ProblemWords) -> [String] {
        faults.filter { fault in !fields.contains { Self.is(fault, about: $0) } }.map(words.detail)
    }

    private func filled(_ field: FormField, _ words: ProblemWords) -> FormField {
        var field = field
        if !values.isEmpty {
            let typed = values[field.name] ?? []
            func chosen(_ options: [FormField.Option]) -> [FormField.Option] {
                options.map { .init(value: $0.value, label: $0.label, isChosen: typed.contains($0.value)) }
            }
            switch field.kind {
            case .choice(let options): field.kind = .choice(chosen(options))
            case .checks(let options): field.kind = .checks(chosen(options))
            case .line("password"),
                .line where field.autocomplete == Self.once:
                field.value = ""
            case .line, .lines: field.value = typed.first ?? ""
            }
        }
        // The colour that it was is not the one that was typed.
        if field.value != field.swatch { field.swatch = nil }
        field.error = faults.first { Self.is($0, about: field) }.map(words.detail) ?? told["/\(field.name)"]
        return field
    }

    private static let once = "one-time-code"

    private static func `is`(_ fault: Problem.Fault, about field: FormField) -> Bool {
        fault.pointer == "/\(field.name)" || fault.pointer.hasPrefix("/\(field.name)/")
    }
}
