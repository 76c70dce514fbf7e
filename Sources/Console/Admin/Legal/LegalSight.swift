import Localization
import Tenancy
import Vocabulary
import Web

/// How one legal text looks on the console: written, shown, published, as it was.
struct LegalSight: Sendable {
    let seat: Seat
    let kind: PageKind
    let locale: LocaleTag

    private static let rows = 20

    init(_ seat: Seat, _ kind: PageKind, _ locale: LocaleTag) {
        self.seat = seat
        self.kind = kind
        self.locale = locale
    }

    var path: String { "\(LegalPages.path)/\(kind.rawValue)/\(locale)" }

    /// As the site calls such a page where its text does not, in the text's own language.
    var name: String { seat.context.profile.translator(locale)("legal.\(kind.rawValue)") }

    var title: String {
        t(
            "title",
            [
                "page": .text(seat.t("legal.\(kind.rawValue)")),
                "language": .text(seat.words.formats.displayName(of: locale)),
            ])
    }

    var trail: [Link] { [Link(seat.t("console.way.legal"), LegalPages.path)] }

    var ways: [Link] {
        [Link(t("see"), "/\(locale)/legal/\(kind.rawValue)"), Link(t("history"), "\(path)/history")]
    }

    /// - Parameter title: where it does not stand alone.
    func editForm(_ written: WrittenPage, title: String? = nil) -> PageForm {
        PageForm(
            title: title, action: "\(path)/preview", hidden: seat.hidden + seen(written),
            fields: [
                FormField(
                    name: "title", label: t("heading"), value: written.title, max: PageText.titleCharactersMax,
                    spoken: locale),
                FormField(
                    name: "body", label: t("body"), kind: .lines(Self.rows), value: written.body, hint: t("body_hint"),
                    max: PageDesk.bodyCharactersMax, spoken: locale),
            ], submit: t("preview"), cancel: Link(seat.t("console.form.back"), LegalPages.path))
    }

    /// A text as the site will show it, and the form that publishes just that.
    func shown(_ written: WrittenPage, fault: String? = nil) -> [Block] {
        [
            .page(title: written.title, locale, SafeHTML(trusted: written.body)),
            .form(
                PageForm(
                    action: "\(path)/publish",
                    hidden: seat.hidden + seen(written)
                        + [PageForm.Hidden("title", written.title), PageForm.Hidden("body", written.body)],
                    consequences: [t("publish_text"), t("undo_text")], submit: t("publish"),
                    cancel: Link(seat.t("console.form.back"), path), faults: [fault].compactMap(\.self))),
        ]
    }

    /// Told before anything is published: what was typed is not what will be shown.
    func leftOut(of body: RichTextFilter.Outcome) -> [Block] {
        let facts = [("removed", body.removed, Cell.Tone.bad), ("unwrapped", body.unwrapped, .warned)]
            .compactMap { word, names, tone in
                names.isEmpty
                    ? nil : Fact(t(word), Cell(names.sorted().joined(separator: ", "), tone: tone, isCode: true))
            }
        return facts.isEmpty ? [] : [.facts(title: t("left_out"), facts)]
    }

    var history: ItemList<PageDesk.Version> {
        ItemList(
            words: seat.words, path: "\(path)/history", file: "\(kind.rawValue)-\(locale)", caption: title,
            empty: t("no_history"), emptyLink: Link(t("write"), path), natural: ListOrder("changed", .down),
            columns: [
                .moment("changed", t("changed"), seat) { $0.createdAt },
                .code("by", seat.t("console.brand.made_by")) { $0.actor },
                .number("characters", t("characters"), seat) { $0.charactersCount },
                .action(seat.t("console.list.actions")) { version in
                    version.charactersCount == nil
                        ? .none : Cell(t("again"), url: "\(path)/publish?version=\(version.number)")
                },
            ])
    }

    private func seen(_ written: WrittenPage) -> [PageForm.Hidden] {
        written.seen.isEmpty ? [] : [PageForm.Hidden("seen", written.seen)]
    }

    private func t(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String {
        seat.t("console.legal.\(key)", arguments)
    }
}
