import Mustache

/// Where a page's words come from: one tenant's merged catalogue in one locale.
package protocol PageText: Sendable {
    /// The text of a message without arguments; nil when the catalogue lacks the key.
    func text(_ key: String) -> String?
}

/// `{{t.home.title}}` in a template: each step of the path lengthens the key, printing looks it up.
///
/// A key that the catalogue lacks prints itself, so that the gap is seen and no page fails for it.
package struct TextKey: MustacheParent, MustacheCustomRenderable {
    private let catalogue: any PageText
    private let key: String

    package init(_ catalogue: any PageText) {
        self.catalogue = catalogue
        self.key = ""
    }

    private init(_ catalogue: any PageText, key: String) {
        self.catalogue = catalogue
        self.key = key
    }

    package func child(named name: String) -> Any? {
        TextKey(catalogue, key: key.isEmpty ? name : key + "." + name)
    }

    package var renderText: String { catalogue.text(key) ?? key }
    package var isNull: Bool { false }
}
