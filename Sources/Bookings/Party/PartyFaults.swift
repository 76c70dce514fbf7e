import Foundation
package import Vocabulary
import Web

/// All that is wrong with the people of a booking, each fault with its pointer.
package struct PartyFaults: Error, Hashable, Sendable {
    package let faults: [Problem.Fault]

    package init(_ faults: [Problem.Fault]) { self.faults = faults }

    /// The same faults seen from further out: `/given_name` becomes `/travellers/0/given_name`.
    package func below(_ pointer: String) -> [Problem.Fault] {
        faults.map { .init(pointer + $0.pointer, $0.code, $0.arguments) }
    }
}

/// Rules for any text that a traveller types.
enum PartyText {
    /// Composed (UAX #15, so that equal names are equal), without space at its ends.
    static func tidy(_ text: String) -> String {
        text.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Too long, or with characters that no text may hold.
    static func fault(in text: String, _ pointer: String, max: Int, lines: Bool = false) -> Problem.Fault? {
        if text.unicodeScalars.count > max { return .init(pointer, "too_long", ["max": .number(max)]) }
        return RefusedScalars.are(in: text, lines: lines) ? .init(pointer, "control_character") : nil
    }
}
