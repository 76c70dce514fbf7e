import Web

/// What a visitor typed, before any rule has looked at it: a page keeps it and tells every fault
/// beside its field.
struct TypedFields: Sendable {
    private let values: [String: [String]]

    /// - Parameter dropping: what these do not allow counts as not typed.
    init(_ members: [InputValue.Member], dropping fields: [TypedField] = []) {
        let read = members.reduce(into: [String: [String]]()) { values, member in
            guard case .texts(let texts) = member.value else { return }
            values[member.name, default: []] += texts
        }
        values = fields.reduce(into: read) { values, field in
            if values[field.name]?.contains(where: { field.fault(in: $0) != nil }) == true { values[field.name] = nil }
        }
    }

    private init(values: [String: [String]]) { self.values = values }

    func merging(_ others: TypedFields) -> TypedFields {
        TypedFields(values: values.merging(others.values) { $0 + $1 })
    }

    /// The first value; empty when there is none.
    subscript(_ name: String) -> String { values[name]?.first ?? "" }

    func all(_ name: String) -> [String] { values[name] ?? [] }
    func has(_ name: String) -> Bool { values[name] != nil }
}

/// An input that takes whatever was typed and tells later, on the page, what is wrong with it. What no visitor types
/// is held to its declaration at once: sent by a form it is refused, in an address it counts as left out.
protocol TypedInput: RouteInput {
    static var typed: [TypedField] { get }
    init(_ typed: TypedFields)
}

extension TypedInput {
    static var fields: [FieldOutline] { typed.map(\.outline) }
    static var schemaName: String? { nil }

    /// Throws `InputFaults` for a form that carries what ours does not.
    static func read(_ sources: borrowing InputSources) throws -> Self {
        sources.noteSuspicions(among: fields)
        let carried = typed.filter { !$0.isShown }
        if sources.readsQuery {
            let asked = TypedFields(sources.query, dropping: carried)
            return Self(TypedFields(sources.path).merging(asked))
        }
        let sent = TypedFields(sources.body)
        let faults = carried.flatMap { field in sent.all(field.name).compactMap(field.fault) }
        guard faults.isEmpty else {
            FaultLog.count(faults)
            throw InputFaults(faults)
        }
        return Self(TypedFields(sources.path + sources.query).merging(sent))
    }
}
