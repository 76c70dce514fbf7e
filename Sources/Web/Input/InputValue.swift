/// What a request carried before any rule has looked at it: one shape for JSON bodies, HTML forms,
/// queries and paths, so that a field is declared once and read from any of them.
package indirect enum InputValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The digits as they were written: nothing is lost to a floating-point detour.
    case number(String)
    case text(String)
    case list([InputValue])
    case object([Member])
    /// All values that a form, a query or a path gave under one name; each is text.
    case texts([String])

    package struct Member: Sendable, Equatable {
        package let name: String
        package var value: InputValue

        package init(_ name: String, _ value: InputValue) {
            self.name = name
            self.value = value
        }
    }

    package subscript(name: String) -> InputValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The members of an object; none of anything else.
    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }
}
