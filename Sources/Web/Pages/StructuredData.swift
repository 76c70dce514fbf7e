import Foundation

/// JSON-LD for search engines: the one kind of script block that our pages carry inline.
///
/// `<` is written as `\u003c`, so that no value can close the block; `&` and the two line separators of
/// JavaScript likewise.
package struct StructuredData: Sendable {
    package let blocks: [JSONValue]

    package init(_ blocks: [JSONValue] = []) { self.blocks = blocks }

    package var html: SafeHTML {
        SafeHTML(
            trusted: blocks.map { "<script type=\"application/ld+json\">\(Self.encode($0))</script>" }
                .joined(separator: "\n"))
    }

    /// A JSON document in the order it was written, which is how people read it.
    package indirect enum JSONValue: Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
        ExpressibleByDictionaryLiteral
    {
        case text(String)
        case number(Double)
        case list([JSONValue])
        case object([(String, JSONValue)])

        package init(stringLiteral value: String) { self = .text(value) }
        package init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
        package init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }
    }

    static func encode(_ value: JSONValue) -> String {
        switch value {
        case .text(let text): quote(text)
        case .number(let number): number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
        case .list(let values): "[" + values.map(encode).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { quote($0.0) + ":" + encode($0.1) }.joined(separator: ",") + "}"
        }
    }

    private static func quote(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "<", ">", "&", "'", "\u{2028}", "\u{2029}": quoted += escaped(scalar)
            case _ where scalar.value < 0x20: quoted += escaped(scalar)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
