import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// The legal texts on the console: written language by language, seen before anyone else sees them, published, and
/// every earlier one to be published again.
struct LegalPages: Sendable {
    let parts: AdminParts

    static let path = "/admin/legal"

    var routes: [Route] {
        let unwritten = [Route.Refusal(404, "locale.unknown"), Route.Refusal(404, "legal.unwritten")]
        let options = RouteOptions(bodyBytesMax: AdminPageRoutes.bodyBytesMax, tag: "console")
        return [
            Route(
                .get, "/admin/legal", .staff(.site, .read), "The legal texts, language by language",
                gives: [.html(), Answer.csvOutput], options: .console
            ) { (input: LegalListInput, context: StaffPageContext) in
                let definition = try await context.scope.definition()
                return try await LegalTable(seat: Seat(context, parts), definition: definition).answer(input)
            },
            Route(
                .get, "/admin/legal/{kind}/{locale}", .staff(.site, .write), "The form to write a legal text",
                gives: [.html()], refuses: unwritten, options: .console
            ) { (input: PageNameInput, context: StaffPageContext) in
                try await edit(input, Seat(context, parts))
            },
            Route(
                .post, "/admin/legal/{kind}/{locale}/preview", .staff(.site, .write),
                "How a text would be shown; nothing is kept", gives: [.html()],
                refuses: [.init(422, "input.invalid")], options: options
            ) { (entry: Submission<PageTextInput>, context: StaffPageContext) in
                try await preview(entry, Seat(context, parts))
            },
            Route(
                .get, "/admin/legal/{kind}/{locale}/publish", .staff(.site, .write),
                "Asks whether to publish a text that once stood there", gives: [.html()], refuses: unwritten,
                options: .console
            ) { (input: PageVersionInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let sight = LegalSight(seat, input.kind, try context.profile.spoken(input.locale))
                let written = try await parts.written(input, seat.scope, title: sight.name)
                return try seat.page(
                    sight.title, lead: seat.t("console.legal.again_text"), trail: sight.trail, sight.shown(written))
            },
            Route(
                .post, "/admin/legal/{kind}/{locale}/publish", .staff(.site, .write), "Publish a text",
                gives: [.redirect()],
                refuses: [.init(409, "legal.changed_meanwhile"), .init(422, "input.invalid")], options: options
            ) { (entry: Submission<PageTextInput>, context: StaffPageContext) in
                try await publish(entry, Seat(context, parts))
            },
            Route(
                .get, "/admin/legal/{kind}/{locale}/history", .staff(.site, .write),
                "When a text changed, newest first",
                gives: [.html(), Answer.csvOutput], refuses: [.init(404, "locale.unknown")], options: .console
            ) { (input: PageHistoryInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let sight = LegalSight(seat, input.kind, try context.profile.spoken(input.locale))
                let versions = try await parts.pages.versions(input.kind, input.locale, in: seat.scope)
                let found = versions.filter { version in input.actor.map { $0 == version.actor } ?? true }
                return try await seat.show(
                    sight.history, of: found, input.look, lead: seat.t("console.legal.history_text"),
                    fields: [
                        seat.codeField(
                            "actor", seat.t("console.brand.made_by"), input.actor,
                            hint: seat.t("console.audit.actor_hint"))
                    ])
            },
        ]
    }

    private func edit(_ input: PageNameInput, _ seat: Seat) async throws -> Answer {
        let sight = LegalSight(seat, input.kind, try seat.context.profile.spoken(input.locale))
        let written = try await present(sight, seat)
        return try seat.page(
            sight.title, lead: seat.t("console.legal.edit_text"), trail: sight.trail, done: input.done,
            [.links(title: nil, sight.ways), .form(sight.editForm(written))])
    }

    private func preview(_ entry: Submission<PageTextInput>, _ seat: Seat) async throws -> Answer {
        guard case .success(let input) = entry.result else { return try await again(entry, seat) }
        let sight = LegalSight(seat, input.kind, try seat.context.profile.spoken(input.locale))
        let written = WrittenPage(
            input.kind, input.locale, source: input.source, seen: input.seen ?? "", title: input.title)
        return try seat.page(
            sight.title, lead: seat.t("console.legal.preview_text"), trail: sight.trail,
            sight.leftOut(of: input.body) + sight.shown(written) + [
                .form(sight.editForm(written, title: seat.t("console.legal.edit_again")))
            ])
    }

    /// What is wrong with it, and the form again.
    private func again(_ entry: Submission<PageTextInput>, _ seat: Seat) async throws -> Answer {
        // Both stand in the path; whose path is wrong has no form to see again.
        guard let kind = seat.context.arrival.parameter("kind").flatMap(PageKind.init),
            let locale = seat.context.arrival.parameter("locale").flatMap({ LocaleTag($0) })
        else { throw Problem.routeUnknown }
        let sight = LegalSight(seat, kind, try seat.context.profile.spoken(locale))
        return try seat.refused(
            sight.title, TypedForm(entry), sight.editForm(try await present(sight, seat)))
    }

    private func publish(_ entry: Submission<PageTextInput>, _ seat: Seat) async throws -> Answer {
        guard case .success(let input) = entry.result else { return try await again(entry, seat) }
        let sight = LegalSight(seat, input.kind, try seat.context.profile.spoken(input.locale))
        do {
            try await parts.pages.publish(
                input.source, input.kind, sight.locale, over: input.seen, by: seat.context.auditActor, in: seat.scope)
            return seat.then(sight.path, done: "legal_published")
        } catch PageDesk.Refusal.changedMeanwhile {
            // Told once, with the text that stands there now as what is written over: whoever goes on knows.
            let present = try await present(sight, seat)
            let written = WrittenPage(
                input.kind, sight.locale, source: input.source, seen: present.seen, title: input.title)
            return try seat.page(
                sight.title, trail: sight.trail, status: .conflict,
                sight.shown(written, fault: seat.t("problem.legal.changed_meanwhile.detail")))
        }
    }

    private func present(_ sight: LegalSight, _ seat: Seat) async throws -> WrittenPage {
        let source = try await seat.scope.definition().pages[sight.kind]?[exact: sight.locale]
        return WrittenPage(
            sight.kind, sight.locale, source: source, seen: PageDesk.mark(of: source), title: sight.name)
    }
}

/// When a text changed, and how it is looked at.
struct PageHistoryInput: Input {
    let kind: PageKind
    let locale: LocaleTag
    let look: ListInput
    let actor: String?

    static let form = Form<PageHistoryInput>(
        PageNameInput.kind, PageNameInput.locale, Field("actor", .text(max: 100)).optional, ListFields.sort,
        ListFields.order, ListFields.page,
        ListFields.format
    ) { kind, locale, actor, sort, order, number, format in
        PageHistoryInput(
            kind: kind, locale: locale,
            look: ListInput(sort: sort, order: order, page: number, format: format, others: [("actor", actor)]),
            actor: actor)
    }
}
