import Vocabulary

/// The fields of an input and the value they make: one declaration that is decoded, checked and
/// described from.
///
///     struct Contact: Input {
///         let name: String
///         let email: String
///         static let form = Form("Contact", Field("name", .text(max: 80)), Field("email", .email)) {
///             Contact(name: $0, email: $1)
///         }
///     }
///
/// Every field is read even when an earlier one is wrong. `make` runs only if all were right, and
/// throws `InputFaults` for rules over several fields.
package struct Form<Output: Sendable>: Sendable {
    package let name: String?
    package let fields: [FieldOutline]
    private let readFields: @Sendable (borrowing InputSources, inout FaultLog) -> Output?

    /// `name` is what OpenAPI calls it.
    package init<each Value: Sendable>(
        _ name: String, _ fields: repeat Field<each Value>,
        make: @escaping @Sendable (repeat each Value) throws -> Output
    ) {
        self.init(optionalName: name, repeat each fields, make: make)
    }

    package init<each Value: Sendable>(
        _ fields: repeat Field<each Value>, make: @escaping @Sendable (repeat each Value) throws -> Output
    ) {
        self.init(optionalName: nil, repeat each fields, make: make)
    }

    private init<each Value: Sendable>(
        optionalName: String?, _ fields: repeat Field<each Value>,
        make: @escaping @Sendable (repeat each Value) throws -> Output
    ) {
        self.name = optionalName
        var outlines: [FieldOutline] = []
        for field in repeat each fields { outlines.append(field.outline) }
        self.fields = outlines
        self.readFields = { sources, log in
            let before = log.faults.count
            let values = (repeat (each fields).take(from: sources, &log))
            guard log.faults.count == before else { return nil }
            do {
                return try make(repeat try present(each values))
            } catch let faults as InputFaults {
                for fault in faults.faults { log.report(fault) }
            } catch {
                log.report("type", ["expected": .text(optionalName ?? "object")])
            }
            return nil
        }
    }

    /// Nil after the log was told why. Fields that nobody declared are faults of their own.
    func read(_ sources: borrowing InputSources, _ log: inout FaultLog) -> Output? {
        let before = log.faults.count
        let output = readFields(sources, &log)
        sources.reportStrangers(to: fields, &log)
        return log.faults.count == before ? output : nil
    }

    var schema: Schema {
        Schema.object(
            name,
            fields.map { field in
                Schema.Property(field.name, field.bodySchema, required: field.isRequired)
            }, closed: true)
    }
}

/// Never seen: a field without a value has told a fault, and then nothing is made.
private struct FieldWithoutValue: Error {}

private func present<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw FieldWithoutValue() }
    return value
}

/// What a route can take: a value with its fields.
package protocol Input: RouteInput {
    static var form: Form<Self> { get }
}
