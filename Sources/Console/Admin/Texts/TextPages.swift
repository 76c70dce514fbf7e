import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// The site's words on the console: looked for, said otherwise, taken back.
struct TextPages: Sendable {
    let parts: AdminParts

    private static let path = "/admin/texts"

    var routes: [Route] {
        let unknown = Route.Refusal(404, "locale.unknown")
        return [
            Route(
                .get, "/admin/texts", .staff(.texts, .read), "The site's texts", gives: [.html(), Answer.csvOutput],
                refuses: [unknown], options: .console
            ) { (input: TextListInput, context: StaffPageContext) in try await list(input, Seat(context, parts)) },
            Route(
                .get, "/admin/texts/edit", .staff(.texts, .write), "The form to say a text otherwise", gives: [.html()],
                refuses: [unknown], options: .console.servingImpersonation
            ) { (input: TextKeyInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let locale = try context.profile.spoken(input.locale)
                return try seat.page(
                    seat.t("console.texts.edit"), lead: seat.t("console.texts.edit_text"),
                    [facts(input.key, locale, seat), .form(form(input.key, locale, seat))])
            },
            Route(
                .post, "/admin/texts/edit", .staff(.texts, .write), "Say a text otherwise", gives: [.redirect()],
                refuses: [unknown], options: .console.servingImpersonation
            ) { (entry: Submission<TextPageInput>, context: StaffPageContext) in
                try await put(entry, Seat(context, parts))
            },
        ]
    }

    private func list(_ input: TextListInput, _ seat: Seat) async throws -> Answer {
        let locale = try seat.context.profile.spoken(input.locale)
        let found = Array(
            TextRows.all(input.look.search, input.isOwnOnly, locale, seat.context.profile, parts.catalogues))
        return try await seat.show(
            texts(input, locale, seat), of: found, input.look, lead: seat.t("console.texts.lead"),
            fields: fields(input, locale, seat))
    }

    private func texts(_ input: TextListInput, _ locale: LocaleTag, _ seat: Seat) -> ItemList<TextRows.Row> {
        @Sendable func t(_ key: String) -> String { seat.t("console.texts.\(key)") }
        return ItemList(
            words: seat.words, path: Self.path, file: "texts-\(locale)", caption: seat.t("console.way.texts"),
            empty: t("none_own"), unmatched: input.isOwnOnly && input.look.search == nil ? t("none_own") : nil,
            natural: ListOrder("key", .up),
            columns: [
                .code("key", t("key")) { $0.key }, .words("base", t("base")) { $0.base },
                .words("own", t("own")) { $0.own },
                .action(seat.t("console.list.actions")) { row in
                    seat.may(.texts)
                        ? Cell(
                            t("edit"),
                            url: "\(Self.path)/edit?locale=\(locale)&key=\(PercentCoding.encode(row.key))") : .none
                },
            ])
    }

    private func fields(_ input: TextListInput, _ locale: LocaleTag, _ seat: Seat) -> [FormField] {
        [
            .choice(
                "locale", seat.t("console.texts.language"),
                seat.context.profile.definition.locales.map { ($0.description, Formats($0).displayName(of: $0)) },
                chosen: locale.description),
            seat.searchField(input.look, hint: seat.t("console.texts.search")),
            seat.choiceField(
                "own", seat.t("console.texts.which"), [("true", seat.t("console.texts.own_only"))],
                chosen: input.isOwnOnly ? "true" : nil),
        ]
    }

    /// The text in the languages of the site, as it stands without the site's own words.
    private func facts(_ key: String, _ locale: LocaleTag, _ seat: Seat) -> Block {
        var tags = [locale]
        for tag in [LocaleTag.english] + seat.context.profile.definition.locales where !tags.contains(tag) {
            tags.append(tag)
        }
        let texts = tags.compactMap { tag in
            parts.catalogues.merged(tag).first { $0.key == key }.map {
                Fact(Formats(seat.context.locale).displayName(of: tag), Cell($0.pattern))
            }
        }
        return .facts(
            title: seat.t("console.texts.base"), [Fact(seat.t("console.texts.key"), .code(key))] + texts)
    }

    private func form(_ key: String, _ locale: LocaleTag, _ seat: Seat) -> PageForm {
        let own = seat.context.profile.definition.texts[exact: locale]?[key]
        return PageForm(
            action: "\(Self.path)/edit",
            hidden: seat.hidden + [PageForm.Hidden("key", key), PageForm.Hidden("locale", locale.description)],
            fields: [
                FormField(
                    name: "pattern", label: seat.t("console.texts.own"), kind: .lines(4), value: own ?? "",
                    hint: seat.t("console.texts.own_hint"), isRequired: false, max: TextInput.patternMax)
            ], submit: seat.t("console.texts.put"),
            cancel: Link(seat.t("console.form.back"), "\(Self.path)?locale=\(locale)"))
    }

    /// An emptied field says our words again.
    private func put(_ entry: Submission<TextPageInput>, _ seat: Seat) async throws -> Answer {
        let input: TextPageInput
        switch entry.result {
        case .success(let value): input = value
        case .failure(let faults): throw faults
        }
        let locale = try seat.context.profile.spoken(input.locale)
        do {
            try await parts.texts.put(
                input.pattern, key: input.key, locale: locale, actor: seat.context.auditActor, in: seat.scope)
        } catch let faults as CatalogueFaults {
            return try seat.refused(
                seat.t("console.texts.edit"), TypedForm(entry).refused(faults.faults422),
                form(input.key, locale, seat), before: [facts(input.key, locale, seat)])
        }
        return .redirect(to: "\(Self.path)?locale=\(locale)&q=\(PercentCoding.encode(input.key))&done=text_put")
    }
}

struct TextListInput: Input {
    let look: ListInput
    let locale: LocaleTag?
    let isOwnOnly: Bool

    static let form = Form<TextListInput>(
        Field("locale", .locale, "The site's first language unless told.").optional, ListFields.search,
        Field("own", .boolean, "Only what the site says in its own words.").or(false), ListFields.sort,
        ListFields.order, ListFields.page, ListFields.format, ListFields.done
    ) { locale, search, own, sort, order, page, format, done in
        TextListInput(
            look: ListInput(
                search: search, sort: sort, order: order, page: page, format: format, done: done,
                others: [("locale", locale?.description), ("own", own ? "true" : nil)]),
            locale: locale, isOwnOnly: own)
    }
}

struct TextPageInput: Input {
    let locale: LocaleTag
    let key: String
    let pattern: String?

    static let form = Form<TextPageInput>(
        Field("locale", .locale), TextSearchInput.key,
        Field("pattern", .text(max: TextInput.patternMax, [.composed, .lines])).optional
    ) { TextPageInput(locale: $0, key: $1, pattern: $2) }
}
