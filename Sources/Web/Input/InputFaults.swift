package import Vocabulary

/// What a rule over several fields throws: each fault names the field it is shown beside.
package struct InputFaults: Error, Hashable, Sendable {
    package let faults: [Problem.Fault]

    package init(_ faults: [Problem.Fault]) { self.faults = faults }

    package init(_ pointer: String, _ code: String, _ arguments: [String: Problem.Argument] = [:]) {
        self.faults = [Problem.Fault(pointer, code, arguments)]
    }

    /// RFC 9457 §3 gives 422 to input that was understood and is wrong.
    package var problem: Problem { Problem(422, "input.invalid", ["count": .number(faults.count)], faults: faults) }
}
