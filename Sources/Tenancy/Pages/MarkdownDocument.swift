internal import CMarkGFM
internal import Foundation

/// The tree of one page in libcmark-gfm, which owns the C memory as long as this lives.
final class MarkdownDocument {
    private typealias Node = OpaquePointer

    private static let extensions = ["table", "strikethrough", "autolink"]
    /// Registers once; Swift runs a static initialiser under a lock, which the C function lacks.
    private static let registered: Bool = {
        cmark_gfm_core_extensions_ensure_registered()
        return true
    }()

    private let parser: OpaquePointer
    private let root: Node
    private let options = CMARK_OPT_VALIDATE_UTF8

    init?(_ markdown: String) {
        guard Self.registered, let parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8) else { return nil }
        for name in Self.extensions {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        var text = markdown
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let root = cmark_parser_finish(parser) else {
            cmark_parser_free(parser)
            return nil
        }
        self.parser = parser
        self.root = root
    }

    deinit {
        cmark_node_free(root)
        cmark_parser_free(parser)
    }

    var hasTitle: Bool { titleNode != nil }

    /// Takes the page's heading out of the tree: the layout shows it in its own place.
    func takeTitle() -> String? {
        guard let node = titleNode else { return nil }
        let words = Self.words(of: node)
        cmark_node_free(node)
        return words
    }

    /// Unlinks every node that a tenant's page may not have; a link or picture leaves its words behind.
    func dropMarkup() {
        // Inner ones first: a node that is freed takes what is left inside along.
        for node in nodes(where: { Self.fault($0) != nil }).reversed() {
            let kind = cmark_node_get_type(node)
            if kind == CMARK_NODE_LINK || kind == CMARK_NODE_IMAGE {
                while let child = cmark_node_first_child(node), cmark_node_insert_before(node, child) == 1 {}
            }
            cmark_node_free(node)
        }
    }

    /// What `dropMarkup` would take, by line.
    func refused() -> [(line: Int, message: String)] {
        nodes(where: { _ in true }).compactMap { node in
            Self.fault(node).map { (max(1, Self.line(of: node)), $0) }
        }
    }

    func html() -> String {
        // Never CMARK_OPT_UNSAFE: what `dropMarkup` might miss the renderer leaves out.
        guard let text = cmark_render_html(root, options, cmark_parser_get_syntax_extensions(parser)) else { return "" }
        defer { free(text) }
        return String(cString: text)
    }

    private var titleNode: Node? {
        guard let first = cmark_node_first_child(root), cmark_node_get_type(first) == CMARK_NODE_HEADING,
            cmark_node_get_heading_level(first) == 1
        else { return nil }
        return first
    }

    /// In document order, gathered before any is changed: the iterator does not survive changes.
    private func nodes(where matches: (Node) -> Bool) -> [Node] {
        guard let walk = cmark_iter_new(root) else { return [] }
        defer { cmark_iter_free(walk) }
        var found: [Node] = []
        while true {
            let event = cmark_iter_next(walk)
            if event == CMARK_EVENT_DONE { return found }
            if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(walk), matches(node) { found.append(node) }
        }
    }

    private static func fault(_ node: Node) -> String? {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE: return "HTML is not allowed in a page: write Markdown"
        case CMARK_NODE_IMAGE: return "pictures are not allowed in a page"
        case CMARK_NODE_LINK:
            let target = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
            if MarkdownPage.isAllowed(link: target) { return nil }
            return "expected a link to https, http, mailto, tel or inside the site, found `\(target)`"
        default: return nil
        }
    }

    /// Inlines have no line of their own in this version of the library: their block's serves.
    private static func line(of node: Node) -> Int {
        var current: Node? = node
        while let here = current {
            let line = Int(cmark_node_get_start_line(here))
            if line > 0 { return line }
            current = cmark_node_parent(here)
        }
        return 1
    }

    private static func words(of node: Node) -> String {
        var text = ""
        var child = cmark_node_first_child(node)
        while let here = child {
            switch cmark_node_get_type(here) {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE:
                text += cmark_node_get_literal(here).map { String(cString: $0) } ?? ""
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
            default: text += words(of: here)
            }
            child = cmark_node_next(here)
        }
        return text
    }
}
