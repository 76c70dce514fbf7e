/// One named input of a route: what it is called, what it may be, whether it must be there.
///
/// Where it comes from follows from the route: a name in the path template is read from the path,
/// others from the query of a GET or DELETE and from the body of the rest, unless the field says
/// `.inQuery`.
package struct Field<Value: Sendable>: Sendable {
    package let outline: FieldOutline
    let read: @Sendable (InputValue?, inout FaultLog) -> Value?

    /// A required field.
    package init(_ name: String, _ kind: Kind<Value>, _ meaning: String = "") {
        self.init(FieldOutline(name: name, schema: kind.schema, isRequired: true, meaning: meaning)) { value, log in
            guard let value, value != .null, value != .texts([""]) else {
                log.report("required")
                return nil
            }
            return kind.read(value, &log)
        }
    }

    private init(_ outline: FieldOutline, read: @escaping @Sendable (InputValue?, inout FaultLog) -> Value?) {
        self.outline = outline
        self.read = read
    }

    /// May be left out, null in JSON, or empty in a form.
    package var optional: Field<Value?> {
        let read = read
        return Field<Value?>(outline.with { $0.isRequired = false }) { value, log in
            Field.isAbsent(value) ? .some(nil) : read(value, &log).map(Optional.some)
        }
    }

    /// Left out it has this value. `shown` is the default as JSON, for the description.
    package func or(_ value: Value, shown: InputValue? = nil) -> Field<Value> {
        let read = read
        let outline = outline.with {
            $0.isRequired = false
            $0.fallback = shown
        }
        return Field(outline) { given, log in Field.isAbsent(given) ? value : read(given, &log) }
    }

    /// Read from the query even where there is a body.
    package var inQuery: Field<Value> { Field(outline.with { $0.isInQuery = true }, read: read) }

    package func example(_ value: InputValue) -> Field<Value> { Field(outline.with { $0.example = value }, read: read) }

    private static func isAbsent(_ value: InputValue?) -> Bool {
        switch value {
        case nil, .null, .texts([""]): true
        default: false
        }
    }

    func take(from sources: borrowing InputSources, _ log: inout FaultLog) -> Value? {
        let (value, place) = sources.find(outline)
        return log.field(outline.name, place, kind: outline.schema.kindName, isOurs: true) { read(value, &$0) }
    }
}

/// What is known of a field without its type: enough to describe it and to find it.
package struct FieldOutline: Sendable {
    package let name: String
    package let schema: Schema
    package internal(set) var isRequired: Bool
    package let meaning: String
    package internal(set) var isInQuery = false
    package internal(set) var fallback: InputValue?
    package internal(set) var example: InputValue?

    /// As a member of a JSON body is described.
    var bodySchema: Schema {
        (isRequired ? schema : schema.orNull).annotated(meaning, example: example, fallback: fallback)
    }

    func with(_ change: (inout FieldOutline) -> Void) -> FieldOutline {
        var copy = self
        change(&copy)
        return copy
    }
}
