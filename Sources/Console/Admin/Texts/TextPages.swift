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
                .get, "/admin/texts", .staff(.texts, .read), "The site's texts", gives: [.html()], refuses: [unknown],
                options: .console
            ) { (input: TextSearchInput, context: StaffPageContext) in try list(input, Seat(context, parts)) },
            Route(
                .get, "/admin/texts/edit", .staff(.texts, .write), "The form to say a text otherwise", gives: [.html()],
                refuses: [unknown], options: .console
            ) { (input: TextKeyInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let locale = try context.profile.spoken(input.locale)
                return try seat.page(
                    seat.t("console.texts.edit"), lead: seat.t("console.texts.edit_text"),
                    [facts(input.key, locale, seat), .form(form(input.key, locale, seat))])
            },
            Route(
                .post, "/admin/texts/edit", .staff(.texts, .write), "Say a text otherwise", gives: [.redirect()],
                refuses: [unknown], options: .console
            ) { (entry: Submission<TextPageInput>, context: StaffPageContext) in
                try await put(entry, Seat(context, parts))
            },
        ]
    }

    private func list(_ input: TextSearchInput, _ seat: Seat) throws -> Answer {
        let locale = try seat.context.profile.spoken(input.locale)
        let found = TextRows(input, locale, seat.context.profile, parts.catalogues)
        var blocks = [Block.form(search(input, locale, seat))]
        if found.rows.isEmpty {
            blocks.append(
                .empty(
                    seat.t(input.isOwnOnly && input.query == nil ? "console.texts.none_own" : "console.texts.none"),
                    (seat.t("console.texts.reset"), "\(Self.path)?locale=\(locale)")))
        } else {
            blocks.append(table(found.rows, locale, seat))
        }
        if let next = found.next {
            let query = [("q", input.query), ("own", input.isOwnOnly ? "true" : nil), ("cursor", next)]
                .compactMap { name, value in value.map { "&\(name)=\(PercentCoding.encode($0))" } }.joined()
            blocks.append(.links([(seat.t("console.list.next"), "\(Self.path)?locale=\(locale)\(query)")]))
        }
        return try seat.page(
            seat.t("console.way.texts"), lead: seat.t("console.texts.lead"), done: input.done, blocks)
    }

    private func table(_ rows: [TextRows.Row], _ locale: LocaleTag, _ seat: Seat) -> Block {
        .table(
            [
                seat.t("console.texts.key"), seat.t("console.texts.base"), seat.t("console.texts.own"),
                seat.t("console.list.actions"),
            ],
            rows.map { row in
                [
                    .code(row.key), Cell(row.base), Cell(row.own ?? ""),
                    seat.may(.texts)
                        ? Cell(
                            seat.t("console.texts.edit"),
                            link: "\(Self.path)/edit?locale=\(locale)&key=\(PercentCoding.encode(row.key))") : "",
                ]
            }, caption: seat.t("console.way.texts"))
    }

    private func search(_ input: TextSearchInput, _ locale: LocaleTag, _ seat: Seat) -> EditForm {
        EditForm(
            action: Self.path, token: nil,
            lines: [
                .init(
                    name: "locale", label: seat.t("console.texts.language"),
                    kind: .select(
                        seat.context.profile.definition.locales.map {
                            ($0.description, Formats($0).displayName(of: $0))
                        }), values: [locale.description]),
                .init(
                    name: "q", label: seat.t("console.texts.search"), kind: .input(type: "search"),
                    values: [input.query ?? ""], lengthMax: 100),
                .init(
                    name: "own", label: seat.t("console.texts.which"),
                    kind: .select([("false", seat.t("console.texts.all")), ("true", seat.t("console.texts.own_only"))]),
                    values: ["\(input.isOwnOnly)"]),
            ], submit: seat.t("console.bookings.filter"), isRow: true)
    }

    /// The text in the languages of the site, as it stands without the site's own words.
    private func facts(_ key: String, _ locale: LocaleTag, _ seat: Seat) -> Block {
        var tags = [locale]
        for tag in [LocaleTag.english] + seat.context.profile.definition.locales where !tags.contains(tag) {
            tags.append(tag)
        }
        let texts = tags.compactMap { tag -> (String, Cell)? in
            parts.catalogues.merged(tag).first { $0.key == key }.map {
                (Formats(seat.context.locale).displayName(of: tag), Cell($0.pattern))
            }
        }
        return .facts([(seat.t("console.texts.key"), .code(key))] + texts, heading: seat.t("console.texts.base"))
    }

    private func form(_ key: String, _ locale: LocaleTag, _ seat: Seat) -> EditForm {
        let own = seat.context.profile.definition.texts[exact: locale]?[key]
        return EditForm(
            action: "\(Self.path)/edit", token: seat.token, hidden: [("key", key), ("locale", locale.description)],
            lines: [
                .init(
                    name: "pattern", label: seat.t("console.texts.own"), kind: .area, values: own.map { [$0] } ?? [],
                    hint: seat.t("console.texts.own_hint"), direction: "auto", lengthMax: TextInput.patternMax)
            ], submit: seat.t("console.texts.put"),
            cancel: (seat.t("console.form.cancel"), "\(Self.path)?locale=\(locale)"))
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

struct TextPageInput: Input {
    let locale: LocaleTag
    let key: String
    let pattern: String?

    static let form = Form<TextPageInput>(
        Field("locale", .locale), TextSearchInput.key,
        Field("pattern", .text(max: TextInput.patternMax, [.composed, .lines])).optional
    ) { TextPageInput(locale: $0, key: $1, pattern: $2) }
}
