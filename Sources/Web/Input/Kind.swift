import Vocabulary

/// A type of field: how it is read, and how OpenAPI describes it, in one value.
package struct Kind<Value: Sendable>: Sendable {
    package let schema: Schema
    /// Nil after it has reported why.
    let read: @Sendable (InputValue, inout FaultLog) -> Value?

    package init(_ schema: Schema, read: @escaping @Sendable (InputValue, inout FaultLog) -> Value?) {
        self.schema = schema
        self.read = read
    }

    /// A further rule: `convert` answers nil to a value that breaks it, told as `code`.
    package func map<Other>(
        _ code: String, _ convert: @escaping @Sendable (Value) -> Other?
    ) -> Kind<Other> {
        let read = read
        return Kind<Other>(schema) { value, log in
            guard let inner = read(value, &log) else { return nil }
            guard let other = convert(inner) else {
                log.report(code)
                return nil
            }
            return other
        }
    }

    /// One text of a page judged by the rule that programs are held to.
    package func value(of typed: String, _ log: inout FaultLog) -> Value? { read(.texts([typed]), &log) }

    /// The kind described as something narrower than it reads: a format, a pattern, an example.
    package func described(as schema: Schema) -> Kind { Kind(schema, read: read) }
}

extension InputValue {
    /// The text of a scalar: from JSON only a string, from a form or query its single value.
    func text(_ log: inout FaultLog) -> String? {
        let found: String
        switch self {
        case .text(let text): found = text
        case .texts(let texts) where texts.count == 1: found = texts[0]
        case .texts:
            log.report("duplicate")
            return nil
        default:
            log.report("type", ["expected": .text("text")])
            return nil
        }
        if MarkRun.isTooLong(in: found) {
            log.report("marks", ["max": .number(MarkRun.lengthMax)])
            return nil
        }
        return found
    }
}
