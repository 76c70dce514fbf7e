/// What can be told of a statement from its text alone: its kind, its fingerprint, and whether it
/// may leave something behind on the connection.
struct StatementShape: Sendable {
    let kind: StatementKind
    /// Comments gone, literals as `?`, white space collapsed, words in lower case.
    let normalised: String
    /// FNV-1a of `normalised`: the same in every process and release.
    let fingerprint: UInt64
    /// A utility command: everything but reading and writing rows.
    let isUtility: Bool
    /// It may change what the connection is for the next lease: settings, prepared statements,
    /// cursors, session locks.
    let mayTaint: Bool

    init(_ text: String) {
        var scanner = StatementScanner(text)
        scanner.scan()
        let verb = scanner.words.first?.text ?? ""
        let isUtility = !Self.rowVerbs.contains(verb)
        kind = Self.kind(verb: verb, words: scanner.words)
        normalised = String(decoding: scanner.output, as: UTF8.self)
        fingerprint = scanner.output.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        self.isUtility = isUtility
        let lowered = text.lowercased()
        mayTaint = isUtility || Self.sessionCalls.contains { lowered.contains($0) }
    }

    private static let rowVerbs: Set<String> = [
        "select", "insert", "update", "delete", "with", "values", "merge", "table",
    ]

    /// Functions whose effect outlives the transaction, looked for even inside literals; and the prefix of
    /// a name written with escapes, which may be any of them.
    private static let sessionCalls = ["set_config", "pg_advisory_lock", "pg_try_advisory_lock", "u&\""]

    private static func kind(verb: String, words: [StatementScanner.Word]) -> StatementKind {
        guard verb == "with" else { return StatementKind(verb: verb) }
        let kinds = words.lazy.filter { $0.depth == 0 }.map { StatementKind(verb: $0.text) }
        return kinds.first { $0 != .other } ?? .other
    }
}

/// What a statement does to rows.
package enum StatementKind: String, Sendable, CaseIterable {
    case select, insert, update, delete, other

    fileprivate init(verb: String) {
        switch verb {
        case "select", "values", "table": self = .select
        case "insert": self = .insert
        case "update", "merge": self = .update
        case "delete": self = .delete
        default: self = .other
        }
    }
}
