import Foundation

/// Reads from PostgreSQL's own log which statements a request really led to, with their values.
struct ServerLog: Sendable {
    struct Statement: Hashable, Sendable {
        let text: String
        /// By number, from 1; nil for null.
        let values: [String?]
    }

    private struct Line: Decodable {
        let user: String?
        let message: String?
        let detail: String?
    }

    let stage: BenchStage
    private static let secondsMax = 10.0

    private var file: URL {
        stage.directory.appendingPathComponent("postgres/data/log/bench.json")
    }

    /// What the application's login ran while `body` did.
    func statements(during body: () async throws -> Void) async throws -> [Statement] {
        let begin = try await mark()
        try await body()
        let end = try await mark()
        let lines = try await text(upTo: end).split(separator: "\n").map(String.init)
        guard let first = lines.lastIndex(where: { $0.contains(begin) }) else { return [] }
        return try lines[(first + 1)...].compactMap { line in
            let line = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
            guard line.user == "travelhub_app", let message = line.message else { return nil }
            return Self.statement(message, line.detail)
        }
    }

    private func mark() async throws -> String {
        let mark = "mark \(UUID().uuidString)"
        try await stage.admin("do $$ begin raise log '\(mark)'; end $$")
        return mark
    }

    private func text(upTo mark: String) async throws -> String {
        let start = ContinuousClock.now
        while true {
            let text = try String(contentsOf: file, encoding: .utf8)
            if text.contains(mark), text.last == "\n" { return text }
            guard start.duration(to: .now) < .seconds(Self.secondsMax) else {
                throw BenchProgram.Failure(description: "PostgreSQL's log did not come to \(mark)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// `execute <name>: <text>`, with the values in the detail as `parameters: $1 = '…', $2 = NULL`.
    static func statement(_ message: String, _ detail: String?) -> Statement? {
        guard message.hasPrefix("execute "), let colon = message.range(of: ": ") else { return nil }
        return Statement(text: String(message[colon.upperBound...]), values: values(detail ?? ""))
    }

    private static func values(_ detail: String) -> [String?] {
        var values: [String?] = []
        var rest = detail[...]
        while let sign = rest.range(of: "$\(values.count + 1) = ") {
            rest = rest[sign.upperBound...]
            guard rest.first == "'" else {
                values.append(nil)
                continue
            }
            rest = rest.dropFirst()
            var value = ""
            while let quote = rest.firstIndex(of: "'") {
                value += rest[..<quote]
                rest = rest[rest.index(after: quote)...]
                guard rest.first == "'" else { break }
                value += "'"
                rest = rest.dropFirst()
            }
            values.append(value)
        }
        return values
    }
}
