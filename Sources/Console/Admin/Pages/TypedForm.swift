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

    var isRight: Bool { faults.isEmpty }

    func value(_ name: String) -> String? { values[name]?.first }

    /// The line as it was typed, with its fault in the reader's words.
    func filled(_ line: EditForm.Line, _ words: ProblemWords) -> EditForm.Line {
        var line = line
        if let typed = values[line.name] {
            line.values = typed
        } else if !values.isEmpty {
            line.values = []
        }
        // The colour that it was is not the one that was typed.
        if line.values.first != line.swatch { line.swatch = nil }
        line.fault =
            faults.first { $0.pointer == "/\(line.name)" || $0.pointer.hasPrefix("/\(line.name)/") }
            .map(words.detail) ?? told["/\(line.name)"]
        return line
    }

    func summary(of lines: [EditForm.Line], _ words: ProblemWords) -> [(text: String, url: String?)] {
        let told = lines.compactMap { line -> (text: String, url: String?)? in
            line.fault.map { (text: "\(line.label): \($0)", url: "#field-\(line.name)") }
        }
        let others = faults.filter { fault in
            !lines.contains { fault.pointer == "/\($0.name)" || fault.pointer.hasPrefix("/\($0.name)/") }
        }
        return told + others.map { (text: words.detail(of: $0), url: nil) }
    }
}
