import Foundation
import Localization
import TestSupport
import Testing
import Vocabulary
import Web

@testable import Console

@Suite("What is wrong with a text of a site's own")
struct TextFaultTests {
    private static let problems: [CatalogueFault.Problem] = [
        .tooLong(units: 4_001), .tooMany(count: 5_001), .tooDeep(argument: "ἄ"),
        .syntax(reason: "U_UNMATCHED_BRACES", near: "ἄ"), .formatUnknown(argument: "ἄ", format: "ὦ"),
        .argumentTwoKinds("ἄ"), .argumentMissing("ἄ"), .argumentUnknown("ἄ"),
        .argumentKind("ἄ", found: .any, expected: .number), .argumentKind("ἄ", found: .any, expected: .date),
        .argumentKind("ἄ", found: .any, expected: .time), .argumentKind("ἄ", found: .any, expected: .choice(["ὦ"])),
        .argumentKind("ἄ", found: .number, expected: .any), .choiceUnknown(argument: "ἄ", word: "ὦ"),
        .branchRepeated(argument: "ἄ", branch: "ὦ"), .pluralMissing(argument: "ἄ", category: "ὦ"),
        .pluralForeign(argument: "ἄ", category: "ὦ"), .keyMissing,
    ]

    @Test("Is told in every language in words of its own, each naming what it is about")
    func words() throws {
        let catalogues = try Catalogues.load(directory: TestFleet.root.appendingPathComponent("locales").path)
        var told: Set<String> = []
        let locales = ["en", "de", "ru", "ar", "ja"]
        for locale in locales {
            let words = ProblemWords(catalogues.translator(try #require(LocaleTag(locale))))
            for problem in Self.problems {
                let fault = problem.fault(at: "/pattern")
                let detail = words.detail(of: fault)
                #expect(told.insert(detail).inserted, "\(locale): \(detail)")
                for case .text(let word) in [fault.arguments["name"], fault.arguments["near"]].compactMap(\.self) {
                    #expect(detail.contains(word), "\(locale): \(detail)")
                }
                let latin = detail.unicodeScalars.contains { $0.isASCII && $0.properties.isAlphabetic }
                #expect(!latin || ["en", "de"].contains(locale), "\(locale): \(detail)")
            }
        }
        #expect(told.count == locales.count * Self.problems.count)
    }
}
