internal import CMarkGFM
internal import Foundation

/// A tenant's page as safe HTML. What a partner writes is text with headings, lists, tables and
/// links; it is never markup of theirs in our origin.
package struct MarkdownPage: Hashable, Sendable {
    /// A long contract has a tenth of this; parsing time grows with it.
    package static let bytesMax = 64 * 1024
    /// Schemes that a link may have; others lose their link and keep their words.
    package static let schemes: Set<String> = ["https", "http", "mailto", "tel"]

    /// The words of the first heading of level one, as plain text; the caller escapes.
    package let title: String?
    /// Everything else, safe to embed.
    package let html: String

    /// Drops raw HTML, pictures and links with a strange scheme. Nil above `bytesMax`.
    package init?(markdown: String) {
        guard markdown.utf8.count <= Self.bytesMax, let document = MarkdownDocument(markdown) else { return nil }
        self.title = document.takeTitle()
        document.dropMarkup()
        self.html = document.html()
    }

    /// What a partner wrote that `html` would not show, with its line, so that it is told at once.
    package static func faults(in markdown: String) -> [(line: Int, message: String)] {
        guard markdown.utf8.count <= bytesMax, let document = MarkdownDocument(markdown) else {
            return [(1, "expected at most \(bytesMax) bytes")]
        }
        let title: [(line: Int, message: String)] =
            document.hasTitle ? [] : [(1, "expected a title: a line `# …` first")]
        return title + document.refused()
    }

    /// An address inside the site, or one of `schemes`.
    static func isAllowed(link: String) -> Bool {
        guard link.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" }) else {
            return false
        }
        guard let colon = link.firstIndex(of: ":") else { return !link.hasPrefix("//") }
        if let slash = link.firstIndex(where: { $0 == "/" || $0 == "?" || $0 == "#" }), slash < colon {
            return !link.hasPrefix("//")
        }
        return schemes.contains(link[..<colon].lowercased())
    }
}
