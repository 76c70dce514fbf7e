/// Anything a route's handler may take as its first argument.
package protocol RouteInput: Sendable {
    /// The fields, for routing, OpenAPI and the isolation sweep.
    static var fields: [FieldOutline] { get }
    /// The body's name in OpenAPI.
    static var schemaName: String? { get }
    /// Throws `InputFaults`.
    static func read(_ sources: borrowing InputSources) throws -> Self
}

extension Input {
    package static var fields: [FieldOutline] { form.fields }
    package static var schemaName: String? { form.name }

    package static func read(_ sources: borrowing InputSources) throws -> Self {
        var log = FaultLog()
        let value = form.read(sources, &log)
        sources.tell(log.suspicions)
        guard let value else { throw InputFaults(log.faults) }
        return value
    }
}

/// For a route that takes nothing; whatever is sent along is refused all the same.
package struct NoInput: Input {
    package static let form = Form<NoInput> { NoInput() }
}

/// A page's form: faults do not end the request, the page shows them beside what was entered.
package struct Submission<Value: RouteInput>: RouteInput {
    package let result: Result<Value, InputFaults>
    /// What the visitor typed, by field name as in the form (`contact.email`).
    package let entered: [InputValue.Member]

    package static var fields: [FieldOutline] { Value.fields }
    package static var schemaName: String? { Value.schemaName }

    package static func read(_ sources: borrowing InputSources) throws -> Submission {
        let result: Result<Value, InputFaults>
        do { result = .success(try Value.read(sources)) } catch let faults as InputFaults { result = .failure(faults) }
        return Submission(result: result, entered: sources.readsQuery ? sources.query : sources.body)
    }
}
