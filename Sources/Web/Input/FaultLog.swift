import Metrics
package import Vocabulary

/// Collects every fault of a request while its fields are read, so that they are told together.
package struct FaultLog: Sendable {
    /// Faults told at once; a hostile body does not get an answer larger than itself.
    package static let faultsMax = 50
    static let suspicionsMax = 10
    static let counterName = "http_input_refusals"

    package enum Place: Sendable, Equatable {
        case path
        case query
        case body
    }

    package private(set) var faults: [Problem.Fault] = []
    private var place = Place.body
    private var steps: [Step] = []
    /// Of the field that is read, as metrics call it.
    private var kind = "unknown"
    private(set) var suspicions: [SuspiciousInput] = []

    private enum Step: Sendable {
        case name(String, isOurs: Bool)
        case index(Int)

        var text: String {
            switch self {
            case .name(let name, _): name
            case .index(let index): String(index)
            }
        }

        /// For the log: a name that somebody made up is input like any other.
        var masked: String {
            switch self {
            case .name(let name, let isOurs): isOurs ? name : SuspiciousInput.masked(name)
            case .index(let index): String(index)
            }
        }
    }

    package init() {}

    package mutating func report(_ code: String, _ arguments: [String: Problem.Argument] = [:]) {
        count(code)
        guard faults.count < Self.faultsMax else { return }
        faults.append(.init(pointer, code, arguments))
    }

    /// A fault that knows its own pointer, from a rule over several fields.
    package mutating func report(_ fault: Problem.Fault) {
        count(fault.code)
        guard faults.count < Self.faultsMax else { return }
        faults.append(
            fault.pointer.hasPrefix("?") ? fault : .init(pointer + fault.pointer, fault.code, fault.arguments))
    }

    /// A field that nobody declared; its name may be the attack.
    mutating func reportStranger(_ name: String) {
        report("unknown_field")
        if let kind = SuspiciousInput.kind(of: name) { suspect(kind, name) }
    }

    /// Notes what nobody types by accident; refuses nothing.
    mutating func suspect(_ kind: String, _ text: String, detail: String? = nil) {
        guard suspicions.count < Self.suspicionsMax else { return }
        suspicions.append(SuspiciousInput(kind, pointer: pointer(\.masked), text: text, detail: detail))
    }

    /// Faults that a page found by rules of its own.
    package static func count(_ faults: [Problem.Fault]) {
        for fault in faults {
            Counter(label: counterName, dimensions: [("code", fault.code), ("kind", "page")]).increment()
        }
    }

    private func count(_ code: String) {
        Counter(label: Self.counterName, dimensions: [("code", code), ("kind", kind)]).increment()
    }

    /// Reads a field: faults reported inside are about it.
    ///
    /// - Parameter isOurs: The name is one that we declared.
    mutating func field<Result>(
        _ name: String, _ place: Place?, kind: String = "unknown", isOurs: Bool = false,
        _ read: (inout FaultLog) -> Result
    ) -> Result {
        let outer = self.place
        let outerKind = self.kind
        self.kind = kind
        if let place { self.place = place }
        steps.append(.name(name, isOurs: isOurs))
        defer {
            steps.removeLast()
            self.place = outer
            self.kind = outerKind
        }
        return read(&self)
    }

    mutating func item<Result>(_ index: Int, _ read: (inout FaultLog) -> Result) -> Result {
        steps.append(.index(index))
        defer { steps.removeLast() }
        return read(&self)
    }

    /// `/contact/email` of the body, `?room/1` of the query, `{id}` of the path.
    private var pointer: String { pointer(\.text) }

    private func pointer(_ text: (Step) -> String) -> String {
        let texts = steps.map(text)
        return switch place {
        case .body: JSONPointer.text(texts)
        case .query: "?" + texts.joined(separator: "/")
        case .path: "{" + texts.joined(separator: "/") + "}"
        }
    }
}
