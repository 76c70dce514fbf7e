internal import Vocabulary

/// What a file's name says that it holds: `pages/terms.de.md`, `texts/de.yml`.
enum FolderPath: Hashable {
    case page(PageKind, LocaleTag)
    case texts(LocaleTag)

    init?(_ path: String) {
        if let match = path.wholeMatch(of: /pages\/([a-z]+)\.([A-Za-z0-9-]+)\.md/),
            let kind = PageKind(rawValue: String(match.1)), let locale = Self.canonical(match.2)
        {
            self = .page(kind, locale)
        } else if let match = path.wholeMatch(of: /texts\/([A-Za-z0-9-]+)\.yml/), let locale = Self.canonical(match.1) {
            self = .texts(locale)
        } else {
            return nil
        }
    }

    var locale: LocaleTag {
        switch self {
        case .page(_, let locale), .texts(let locale): locale
        }
    }

    var text: String {
        switch self {
        case .page(let kind, let locale): "pages/\(kind.rawValue).\(locale).md"
        case .texts(let locale): "texts/\(locale).yml"
        }
    }

    /// Only the canonical spelling: two files must not stand for one language.
    private static func canonical(_ text: Substring) -> LocaleTag? {
        LocaleTag(String(text)).flatMap { $0.description == text ? $0 : nil }
    }
}
