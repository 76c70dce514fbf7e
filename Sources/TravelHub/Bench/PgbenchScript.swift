import Foundation

/// A pgbench script that sends what we sent: one pipeline a request, every value a variable, and what
/// has to be new each time made anew.
struct PgbenchScript: Sendable {
    let text: String
    let values: [String: String]

    /// - Parameters:
    ///   - requests: the statements of each request, as recorded.
    ///   - again: the same requests recorded once more; what differs between the two is new each time.
    init(_ requests: [[ServerLog.Statement]], again: [[ServerLog.Statement]]? = nil, slug: String, prefix: String)
        throws
    {
        var writer = Writer(prefix: prefix)
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
        var values: [String: String] = [:]
        private var fresh: [String: Int] = [:]

        init(prefix: String) { self.prefix = prefix }

        mutating func line(_ statement: ServerLog.Statement, _ other: ServerLog.Statement) -> String {
            var slots: [String] = []
            for (value, otherValue) in zip(statement.values, other.values) {
                slots.append(slot(value, isFresh: value != otherValue, in: statement.text))
            }
            return Self.filled(statement.text, slots)
        }

        private mutating func slot(_ value: String?, isFresh: Bool, in text: String) -> String {
            guard let value else { return "null" }
            if text.contains("'tenancy.token'"), value.split(separator: ".").count == 6 { return ":token" }
            if isFresh, let made = made(value) { return made }
            let name = "\(prefix)_\(values.count)"
            values[name] = value
            return ":\(name)\(Self.cast(value))"
        }

        /// Where a list is passed, the statement alone does not say of what; we send the type with it.
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
            return nil
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
