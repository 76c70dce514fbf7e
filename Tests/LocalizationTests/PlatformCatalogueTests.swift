import Foundation
import Localization
import Testing
import Vocabulary

/// The texts in `locales/`, as the server loads them.
@Suite("The platform's catalogues")
struct PlatformCatalogueTests {
    private static let directory = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("locales").path

    @Test("have no fault and cover five languages")
    func sound() throws {
        do {
            let catalogues = try Catalogues.load(directory: Self.directory)
            #expect(Set(catalogues.locales).isSuperset(of: LocaleTag.five))
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test("say something in every language for every key, whatever the number", arguments: LocaleTag.five)
    func everyText(locale: LocaleTag) throws {
        let catalogues = try Catalogues.load(directory: Self.directory)
        let t = catalogues.translator(locale)
        for (key, _) in catalogues.merged(locale) {
            for number in [0, 1, 2, 3, 5, 11, 100] {
                let arguments = (catalogues.signature(of: key)?.arguments ?? [:]).mapValues { Self.value($0, number) }
                #expect(!t(key, arguments).isEmpty, "\(locale) \(key)")
            }
        }
        #expect(catalogues.gaps.report.isEmpty)
    }

    @Test("are all used, and every text that a source or a template names is there")
    func used() throws {
        let root = URL(fileURLWithPath: Self.directory).deletingLastPathComponent()
        let report = try CatalogueCheck(catalogues: Catalogues.load(directory: Self.directory))
            .report(
                directories: ["Sources", "storefront/templates", "console/templates", "letters"].map {
                    root.appendingPathComponent($0).path
                }
            )
        #expect(report.isClean, "\(report)")
    }

    private static func value(_ kind: MessageSignature.Kind, _ number: Int) -> MessageArgument {
        switch kind {
        case .any: .text("x")
        case .number: .number(number)
        case .date: .date(CalendarDate(daysSinceEpoch: 20_000 + number))
        case .time: .instant(Date(timeIntervalSince1970: Double(number)), zone: "UTC")
        case .choice(let words): .text(words.sorted()[number % words.count])
        }
    }
}
