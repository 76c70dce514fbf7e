package import Foundation
package import Localization
package import Vocabulary

/// A paper in the words of its reader, before it has a form: what is printed is all in here, and nothing else is.
package struct PaperSheet: Sendable {
    package struct Fact: Sendable, Hashable {
        package let label: String
        package let value: String
    }

    /// What and how much, with what there is to say more quietly below.
    package struct Row: Sendable, Hashable {
        package let text: String
        package let note: String?
        package let amount: String
    }

    package struct Sum: Sendable, Hashable {
        package let label: String
        package let amount: String
        package let isChief: Bool
    }

    package struct Table: Sendable, Hashable {
        package let text: String
        package let amount: String
        package let rows: [Row]
        package let sums: [Sum]
    }

    package struct Passage: Sendable, Hashable {
        package let title: String
        package let lines: [String]
    }

    package let locale: LocaleTag
    /// Its day, which is also the day of the file: the same paper gives the same bytes whenever it is printed.
    package let date: Date
    package let title: String
    /// Of the site, where its logo cannot stand and in the file's own fields.
    package let brand: String
    /// Who it is from, a line each.
    package let sender: [String]
    package let heading: String
    package let lead: String?
    package let addressee: Passage?
    package let facts: [Fact]
    package let stay: Passage
    package let table: Table?
    package let notes: [String]
    /// At the foot of every page.
    package let footer: String
    package let pageWords: @Sendable (_ page: Int, _ pages: Int) -> String
    package let look: PaperLook

    package var direction: TextDirection { locale.direction }
}
