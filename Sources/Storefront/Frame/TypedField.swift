import Vocabulary
import Web

/// A field of a page as it is declared: what the description says of it, how much a browser lets be typed into it and
/// what a request is held to are one value.
struct TypedField: Sendable {
    let outline: FieldOutline
    /// The page tells beside the field what is wrong with it, or makes the best of it. A fault of any other is an answer of its own, since it
    /// is not what our form carries.
    let isShown: Bool
    private let judge: @Sendable (String) -> Problem.Fault?

    static func shown<Value>(_ name: String, _ kind: Kind<Value>, _ meaning: String = "") -> TypedField {
        TypedField(name, kind, meaning, isShown: true)
    }

    static func carried<Value>(_ name: String, _ kind: Kind<Value>, _ meaning: String = "") -> TypedField {
        TypedField(name, kind, meaning, isShown: false)
    }

    private init<Value>(_ name: String, _ kind: Kind<Value>, _ meaning: String, isShown: Bool) {
        outline = Web.Field(name, kind, meaning).optional.outline
        self.isShown = isShown
        judge = { text in
            var log = FaultLog()
            guard kind.value(of: text, &log) == nil, let fault = log.faults.first else { return nil }
            return Problem.Fault("/\(name)", fault.code, fault.arguments)
        }
    }

    var name: String { outline.name }

    /// For the browser; that of the longest word of a choice.
    var lengthMax: Int { outline.schema.lengthMax ?? 0 }

    /// Nil for nothing: whether something has to be there is the page's to say.
    func fault(in text: String) -> Problem.Fault? { text.isEmpty ? nil : judge(text) }
}
