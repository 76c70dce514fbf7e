import Localization
import Tenancy
import Vocabulary
import Web

/// The texts of a site in one language beside ours: what stands there by itself, and what the site says instead.
struct TextRows: Sendable {
    struct Row: Sendable {
        let key: String
        let base: String
        let own: String?
    }

    let rows: [Row]
    /// What the next page begins after; nil on the last.
    let next: String?

    init(_ search: TextSearchInput, _ locale: LocaleTag, _ profile: TenantProfile, _ catalogues: Catalogues) {
        let found = Self.all(search.query, search.isOwnOnly, locale, profile, catalogues).filter { row in
            search.cursor.map { row.key > $0 } ?? true
        }
        let page = Array(found.prefix(search.limit + 1))
        rows = Array(page.prefix(search.limit))
        next = page.count > search.limit ? rows.last?.key : nil
    }

    /// By key; looked for in keys and in both texts, whatever the case.
    static func all(
        _ query: String?, _ isOwnOnly: Bool, _ locale: LocaleTag, _ profile: TenantProfile, _ catalogues: Catalogues
    ) -> some Sequence<Row> {
        let own = profile.definition.texts[exact: locale] ?? [:]
        let wanted = query.flatMap { $0.isEmpty ? nil : $0.lowercased() }
        return catalogues.merged(locale).lazy.filter { text in
            if isOwnOnly, own[text.key] == nil { return false }
            guard let wanted else { return true }
            return text.key.lowercased().contains(wanted) || text.pattern.lowercased().contains(wanted)
                || own[text.key]?.lowercased().contains(wanted) == true
        }.map { Row(key: $0.key, base: $0.pattern, own: own[$0.key]) }
    }
}

/// What a search for texts takes.
struct TextSearchInput: Input {
    let locale: LocaleTag?
    let query: String?
    let isOwnOnly: Bool
    let cursor: String?
    let limit: Int

    static let key = Field("key", .code(CodePattern("A-Za-z0-9_.-", 1...120)), "`home.title`")

    static let form = Form<TextSearchInput>(
        "TextSearch", Field("locale", .locale, "The site's first language unless told.").optional,
        Field("q", .text(max: 100), "Part of a key or of a text.").optional,
        Field("own", .boolean, "Only what the site says in its own words.").or(false),
        Field("cursor", .code(CodePattern("A-Za-z0-9_.-", 1...120)), "From the page before.").optional,
        Field("limit", .integer(1...100)).or(25)
    ) {
        TextSearchInput(locale: $0, query: $1, isOwnOnly: $2, cursor: $3, limit: $4)
    }
}

struct TextKeyInput: Input {
    let locale: LocaleTag
    let key: String

    static let form = Form<TextKeyInput>("TextKey", Field("locale", .locale), TextSearchInput.key) {
        TextKeyInput(locale: $0, key: $1)
    }
}

struct TextInput: Input {
    let locale: LocaleTag
    let key: String
    let pattern: String

    static let patternMax = 4_000
    static let form = Form<TextInput>(
        "TextOverride", Field("locale", .locale), TextSearchInput.key,
        Field(
            "pattern", .text(max: patternMax, [.composed, .lines]), "ICU MessageFormat with the same arguments as ours."
        )
    ) { TextInput(locale: $0, key: $1, pattern: $2) }
}

extension CatalogueFaults {
    /// Each beside the field that it was typed into.
    var faults422: [Problem.Fault] { faults.map { $0.problem.fault(at: "/pattern") } }
}

extension TenantProfile {
    /// Throws `locale.unknown` for a language that the site does not speak.
    func spoken(_ locale: LocaleTag?) throws(Problem) -> LocaleTag {
        guard let locale else { return defaultLocale }
        guard definition.locales.contains(locale) else { throw Problem(404, "locale.unknown") }
        return locale
    }
}
