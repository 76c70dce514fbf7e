import Logging
import Metrics

/// Input that nobody types by accident. It is counted and, masked and dampened, logged; being suspicious refuses
/// nothing by itself: `<script>` in a name is a name, and every output shows it as one.
struct SuspiciousInput: Hashable, Sendable {
    static let counterName = "http_input_suspicious"
    /// Characters of a sample.
    static let sampleMax = 40

    /// A word from a fixed list.
    let kind: String
    /// Of our names as they are, of the sender's as shapes.
    let pointer: String
    let sample: String

    init(_ kind: String, pointer: String, text: String, detail: String?) {
        self.kind = kind
        self.pointer = pointer
        sample = (detail.map { "\($0): " } ?? "") + Self.masked(text)
    }

    /// Letters and digits lose their identity, signs keep it: the shape of an attack is in its signs, whatever a
    /// person meant is in the rest.
    static func masked(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(sampleMax).map { scalar -> Character in
            if scalar.properties.isAlphabetic { return "a" }
            if scalar.properties.numericType != nil { return "9" }
            return scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F ? Character(scalar) : "_"
        }
        return String(scalars) + (text.unicodeScalars.count > sampleMax ? "…" : "")
    }

    /// What typed text looks like, if it looks like one of these.
    static func kind(of text: String) -> String? {
        // Nearly all text is told innocent by its signs.
        guard text.utf8.contains(where: { signs.contains($0) }) else { return nil }
        let lower = text.lowercased()
        return marks.first { mark in lower.contains(mark.text) }?.kind
    }

    private static let signs = Set("<$'{./;:".utf8)

    private static let marks: [(text: String, kind: String)] = [
        ("<script", "markup"), ("<iframe", "markup"), ("<svg", "markup"), ("onerror=", "markup"),
        ("onload=", "markup"), ("javascript:", "markup"), ("${jndi:", "template"), ("{{", "template"),
        ("../", "path"), ("..\\", "path"), ("/etc/passwd", "path"), ("' or '", "query"), ("' or 1", "query"),
        ("'; drop ", "query"), ("union select", "query"), ("';--", "query"),
    ]

    private static let log = DampenedLog()

    func tell(to logger: Logger) {
        Counter(label: Self.counterName, dimensions: [("kind", kind)]).increment()
        Self.log.note("\(kind) \(pointer)", to: logger) { logger, unsaid in
            logger.notice(
                "suspicious input",
                metadata: [
                    "kind": "\(kind)", "pointer": "\(pointer)", "sample": "\(sample)", "unsaid": "\(unsaid)",
                ])
        }
    }
}
