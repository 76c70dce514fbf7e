/// A partner's page as it is shown: Markdown from a folder, or HTML of a few harmless elements as the console writes it.
///
/// Its beginning tells which: a page in Markdown begins with its title as `# …`, one in HTML with it as `<h1>…</h1>`.
package struct PageText: Hashable, Sendable {
    package static let titleCharactersMax = 200

    /// As plain text; the caller escapes.
    package let title: String?
    /// Everything else, safe to embed, whoever wrote it and whatever checked it before.
    package let html: String

    private static let opening = "<h1>"
    private static let closing = "</h1>"

    /// Nil above the size that pages may have.
    package init?(_ source: String) {
        guard Self.isHTML(source) else {
            guard let page = MarkdownPage(markdown: source) else { return nil }
            (title, html) = (page.title, page.html)
            return
        }
        guard source.utf8.count <= MarkdownPage.bytesMax else { return nil }
        let (title, body) = Self.parts(source)
        self.title = title.flatMap { $0.isEmpty ? nil : $0 }
        html = RichTextFilter.clean(body).markup
    }

    /// Both as a page in HTML. The same again gives the same: what was cleaned once is not changed by cleaning.
    package static func source(title: String, body markup: String) -> String {
        let body = RichTextFilter.clean(RichTextFilter.paragraphs(markup)).markup
        return "\(opening)\(HTMLText.escape(title))\(closing)\n\(body)\n"
    }

    /// What a partner wrote that the page would not show, with its line, so that it is told at once.
    package static func faults(in source: String) -> [(line: Int, message: String)] {
        guard isHTML(source) else { return MarkdownPage.faults(in: source) }
        guard source.utf8.count <= MarkdownPage.bytesMax else {
            return [(1, "expected at most \(MarkdownPage.bytesMax) bytes")]
        }
        let (title, body) = parts(source)
        guard let title, !title.isEmpty else { return [(1, "expected a title: `<h1>…</h1>` first")] }
        let outcome = RichTextFilter.clean(body)
        let names = outcome.removed.union(outcome.unwrapped).sorted()
        return names.isEmpty ? [] : [(1, "not allowed in a page: \(names.joined(separator: ", "))")]
    }

    private static func isHTML(_ source: String) -> Bool { source.hasPrefix(opening) }

    private static func parts(_ source: String) -> (title: String?, body: String) {
        guard let end = source.firstRange(of: closing) else { return (nil, source) }
        let title = source[source.index(source.startIndex, offsetBy: opening.count)..<end.lowerBound]
        return (RichTextFilter.words(of: String(title)), String(source[end.upperBound...]))
    }
}
