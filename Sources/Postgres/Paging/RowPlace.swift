package import Foundation

/// Where a row stands in an order of a list, so that the next page begins behind it whatever came or went in
/// between; as text, the cursor of a page.
package struct RowPlace: Hashable, Sendable, LosslessStringConvertible {
    package enum Value: Hashable, Sendable {
        case none
        case moment(Date)
        case number(Int)
        case text(String)
    }

    /// Which order it is a place in; empty for that of the identifiers alone.
    let order: String
    let value: Value
    let id: UUID

    init(order: String, value: Value, id: UUID) {
        self.order = order
        self.value = value
        self.id = id
    }

    /// `0190…` in the order of identifiers, else `used-m1780315200000000-0190…`: the order, the value, the identifier.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        if let id = UUID(uuidString: text) {
            self.init(order: "", value: .none, id: id)
            return
        }
        guard parts.count == 3, !parts[0].isEmpty, let value = Self.value(parts[1]),
            let id = UUID(uuidString: parts[2])
        else { return nil }
        self.init(order: parts[0], value: value, id: id)
    }

    package var description: String {
        let id = id.uuidString.lowercased()
        return order.isEmpty ? id : "\(order)-\(Self.text(value))-\(id)"
    }

    /// As long as a cursor may be: a hundred characters of four bytes each, and what stands around them.
    package static let charactersMax = 640

    private static let microsecondsPerSecond = 1_000_000.0
    /// The year 2242; far below what a double tells apart.
    private static let microsecondsMax = 1 << 53

    private static func value(_ text: String) -> Value? {
        let rest = text.dropFirst()
        switch text.first {
        case "n": return rest.isEmpty ? Value.none : nil
        case "m":
            guard let microseconds = Int(rest), microseconds.magnitude <= microsecondsMax else { return nil }
            return .moment(Date(timeIntervalSince1970: Double(microseconds) / microsecondsPerSecond))
        case "i": return Int(rest).map { .number($0) }
        case "t": return read(letters: rest).map { .text($0) }
        default: return nil
        }
    }

    private static func text(_ value: Value) -> String {
        switch value {
        case .none: "n"
        case .moment(let date): "m\(Int((date.timeIntervalSince1970 * microsecondsPerSecond).rounded()))"
        case .number(let number): "i\(number)"
        case .text(let text): "t" + Self.letters(text)
        }
    }

    /// Base 64 in letters that stand in an address as they are.
    private static func letters(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: ".").replacing("/", with: "_")
            .replacing("=", with: "~")
    }

    /// Nil for what `letters` does not write, and for U+0000, which no column holds.
    private static func read(letters: Substring) -> String? {
        let base64 = letters.replacing(".", with: "+").replacing("_", with: "/").replacing("~", with: "=")
        guard let data = Data(base64Encoded: String(base64)),
            let text = String(validating: data, as: UTF8.self), !text.unicodeScalars.contains("\0")
        else { return nil }
        return text
    }
}
