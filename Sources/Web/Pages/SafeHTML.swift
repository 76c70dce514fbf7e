import Mustache

/// Markup that may reach a page unescaped, because the code that made it vouches for it.
///
/// A template shows it as an empty section, `{{#body}}{{/body}}`. The same section over a plain string
/// prints nothing and `{{body}}` prints escaped text, so trust follows the type and never the template.
package struct SafeHTML: Sendable, Equatable, CustomStringConvertible, MustacheCustomRepresentation {
    package let description: String

    /// - Parameter trusted: markup in which every piece of foreign text has been escaped already.
    package init(trusted: String) { self.description = trusted }

    /// Plain text as markup.
    package init(escaping text: String) { self.description = ScalarHTML.escape(text) }

    /// swift-mustache prints the result of a section's lambda as it is, unless it is a `String`,
    /// which it would parse as a template. Hence the value itself.
    package var representation: Any? { MustacheLambda { _ in self } }
}
