package import Foundation
package import Localization
import Tenancy
package import Vocabulary

// Papers of other rooms are set by the same press.

extension PaperSheet.Row {
    package static func of(_ text: String, note: String?, _ amount: String) -> Self {
        Self(text: text, note: note, amount: amount)
    }
}

extension PaperSheet.Passage {
    package static func of(_ title: String, _ lines: [String]) -> Self { Self(title: title, lines: lines) }
}

extension PaperSheet.Table {
    /// The last of `sums` is the one that it is all about.
    package static func of(
        _ text: String, _ amount: String, _ rows: [PaperSheet.Row], sums: [(label: String, amount: String)]
    ) -> Self {
        Self(
            text: text, amount: amount, rows: rows,
            sums: sums.enumerated().map {
                PaperSheet.Sum(label: $0.element.label, amount: $0.element.amount, isChief: $0.offset == sums.count - 1)
            })
    }
}

extension PaperSheet {
    /// A paper of the platform's own: its name in letters, no partner's brand.
    package static func ofPlatform(
        _ name: String, in locale: LocaleTag, date: Date, title: String, heading: String, sender: [String],
        addressee: Passage, facts: [(label: String, value: String)], subject: Passage, table: Table, notes: [String],
        footer: String, pageWords: @escaping @Sendable (_ page: Int, _ pages: Int) -> String
    ) -> PaperSheet {
        PaperSheet(
            locale: locale, date: date, title: title, brand: name, sender: sender, heading: heading, lead: nil,
            addressee: addressee, facts: facts.map { Fact(label: $0.label, value: $0.value) }, stay: subject,
            table: table, notes: notes, footer: footer, pageWords: pageWords, look: .platform)
    }
}

extension PaperLook {
    /// The consoles' own colours; without a picture the name is written out.
    static let platform = PaperLook(
        accent: Colour(red: 0x1d, green: 0x4e, blue: 0x89), text: Colour(red: 0x1c, green: 0x1f, blue: 0x24),
        muted: Colour(red: 0x53, green: 0x5a, blue: 0x64), hairline: Colour(red: 0xdc, green: 0xdf, blue: 0xe3),
        logo: nil, hasSerifs: false)
}
