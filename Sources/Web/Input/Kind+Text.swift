import Foundation
import Vocabulary

/// Characters that a short code is made of, and how many: read as a rule and told as a pattern.
package struct CodePattern: Sendable {
    package let characters: String
    package let first: String
    package let length: ClosedRange<Int>
    private let allowed: Set<UInt8>
    private let allowedFirst: Set<UInt8>

    /// `characters` as in a regular expression's class: `A-Z0-9`.
    ///
    /// - Parameter first: what it begins with, where that is narrower.
    package init(_ characters: String, _ length: ClosedRange<Int>, first: String? = nil) {
        self.characters = characters
        self.first = first ?? characters
        self.length = length
        allowed = Self.members(of: characters)
        allowedFirst = Self.members(of: self.first)
    }

    private static func members(of characters: String) -> Set<UInt8> {
        let bytes = Array(characters.utf8)
        var members: Set<UInt8> = []
        var index = 0
        while index < bytes.count {
            if index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "-"), bytes[index] <= bytes[index + 2] {
                members.formUnion(bytes[index]...bytes[index + 2])
                index += 3
            } else {
                members.insert(bytes[index])
                index += 1
            }
        }
        return members
    }

    package var expression: String {
        first == characters
            ? "^[\(characters)]{\(length.lowerBound),\(length.upperBound)}$"
            : "^[\(first)][\(characters)]{\(max(length.lowerBound - 1, 0)),\(length.upperBound - 1)}$"
    }

    package func matches(_ text: String) -> Bool {
        length.contains(text.utf8.count) && text.utf8.allSatisfy(allowed.contains)
            && text.utf8.first.map(allowedFirst.contains) ?? true
    }
}

/// What happens to text before its length is judged.
package struct TextTreatment: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// White space at both ends is dropped.
    package static let trimmed = TextTreatment(rawValue: 1)
    /// Composed to Unicode normalization form C (UAX #15), so that equal names compare equal.
    package static let composed = TextTreatment(rawValue: 2)
    /// Line breaks and tabs are allowed; other control characters never are.
    package static let lines = TextTreatment(rawValue: 4)
}

extension Kind where Value == String {
    /// Text of so many Unicode scalars (as JSON Schema counts) after its treatment.
    package static func text(
        min: Int = 1, max: Int, _ treatment: TextTreatment = [.trimmed, .composed]
    ) -> Kind<String> {
        Kind(.string(min: min, max: max)) { value, log in
            guard let raw = value.text(&log) else { return nil }
            let text = treat(raw, treatment)
            let length = text.unicodeScalars.count
            if length < min {
                log.report(length == 0 ? "required" : "too_short", ["min": .number(min)])
            } else if length > max {
                log.report("too_long", ["max": .number(max)])
            } else if RefusedScalars.are(in: text, lines: treatment.contains(.lines)) {
                log.report("control_character")
                log.suspect("control_character", text)
            } else {
                if let kind = SuspiciousInput.kind(of: text) { log.suspect(kind, text) }
                return text
            }
            return nil
        }
    }

    /// A code of ASCII characters.
    package static func code(_ pattern: CodePattern) -> Kind<String> {
        Kind(.string(pattern: pattern.expression, min: pattern.length.lowerBound, max: pattern.length.upperBound)) {
            value, log in
            guard let text = value.text(&log) else { return nil }
            guard pattern.matches(text) else {
                log.report("format", ["expected": .text(pattern.expression)])
                return nil
            }
            return text
        }
    }

    private static func treat(_ raw: String, _ treatment: TextTreatment) -> String {
        var text = raw
        if treatment.contains(.composed), !text.utf8.allSatisfy({ $0 < 0x80 }) {
            text = text.precomposedStringWithCanonicalMapping
        }
        if treatment.contains(.trimmed) {
            text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return text
    }
}

extension Kind where Value == EmailAddress {
    package static var email: Kind<EmailAddress> {
        Kind<String>.text(min: 3, max: EmailAddress.lengthMax).map("email") { EmailAddress($0) }
            .described(as: .string(format: "email", min: 3, max: EmailAddress.lengthMax))
    }
}
