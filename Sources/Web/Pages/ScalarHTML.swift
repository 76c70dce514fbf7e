import Mustache
import Tenancy

/// Escapes text for HTML by Unicode scalar.
///
/// swift-mustache's own escaping goes by grapheme: a quote followed by a combining mark or a joiner is one
/// character that is not `"`, so it passes unescaped and ends an attribute.
package struct ScalarHTML: MustacheContentType {
    /// The name that templates give in their content-type line.
    static let name = "SCALAR_HTML"

    package init() {}

    package func escapeText(_ text: String) -> String { Self.escape(text) }

    package static func escape(_ text: String) -> String { HTMLText.escape(text) }
}
