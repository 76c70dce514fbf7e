import Tenancy
import Vocabulary
import Web

/// Which legal page, in which language.
struct PageNameInput: Input {
    let kind: PageKind
    let locale: LocaleTag
    let done: String?

    static let kind = Field("kind", Kind<PageKind>.choice, "Which of the pages")
    static let locale = Field("locale", .locale)

    static let form = Form<PageNameInput>(kind, locale, ListFields.done) {
        PageNameInput(kind: $0, locale: $1, done: $2)
    }
}

/// A page as it stood in a version of the definition; the present one where none is named.
struct PageVersionInput: Input {
    let kind: PageKind
    let locale: LocaleTag
    let version: Int?

    static let version = Field("version", .integer(1...Int(Int32.max)), "Of the site’s definition.")

    static let form = Form<PageVersionInput>(PageNameInput.kind, PageNameInput.locale, version.optional) {
        PageVersionInput(kind: $0, locale: $1, version: $2)
    }
}

/// A page as somebody writes it: HTML of a few harmless elements. What acts is taken out of it and told.
struct PageTextInput: Input {
    let kind: PageKind
    let locale: LocaleTag
    let title: String
    let body: RichTextFilter.Outcome
    let seen: String?

    static let form = Form<PageTextInput>(
        "PageText", PageNameInput.kind, PageNameInput.locale,
        Field("title", .text(max: PageText.titleCharactersMax)),
        Field(
            "body", .richText(max: PageDesk.bodyCharactersMax),
            "p, h2 to h4, lists, tables, quotes, emphasis and links; whatever acts is taken out, the rest leaves its words."
        ),
        Field(
            "seen", .code(CodePattern("0-9a-f", 64...64)),
            "The mark of the text that this one takes the place of; refused where another was published since."
        ).optional
    ) { kind, locale, title, body, seen in
        guard body.markup.contains(where: { !$0.isWhitespace }) else { throw InputFaults("/body", "required") }
        return PageTextInput(kind: kind, locale: locale, title: title, body: body, seen: seen)
    }

    /// As it will be kept.
    var source: String { PageText.source(title: title, body: body.markup) }
}

/// A page as it is, or was, or will be.
struct WrittenPage: Sendable {
    let kind: PageKind
    let locale: LocaleTag
    let title: String
    let body: String
    /// Of the text that is in force, for whoever writes over it.
    let seen: String

    /// - Parameter title: where the text has none of its own.
    init(_ kind: PageKind, _ locale: LocaleTag, source: String?, seen: String, title: String) {
        let text = source.flatMap { PageText($0) }
        self.kind = kind
        self.locale = locale
        self.title = text?.title ?? title
        // Markdown, too, becomes what the field takes.
        body = RichTextFilter.clean(text?.html ?? "").markup.trimmingPrefix(while: \.isNewline).description
        self.seen = seen
    }
}

extension PageDesk.Refusal: ProblemSource {}
