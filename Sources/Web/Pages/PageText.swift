/// Where a page's words come from: one tenant's merged catalogue in one locale.
package protocol PageText: Sendable {
    /// The text of a message without arguments; nil when the catalogue lacks the key.
    func text(_ key: String) -> String?
}

/// The words that a template names as `{{t.home.title}}`, which `PageTemplates` turns into the one name
/// `t-home-title`.
///
/// A key that the catalogue lacks prints itself, so that the gap is seen and no page fails for it.
package struct PageWords: Sendable {
    private let catalogue: any PageText

    package init(_ catalogue: any PageText) { self.catalogue = catalogue }

    /// The text when `name` is one of words, else nil.
    package func child(named name: String) -> String? {
        guard name.utf8.starts(with: Self.prefix) else { return nil }
        let key = String(
            decoding: name.utf8.dropFirst(Self.prefix.count).map { $0 == UInt8(ascii: "-") ? UInt8(ascii: ".") : $0 },
            as: UTF8.self)
        return catalogue.text(key) ?? key
    }

    private static let prefix = Array("t-".utf8)
}
