internal import CXML2

/// Markup that somebody typed, reduced to what may stand on a page: paragraphs, lists, emphasis and links to named
/// schemes. Everything active is taken out, and everything else leaves its words behind.
///
/// libxml2 reads it, as forgiving as a browser; what comes out is written anew from a list of what is allowed, so
/// that no reader's opinion of the original matters. A library that is in every Debian, and no parser of our own.
package enum RichTextFilter {
    package struct Outcome: Sendable, Equatable {
        /// Safe to be shown as it is.
        package let markup: String
        /// Names of elements and attributes that were taken out because they act: `script`, `onclick`.
        package let removed: Set<String>
        /// Names of elements that left their words behind: `div`, `img`.
        package let unwrapped: Set<String>
    }

    /// Elements within elements; what lies deeper is dropped.
    package static let depthMax = 32

    private static let kept: Set<String> = [
        "p", "br", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "code", "pre",
        "a",
        "table", "thead", "tbody", "tr", "th", "td",
    ]
    /// Each stands on lines of its own.
    private static let blocks = ["p", "ul", "ol", "blockquote", "h2", "h3", "h4", "pre", "table"]
    private static let empty: Set<String> = ["br"]
    /// Of every document, whether anybody typed them or not.
    private static let frame: Set<String> = ["html", "head", "body"]
    /// They go with all that is in them: it is no text.
    private static let active: Set<String> = [
        "script", "style", "iframe", "object", "embed", "applet", "template", "noscript", "svg", "math", "link", "meta",
        "base", "form", "input", "button", "textarea", "select", "title", "frame", "frameset", "audio", "video",
        "canvas",
    ]
    private static let schemes = ["https://", "http://", "mailto:", "tel:"]

    package static func clean(_ text: String) -> Outcome {
        var copy = "<body>" + text
        let document = copy.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cxml2_read_html($0.baseAddress, Int32($0.count)) }
        }
        guard let document else { return Outcome(markup: HTMLText.escape(text), removed: [], unwrapped: []) }
        defer { cxml2_free(document) }
        var writer = Writer()
        writer.write(siblings: cxml2_first_child(document), depth: 0)
        return Outcome(markup: writer.markup, removed: writer.removed, unwrapped: writer.unwrapped)
    }

    /// Whoever types without markup parts paragraphs by empty lines, as everybody does.
    package static func paragraphs(_ markup: String) -> String {
        guard !blocks.contains(where: { markup.contains("<\($0)>") }) else { return markup }
        let lines = markup.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        return lines.split { $0.allSatisfy(\.isWhitespace) }.map { "<p>\($0.joined(separator: "<br>\n"))</p>" }
            .joined(separator: "\n")
    }

    /// The words alone, as plain text.
    package static func words(of markup: String) -> String {
        var writer = Writer(isPlain: true)
        var copy = "<body>" + markup
        let document = copy.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cxml2_read_html($0.baseAddress, Int32($0.count)) }
        }
        guard let document else { return "" }
        defer { cxml2_free(document) }
        writer.write(siblings: cxml2_first_child(document), depth: 0)
        return writer.markup
    }

    private struct Writer {
        var isPlain = false
        var markup = ""
        var removed: Set<String> = []
        var unwrapped: Set<String> = []

        mutating func write(siblings first: UnsafeMutableRawPointer?, depth: Int) {
            var next = first
            while let node = next {
                write(node, depth: depth)
                next = cxml2_next(node)
            }
        }

        private mutating func write(_ node: UnsafeMutableRawPointer, depth: Int) {
            switch cxml2_kind_of(node) {
            case cxml2_text:
                guard let content = cxml2_content(node) else { return }
                let text = String(cString: content)
                markup += isPlain ? text : HTMLText.escape(text)
            case cxml2_element: element(node, depth: depth)
            // Comments, instructions and declarations say nothing to a reader.
            default: break
            }
        }

        private mutating func element(_ node: UnsafeMutableRawPointer, depth: Int) {
            let name = cxml2_name(node).map { String(cString: $0).lowercased() } ?? ""
            if RichTextFilter.active.contains(name) {
                removed.insert(name)
                return
            }
            let attributes = attributes(of: node)
            guard depth < RichTextFilter.depthMax else { return }
            guard !isPlain, RichTextFilter.kept.contains(name) else {
                if !RichTextFilter.frame.contains(name) { unwrapped.insert(name) }
                return write(siblings: cxml2_first_child(node), depth: depth + 1)
            }
            let target = name == "a" ? attributes["href"].flatMap { link($0) } : nil
            if name == "a", target == nil { return write(siblings: cxml2_first_child(node), depth: depth + 1) }
            markup += "<\(name)"
            if let target { markup += " href=\"\(HTMLText.escape(target))\" rel=\"nofollow noopener\"" }
            markup += ">"
            if RichTextFilter.empty.contains(name) { return }
            write(siblings: cxml2_first_child(node), depth: depth + 1)
            markup += "</\(name)>"
        }

        private mutating func attributes(of node: UnsafeMutableRawPointer) -> [String: String] {
            var found: [String: String] = [:]
            var next = cxml2_first_attribute(node)
            while let attribute = next {
                next = cxml2_next(attribute)
                guard let raw = cxml2_name(attribute) else { continue }
                let name = String(cString: raw).lowercased()
                if name.hasPrefix("on") || name == "style" || name == "srcdoc" { removed.insert(name) }
                var value = ""
                var part = cxml2_first_child(attribute)
                while let text = part {
                    if let content = cxml2_content(text) { value += String(cString: content) }
                    part = cxml2_next(text)
                }
                found[name] = value
            }
            return found
        }

        /// Schemes are looked for in what a browser would see: without the spaces and breaks it drops.
        private mutating func link(_ value: String) -> String? {
            let bare = String(
                String.UnicodeScalarView(value.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }))
            let lower = bare.lowercased()
            if RichTextFilter.schemes.contains(where: lower.hasPrefix) { return bare }
            if bare.hasPrefix("/"), !bare.hasPrefix("//"), !bare.hasPrefix("/\\") { return bare }
            removed.insert("href")
            return nil
        }
    }
}
