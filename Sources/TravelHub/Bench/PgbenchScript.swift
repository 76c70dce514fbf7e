import Foundation

/// A pgbench script that sends what we sent: one pipeline a request, every value a variable, and what
/// has to be new each time made anew.
struct PgbenchScript: Sendable {
    let text: String
    let values: [String: String]

    /// - Parameters:
    ///   - requests: the statements of each request, as recorded.
    ///   - again: the same requests recorded once more; what differs between the two is new each time.
    ///   - stage: where they are prepared once, to know of which types their parameters are.
    init(
        _ requests: [[ServerLog.Statement]], again: [[ServerLog.Statement]]? = nil, slug: String, prefix: String,
        on stage: BenchStage
    ) async throws {
        var writer = Writer(prefix: prefix, types: try await StatementTypes.read(requests.flatMap(\.self), on: stage))
        var lines = [
            #"\if :signed = 0"#, #"select bench.token('\#(slug)') as token \gset"#, #"\set signed 1"#, #"\endif"#,
            #"\set n random(1, 9000000000000000)"#,
        ]
        for (index, request) in requests.enumerated() {
            let others = again?[index] ?? request
            guard request.map(\.text) == others.map(\.text) else {
                throw BenchProgram.Failure(description: "recorded twice, request \(index) sent different statements")
            }
            lines.append(#"\startpipeline"#)
            for (statement, other) in zip(request, others) { lines.append(writer.line(statement, other) + ";") }
            lines.append(#"\endpipeline"#)
        }
        text = lines.joined(separator: "\n") + "\n"
        values = writer.values.merging(["signed": "0"]) { $1 }
    }

    private struct Writer {
        let prefix: String
        let types: StatementTypes
        var values: [String: String] = [:]
        private var fresh: [String: Int] = [:]

        init(prefix: String, types: StatementTypes) {
            self.prefix = prefix
            self.types = types
        }

        mutating func line(_ statement: ServerLog.Statement, _ other: ServerLog.Statement) -> String {
            var slots: [String] = []
            let types = types.of[statement.text]
            for (index, (value, otherValue)) in zip(statement.values, other.values).enumerated() {
                let type = types.flatMap { $0.indices.contains(index) ? $0[index] : nil }
                slots.append(slot(value, isFresh: value != otherValue, type, in: statement.text))
            }
            return Self.filled(statement.text, slots)
        }

        private mutating func slot(_ value: String?, isFresh: Bool, _ type: String?, in text: String) -> String {
            guard let value else { return type.map { "null::\($0)" } ?? "null" }
            if text.contains("'tenancy.token'"), value.split(separator: ".").count == 6 { return ":token" }
            if isFresh, let made = made(value) { return type.map { "(\(made))::\($0)" } ?? made }
            // pgbench takes no variable that is empty.
            if value.isEmpty { return type.map { "''::\($0)" } ?? "''" }
            let name = "\(prefix)_\(values.count)"
            values[name] = value
            return ":\(name)\(type.map { "::\($0)" } ?? Self.cast(value))"
        }

        /// Where the server cannot tell what is passed, we send the type with it.
        private static func cast(_ value: String) -> String {
            guard value.hasPrefix("{"), !value.hasPrefix("{\""), value.hasSuffix("}"),
                let first = value.dropFirst().dropLast().split(separator: ",").first
            else { return "" }
            if UUID(uuidString: String(first)) != nil { return "::uuid[]" }
            if Int64(first) != nil { return "::bigint[]" }
            return first.wholeMatch(of: #/\d{4}-\d\d-\d\d/#) == nil ? "::text[]" : "::date[]"
        }

        /// An expression for a value that may not repeat; nil where a repetition does no harm.
        private mutating func made(_ value: String) -> String? {
            if UUID(uuidString: value) != nil { return "\(hash(value))::uuid" }
            if value.hasPrefix("{"), value.hasSuffix("}") {
                let parts = value.dropFirst().dropLast().split(separator: ",").map(String.init)
                guard parts.allSatisfy({ UUID(uuidString: $0) != nil }) else { return nil }
                return "array[\(parts.map { "\(hash($0))::uuid" }.joined(separator: ", "))]"
            }
            if Int64(value) != nil { return "('x' || substr(\(hash(value)), 1, 16))::bit(64)::bigint" }
            if value.count == 8, value.allSatisfy({ $0.isUppercase || $0.isNumber }) {
                return "translate(substr(\(hash(value)), 1, 8), '01abcdef', '29BCDFGH')"
            }
            if value.wholeMatch(of: #/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*/#) != nil {
                return "(statement_timestamp() + interval '14 minutes')"
            }
            return composed(value)
        }

        /// A text with identifiers in it, ours or the payment processor's; nil where it has none.
        private mutating func composed(_ value: String) -> String? {
            let names = value.matches(of: #/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b(pi|ch|re)_[A-Za-z0-9_]{8,}/#)
            guard !names.isEmpty else { return nil }
            var parts: [String] = []
            var rest = value.startIndex
            for name in names {
                parts.append(variable(String(value[rest..<name.range.lowerBound])))
                let made = hash(String(name.output.0))
                parts.append(name.output.2.map { "'\($0)_' || \(made)" } ?? "\(made)::uuid::text")
                rest = name.range.upperBound
            }
            parts.append(variable(String(value[rest...])))
            return "(\(parts.joined(separator: " || ")))"
        }

        private mutating func variable(_ value: String) -> String {
            // pgbench takes no variable that is empty.
            if value.isEmpty { return "''" }
            let name = "\(prefix)_\(values.count)"
            values[name] = value
            return ":\(name)::text"
        }

        /// The same for the same value all through one round, and another each round.
        private mutating func hash(_ value: String) -> String {
            let number = fresh[value] ?? fresh.count
            fresh[value] = number
            return "md5(:n::text || ' \(number)')"
        }

        private static func filled(_ text: String, _ slots: [String]) -> String {
            text.replacing(#/\$(\d+)/#) { match in
                Int(match.output.1).flatMap { slots.indices.contains($0 - 1) ? slots[$0 - 1] : nil }
                    ?? String(match.output.0)
            }
        }
    }
}
