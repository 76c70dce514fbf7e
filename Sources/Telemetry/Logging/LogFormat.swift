import Foundation
import Logging
import Vocabulary

/// How a record becomes a line.
package enum LogFormat: String, CaseIterable, Sendable {
    /// One JSON object a line, for machines.
    case json
    /// For people at a terminal.
    case text

    func line(_ record: LogRecord) -> String {
        switch self {
        case .json: Self.json(record)
        case .text: Self.text(record)
        }
    }

    private static func json(_ record: LogRecord) -> String {
        var fields = [
            ("time", Logger.MetadataValue.string(record.time.rfc3339)), ("level", .string(record.level.rawValue)),
            ("logger", .string(record.label)), ("message", .string(record.message)),
        ]
        if let requestID = record.requestID { fields.append(("request_id", .string(requestID))) }
        if let tenant = record.tenant { fields.append(("tenant", .string(tenant))) }
        if !record.metadata.isEmpty { fields.append(("metadata", .dictionary(record.metadata))) }
        return object(fields) + "\n"
    }

    private static func object(_ fields: [(String, Logger.MetadataValue)]) -> String {
        "{" + fields.map { "\(quoted($0)):\(value($1))" }.joined(separator: ",") + "}"
    }

    private static func value(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .stringConvertible(let convertible): quoted("\(convertible)")
        case .array(let values): "[" + values.map { Self.value($0) }.joined(separator: ",") + "]"
        case .dictionary(let values): object(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where isControl(scalar): quoted += "\\u" + hexadecimal(scalar)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func text(_ record: LogRecord) -> String {
        let time = record.time.rfc3339.drop { $0 != "T" }.dropFirst().prefix { $0 != "Z" && $0 != "." }
        let level = record.level.rawValue.uppercased()
        var words = ["\(time)", level + String(repeating: " ", count: max(0, 8 - level.count)), record.message]
        if let tenant = record.tenant { words.append("tenant=\(tenant)") }
        if let requestID = record.requestID { words.append("request_id=\(requestID)") }
        words += record.metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return visible(words.joined(separator: " ") + " (\(record.label))") + "\n"
    }

    /// A terminal obeys control characters, and a log line may repeat what a stranger sent.
    private static func visible(_ text: String) -> String {
        var visible = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isControl(scalar) {
                visible.append(contentsOf: "\\u\(hexadecimal(scalar))".unicodeScalars)
            } else {
                visible.append(scalar)
            }
        }
        return String(visible)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
