import Localization
import Tenancy
import Vocabulary
import Web

/// Every legal text in every language of the site, and what is still missing by its name.
struct LegalTable: Sendable {
    let seat: Seat
    let definition: TenantDefinition

    func answer(_ input: LegalListInput) async throws -> Answer {
        let missing = PageKind.allCases.compactMap(missing)
        let found = PageKind.allCases.filter { kind in
            input.look.finds(name(kind), kind.rawValue)
                && input.look.state.map { state in
                    definition.locales.contains { SiteReadiness.state(of: kind, in: $0, definition).rawValue == state }
                } ?? true
        }
        return try await seat.show(
            list, of: found, input.look, title: seat.t("console.way.legal"), lead: seat.t("console.legal.lead"),
            before: missing.isEmpty ? [] : [.facts(title: seat.t("console.legal.missing"), missing)],
            fields: [
                seat.searchField(input.look, hint: seat.t("console.legal.text")),
                seat.choiceField(
                    "state", seat.t("console.keys.state"),
                    SiteReadiness.PageState.allCases.map { ($0.rawValue, words(of: $0)) }, chosen: input.look.state),
            ])
    }

    private var list: ItemList<PageKind> {
        let (name, state, cell) = (name, state, cell)
        return ItemList(
            words: seat.words, path: LegalPages.path, file: "legal", caption: seat.t("console.legal.all"),
            empty: seat.t("console.list.unmatched"),
            columns: [
                .state("text", seat.t("console.legal.text")) {
                    $0.rawValue
                } cell: {
                    Cell(name($0))
                }
            ]
                + definition.locales.map { locale in
                    .state(Self.key(locale), seat.words.formats.displayName(of: locale)) {
                        state($0, locale).rawValue
                    } cell: {
                        cell($0, locale)
                    }
                })
    }

    /// `zh-Hant` is asked for as `zh_hant`.
    private static func key(_ locale: LocaleTag) -> String {
        locale.description.lowercased().replacing("-", with: "_")
    }

    @Sendable private func name(_ kind: PageKind) -> String { seat.t("legal.\(kind.rawValue)") }

    private func words(of state: SiteReadiness.PageState) -> String { seat.t("console.legal.state_\(state.rawValue)") }

    @Sendable private func state(_ kind: PageKind, _ locale: LocaleTag) -> SiteReadiness.PageState {
        SiteReadiness.state(of: kind, in: locale, definition)
    }

    /// In which languages a page waits for its text, where it has to stand or stands in others.
    private func missing(_ kind: PageKind) -> Fact? {
        guard SiteReadiness.neededPages.contains(kind) || definition.pages[kind] != nil else { return nil }
        let locales = definition.locales.filter { state(kind, $0) != .written }
        guard !locales.isEmpty else { return nil }
        return Fact(
            name(kind),
            Cell(seat.words.formats.list(locales.map { seat.words.formats.displayName(of: $0) }), tone: .warned))
    }

    @Sendable private func cell(_ kind: PageKind, _ locale: LocaleTag) -> Cell {
        let state = state(kind, locale)
        return Cell(
            words(of: state), url: seat.may(.site) ? "\(LegalPages.path)/\(kind.rawValue)/\(locale)" : nil,
            tone: state == .written ? .good : .warned)
    }
}

struct LegalListInput: Input {
    let look: ListInput

    static let form = Form<LegalListInput>(
        ListFields.search, ListFields.state, ListFields.sort, ListFields.order, ListFields.page, ListFields.format,
        ListFields.done
    ) {
        LegalListInput(
            look: ListInput(search: $0, state: $1, sort: $2, order: $3, page: $4, format: $5, done: $6))
    }
}
