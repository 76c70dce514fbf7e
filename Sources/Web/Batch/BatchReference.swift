import Vocabulary

/// A place in an earlier operation's result, written into a later one: `${hold#/body/id}`.
///
/// A result is `{"status", "headers", "body"}`; the pointer is RFC 6901 into it. A text that is nothing but one
/// reference becomes the value itself, of whatever type; within other text the value must be a text or a number,
/// and in a path it is escaped, so that it can never become a step of its own. `$${` writes `${`. What does not
/// read as a reference stays as it was typed.
struct BatchReference: Hashable, Sendable {
    let operation: String
    let steps: [String]

    /// `operation#/pointer`
    init?(_ text: Substring) {
        let sides = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, BatchOperation.name.matches(String(sides[0])), let steps = JSONPointer.steps(sides[1])
        else { return nil }
        operation = String(sides[0])
        self.steps = steps
    }
}

/// A text with its references found.
struct BatchText: Sendable {
    enum Piece: Sendable, Equatable {
        case text(String)
        case reference(BatchReference)
    }

    let pieces: [Piece]

    init(_ text: String) {
        var pieces: [Piece] = []
        var plain = ""
        var rest = text[...]
        while let mark = rest.firstIndex(of: "$") {
            plain += rest[..<mark]
            rest = rest[mark...]
            if rest.hasPrefix("$${") {
                plain += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${"), let end = rest.firstIndex(of: "}"),
                let reference = BatchReference(rest[..<end].dropFirst(2))
            {
                if !plain.isEmpty { pieces.append(.text(plain)) }
                plain = ""
                pieces.append(.reference(reference))
                rest = rest[rest.index(after: end)...]
            } else {
                plain += "$"
                rest = rest.dropFirst()
            }
        }
        plain += rest
        if !plain.isEmpty || pieces.isEmpty { pieces.append(.text(plain)) }
        self.pieces = pieces
    }

    var references: [BatchReference] {
        pieces.compactMap { if case .reference(let reference) = $0 { reference } else { nil } }
    }

    /// The value that the text stands for.
    func value(_ find: (BatchReference) throws -> InputValue) throws -> InputValue {
        if pieces.count == 1, case .reference(let reference) = pieces[0] { return try find(reference) }
        return .text(try joined(find))
    }

    /// Throws `batch.reference_unfit` for a value that is no text or number.
    func joined(
        escaping: Bool = false, _ find: (BatchReference) throws -> InputValue
    ) throws -> String {
        try pieces.reduce(into: "") { text, piece in
            switch piece {
            case .text(let plain): text += plain
            case .reference(let reference):
                let found: String
                switch try find(reference) {
                case .text(let value), .number(let value): found = value
                default: throw Problem.batchReferenceUnfit(reference)
                }
                text += escaping ? PercentCoding.encode(found) : found
            }
        }
    }
}

extension InputValue {
    /// Every reference in the texts of a value, with its place.
    func batchReferences(at steps: [String]) -> [(reference: BatchReference, pointer: String)] {
        switch self {
        case .text(let text): BatchText(text).references.map { ($0, JSONPointer.text(steps)) }
        case .list(let items): items.enumerated().flatMap { $1.batchReferences(at: steps + ["\($0)"]) }
        case .object(let members): members.flatMap { $0.value.batchReferences(at: steps + [$0.name]) }
        default: []
        }
    }

    func resolvingBatchReferences(_ find: (BatchReference) throws -> InputValue) throws -> InputValue {
        switch self {
        case .text(let text): try BatchText(text).value(find)
        case .list(let items): .list(try items.map { try $0.resolvingBatchReferences(find) })
        case .object(let members):
            .object(try members.map { .init($0.name, try $0.value.resolvingBatchReferences(find)) })
        default: self
        }
    }
}

extension Problem {
    static func batchReferenceMissing(_ reference: BatchReference) -> Problem {
        Problem(422, "batch.reference_missing", arguments(reference))
    }

    static func batchReferenceUnfit(_ reference: BatchReference) -> Problem {
        Problem(422, "batch.reference_unfit", arguments(reference))
    }

    private static func arguments(_ reference: BatchReference) -> [String: Argument] {
        ["operation": .text(reference.operation), "pointer": .text(JSONPointer.text(reference.steps))]
    }
}
