import Vocabulary
import Web

/// What somebody typed into a form and what was wrong with it, to show both again.
struct TypedForm: Sendable {
    private var values: [String: [String]] = [:]
    private var faults: [Problem.Fault] = []
    /// Told in the reader's words already, by the field that they are about.
    private var told: [String: String] = [:]

    init() {}

    init(_ entered: [InputValue.Member], _ faults: [Problem.Fault]) {
        gather(entered, under: "")
        self.faults = faults
    }

    init<Value>(_ submission: Submission<Value>) {
        gather(submission.entered, under: "")
        if case .failure(let faults) = submission.result { self.faults = faults.faults }
    }

    /// Fields within fields go by their names in the form: `hours.0.text`.
    private mutating func gather(_ members: [InputValue.Member], under outer: String) {
        for member in members {
            switch member.value {
            case .texts(let texts): values[outer + member.name, default: []] += texts
            case .object(let inner): gather(inner, under: "\(outer)\(member.name).")
            default: continue
            }
        }
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
                options.map {
                    .init(
                        value: $0.value, label: $0.label, isChosen: typed.contains($0.value), isCode: $0.isCode)
                }
            }
            switch field.kind {
            case .choice(let options): field.kind = .choice(chosen(options))
            case .checks(let options): field.kind = .checks(chosen(options))
            case .line("password"),
                .line where field.autocomplete == Self.once:
                field.value = ""
            case .line, .lines: field.value = typed.first ?? ""
            case .file: break
            }
        }
        // The colour that it was is not the one that was typed.
        if field.value != field.swatch { field.swatch = nil }
        let own = faults.filter { Self.is($0, about: field) }.map(words.detail)
        field.error = own.isEmpty ? told["/\(field.name)"] : own.joined(separator: " ")
        return field
    }

    private static let once = "one-time-code"

    private static func `is`(_ fault: Problem.Fault, about field: FormField) -> Bool {
        let pointer = "/" + field.name.replacing(".", with: "/")
        return fault.pointer == pointer || fault.pointer.hasPrefix("\(pointer)/")
    }
}
