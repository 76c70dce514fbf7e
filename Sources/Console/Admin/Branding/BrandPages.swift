import Foundation
import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// The look on the console: coloured anew, seen before anyone else sees it, published, taken back.
struct BrandPages: Sendable {
    let parts: AdminParts

    private static let path = "/admin/brand"

    var routes: [Route] {
        let unknown = Route.Refusal(404, "branding.release_unknown")
        return [
            Route(
                .get, "/admin/brand", .staff(.branding, .read), "Looks, newest first unless told otherwise",
                gives: [.html(), Answer.csvOutput], options: .console
            ) { (input: LooksInput, context: StaffPageContext) in
                try await list(input, Seat(context, parts))
            },
            Route(
                .get, "/admin/brand/edit", .staff(.branding, .write), "The form to colour the look anew",
                gives: [.html()], options: .console.servingImpersonation
            ) { (_: NoInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let branding = try await present(seat)
                return try seat.page(
                    seat.t("console.brand.edit"), lead: seat.t("console.brand.edit_text"),
                    [.form(BrandSight(seat).form(light: branding.light, dark: branding.dark))])
            },
            Route(
                .post, "/admin/brand/edit", .staff(.branding, .write), "Keep a draft", gives: [.redirect()],
                refuses: [.init(422, "branding.contrast")], options: .console.servingImpersonation
            ) { (entry: Submission<PalettesInput>, context: StaffPageContext) in
                try await draft(entry, Seat(context, parts))
            },
            Route(
                .get, "/admin/brand/releases/{release}", .staff(.branding, .read), "One look", gives: [.html()],
                refuses: [unknown], options: .console
            ) { (input: OneReleaseInput, context: StaffPageContext) in
                try await show(input.release, Seat(context, parts))
            },
            Route(
                .get, "/admin/brand/releases/{release}/publish", .staff(.branding, .write), "Asks whether to publish",
                gives: [.html()], refuses: [unknown], options: .console.servingImpersonation
            ) { (input: OneReleaseInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                _ = try await told { try await parts.releases.release(input.release, in: seat.scope) }
                let path = "\(Self.path)/releases/\(input.release)"
                return try seat.ask(
                    Question(
                        title: seat.t("console.brand.publish"),
                        consequences: [
                            seat.t(
                                "console.brand.publish_text",
                                ["release": .number(input.release), "present": .number(context.profile.release)])
                        ], action: "\(path)/publish", submit: seat.t("console.brand.publish"), back: path))
            },
            Route(
                .post, "/admin/brand/releases/{release}/publish", .staff(.branding, .write), "Publish a look",
                gives: [.redirect()], refuses: [unknown], options: .console.servingImpersonation
            ) { (input: OneReleaseInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                try await told {
                    try await parts.releases.publish(input.release, actor: context.auditActor, in: seat.scope)
                }
                return seat.then(Self.path, done: "published")
            },
        ]
    }

    private func list(_ input: LooksInput, _ seat: Seat) async throws -> Answer {
        try await seat.show(
            looks(seat), input.look, lead: seat.t("console.brand.lead"),
            before: [
                .links(
                    title: nil, seat.may(.branding) ? [Link(seat.t("console.brand.edit"), "\(Self.path)/edit")] : [])
            ],
            fields: [
                seat.codeField(
                    "actor", seat.t("console.brand.made_by"), input.actor, hint: seat.t("console.audit.actor_hint"))
            ],
            place: { $0.release.number },
            read: { [parts] order, place, limit in
                let releases = try await parts.releases.list(
                    by: input.actor, after: place, isOldestFirst: order?.direction == .up, limit: limit, in: seat.scope)
                let names = try await ActorWords.read(
                    releases.map(\.actor), seat.sight, parts.identity.actors, in: seat.scope)
                return releases.map { LookLine(release: $0, names: names) }
            })
    }

    private func looks(_ seat: Seat) -> ItemList<LookLine> {
        @Sendable func t(_ key: String) -> String { seat.t("console.brand.\(key)") }
        let makers = ItemList<LookLine>.Column.actor("by", t("made_by")) {
            $0.release.actor
        } name: {
            $0.names.name($0.release.actor)
        } cell: {
            $0.names.cell($0.release.actor, seat.words)
        }
        return ItemList(
            words: seat.words, path: Self.path, file: "looks", caption: t("releases"), empty: t("none"),
            emptyLink: seat.may(.branding) ? Link(t("edit"), "\(Self.path)/edit") : nil,
            natural: ListOrder("look", .down),
            columns: [
                .init(key: "look", label: t("look")) {
                    ListValue($0.release.number)
                } cell: {
                    Cell(
                        seat.t("console.brand.release", ["release": .number($0.release.number)]),
                        url: "\(Self.path)/releases/\($0.release.number)")
                },
                .state("state", seat.t("console.keys.state"), isOrdered: false) {
                    $0.release.isPublished ? "published" : "not_shown"
                } cell: {
                    Cell(
                        t($0.release.isPublished ? "is_published" : "not_shown"),
                        tone: $0.release.isPublished ? .good : .plain)
                },
                .moment("made", t("made_at"), seat, isOrdered: false) { $0.release.createdAt },
            ] + makers)
    }

    private func draft(_ entry: Submission<PalettesInput>, _ seat: Seat) async throws -> Answer {
        let before = try await present(seat)
        let sight = BrandSight(seat)
        guard case .success(let input) = entry.result else {
            return try seat.refused(
                seat.t("console.brand.edit"), TypedForm(entry), sight.form(light: before.light, dark: before.dark))
        }
        let branding = before.recoloured(
            light: before.light.changed(input.light), dark: before.dark.changed(input.dark))
        let faults = ContrastGate.check(branding)
        guard faults.isEmpty else {
            return try seat.page(
                seat.t("console.brand.edit"), status: .unprocessableContent,
                [
                    sight.nearest(faults),
                    .form(sight.form(light: branding.light, dark: branding.dark, wrong: sight.explained(faults))),
                ])
        }
        let number = try await told {
            try await parts.releases.draft(branding, actor: seat.context.auditActor, in: seat.scope)
        }
        return seat.then("\(Self.path)/releases/\(number)", done: "drafted")
    }

    private func show(_ release: Int, _ seat: Seat) async throws -> Answer {
        let branding = try await told { try await parts.releases.release(release, in: seat.scope) }
        let context = seat.context
        let pass = PreviewPass(release: release, of: context.tenant, now: context.clock.now())
        let link = "/preview?pass=\(pass.text(context.arrival.parts.keys))"
        let isPresent = context.profile.release == release && context.visitor.preview == nil
        var ways = [Link(seat.t("console.brand.open_preview"), link)]
        if seat.may(.branding), !isPresent {
            ways.append(Link(seat.t("console.brand.publish"), "\(Self.path)/releases/\(release)/publish"))
        }
        let sight = BrandSight(seat)
        return try seat.page(
            seat.t("console.brand.release", ["release": .number(release)]),
            lead: seat.t(isPresent ? "console.brand.is_published" : "console.brand.not_shown"),
            [
                .links(title: nil, ways),
                .specimens(title: seat.t("console.brand.specimens"), sight.specimens(branding)),
                .text(
                    seat.t("console.brand.preview_text", ["until": .text(seat.time(pass.expiresAt))]),
                    title: seat.t("console.brand.preview")),
                .table(sight.palettes(branding)),
            ])
    }

    /// The published look, whatever preview this browser is in.
    private func present(_ seat: Seat) async throws -> BrandingDefinition {
        guard seat.context.visitor.preview != nil else { return seat.context.profile.branding }
        return try await seat.context.arrival.parts.tenants.load(seat.context.entry).branding
    }

    @discardableResult
    private func told<Result>(_ body: () async throws -> Result) async throws -> Result {
        do { return try await body() } catch let error as TenantError { throw error.problem }
    }
}

private struct LookLine: Sendable {
    let release: BrandingReleases.Summary
    let names: ActorWords
}

struct LooksInput: Input {
    let look: ListInput
    let actor: String?

    static let form = Form<LooksInput>(
        Field("actor", .text(max: 100)).optional, ListFields.sort, ListFields.order,
        ListFields.after, ListFields.format, ListFields.done
    ) {
        LooksInput(
            look: ListInput(
                sort: $1, order: $2, after: $3, format: $4, done: $5,
                others: [("actor", $0)]), actor: $0)
    }
}

/// Every colour of both palettes as the form sends it; `light_accent`, `dark_text_muted`.
struct PalettesInput: RouteInput {
    let light: [ColourToken: Colour]
    let dark: [ColourToken: Colour]

    static let schemaName: String? = nil
    static let fields: [FieldOutline] = ColourScheme.allCases.flatMap { scheme in
        ColourToken.allCases.map { token in
            Field(name(scheme, token), .text(max: 7), "`#rrggbb`").optional.outline
        }
    }

    static func name(_ scheme: ColourScheme, _ token: ColourToken) -> String { "\(scheme.rawValue)_\(token.rawValue)" }

    /// Throws `InputFaults` with every colour that is none.
    static func read(_ sources: borrowing InputSources) throws -> PalettesInput {
        var faults: [Problem.Fault] = []
        var read: [ColourScheme: [ColourToken: Colour]] = [:]
        let body = sources.body
        for scheme in ColourScheme.allCases {
            for token in ColourToken.allCases {
                let name = name(scheme, token)
                guard let member = body.first(where: { $0.name == name }) else { continue }
                guard case .texts(let texts) = member.value, texts.count == 1, let colour = Colour(texts[0]) else {
                    faults.append(.init("/\(name)", "format", ["expected": .text("#rrggbb")]))
                    continue
                }
                read[scheme, default: [:]][token] = colour
            }
        }
        guard faults.isEmpty else { throw InputFaults(faults) }
        return PalettesInput(light: read[.light] ?? [:], dark: read[.dark] ?? [:])
    }
}
