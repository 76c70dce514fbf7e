import Web

/// What a visitor typed, before any rule has looked at it: a page keeps it and tells every fault
/// beside its field.
struct TypedFields: Sendable {
    private let values: [String: [String]]

    init(_ members: [InputValue.Member]) {
        values = members.reduce(into: [:]) { values, member in
            guard case .texts(let texts) = member.value else { return }
            values[member.name, default: []] += texts
        }
    }

    /// The first value; empty when there is none.
    subscript(_ name: String) -> String { values[name]?.first ?? "" }

    func all(_ name: String) -> [String] { values[name] ?? [] }
    func has(_ name: String) -> Bool { values[name] != nil }
}

/// An input that takes whatever was typed and judges it later, on the page.
protocol TypedInput: RouteInput {
    init(_ typed: TypedFields)
}

extension TypedInput {
    static var schemaName: String? { nil }

    static func read(_ sources: borrowing InputSources) throws -> Self {
        sources.noteSuspicions(among: fields)
        return Self(TypedFields(sources.path + sources.query + sources.body))
    }

    /// A declared text, for the description of the route.
    static func outline(_ name: String, max: Int = 200, _ meaning: String = "") -> FieldOutline {
        Web.Field(name, .text(min: 0, max: max), meaning).optional.outline
    }
}
