import Foundation
import Vocabulary

/// A person's name as they give it: given and family name, or one full name that nobody splits.
///
/// Kana and Latin forms are extra, for a Japanese register and for passports; neither is derived.
package struct PersonName: Hashable, Sendable {
    /// Unicode scalars of one part: the longest legal names on record fit.
    package static let partMax = 100
    package static let fullMax = 200

    package enum Form: Hashable, Sendable {
        case parts(given: String, family: String)
        case full(String)
    }

    package let form: Form
    package let givenKana: String?
    package let familyKana: String?
    package let latin: String?

    /// Names as typed. Throws every fault at once, pointers relative to the person.
    package init(
        given: String?, family: String?, full: String?, givenKana: String? = nil, familyKana: String? = nil,
        latin: String? = nil
    ) throws(PartyFaults) {
        var faults: [Problem.Fault] = []
        func text(_ value: String?, _ field: String, max: Int) -> String? {
            guard let value = value.map(PartyText.tidy), !value.isEmpty else { return nil }
            if let fault = PartyText.fault(in: value, "/\(field)", max: max) { faults.append(fault) }
            return value
        }
        let given = text(given, "given_name", max: Self.partMax)
        let family = text(family, "family_name", max: Self.partMax)
        let full = text(full, "full_name", max: Self.fullMax)
        self.givenKana = text(givenKana, "given_kana", max: Self.partMax)
        self.familyKana = text(familyKana, "family_kana", max: Self.partMax)
        self.latin = text(latin, "latin_name", max: Self.fullMax)
        switch (given, family, full) {
        case (let given?, let family?, nil): form = .parts(given: given, family: family)
        case (nil, nil, let full?): form = .full(full)
        case (nil, nil, nil):
            form = .full("")
            faults.append(.init("/full_name", "required"))
        case (_, _, .some):
            form = .full("")
            faults.append(.init("/full_name", "duplicate"))
        default:
            form = .full("")
            faults.append(.init(given == nil ? "/given_name" : "/family_name", "required"))
        }
        for (kana, field) in [(self.givenKana, "given_kana"), (self.familyKana, "family_kana")] {
            guard let kana, !kana.unicodeScalars.allSatisfy(Self.isKana) else { continue }
            faults.append(.init("/\(field)", "format", ["expected": .text("kana")]))
        }
        if let latin = self.latin, !latin.unicodeScalars.allSatisfy(Self.isLatin) {
            faults.append(.init("/latin_name", "format", ["expected": .text("latin")]))
        }
        guard faults.isEmpty else { throw PartyFaults(faults) }
    }

    /// Hiragana, katakana (half-width too), the long-vowel mark, middle dot and spaces.
    private static func isKana(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0x3000, 0x3041...0x309F, 0x30A0...0x30FF, 0x31F0...0x31FF, 0xFF65...0xFF9F: true
        default: false
        }
    }

    /// Basic Latin to Latin Extended-B and its additional blocks, with what stands between names.
    private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0x27, 0x2D, 0x2E, 0x2019, 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x300...0x36F, 0x1E00...0x1EFF:
            true
        default: false
        }
    }
}
