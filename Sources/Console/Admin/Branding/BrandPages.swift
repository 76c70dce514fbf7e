import Foundation
import HTTPTypes
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
                .get, "/admin/brand", .staff(.branding, .read), "Looks, newest first", gives: [.html()],
                options: .console
            ) {
                (input: LooksInput, context: StaffPageContext) in
                try await list(input, Seat(context, parts))
            },
            Route(
                .get, "/admin/brand/edit", .staff(.branding, .write), "The form to colour the look anew",
                gives: [.html()], options: .console
            ) { (_: NoInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                let branding = try await present(seat)
                return try seat.page(
                    seat.t("console.brand.edit"), lead: seat.t("console.brand.edit_text"),
                    [.form(BrandSight(seat).form(light: branding.light, dark: branding.dark))])
            },
            Route(
                .post, "/admin/brand/edit", .staff(.branding, .write), "Keep a draft", gives: [.redirect()],
                refuses: [.init(422, "branding.contrast")], options: .console
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
                gives: [.html()], refuses: [unknown], options: .console
            ) { (input: OneReleaseInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                _ = try await told { try await parts.releases.release(input.release, in: seat.scope) }
                let path = "\(Self.path)/releases/\(input.release)"
                return try seat.ask(
                    seat.t("console.brand.publish"),
                    seat.t(
                        "console.brand.publish_text",
                        ["release": .number(input.release), "present": .number(context.profile.release)]),
                    "\(path)/publish", seat.t("console.brand.publish"), back: path)
            },
            Route(
                .post, "/admin/brand/releases/{release}/publish", .staff(.branding, .write), "Publish a look",
                gives: [.redirect()], refuses: [unknown], options: .console
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
        let rows = try await parts.releases.list(
            before: input.cursor ?? Int(Int32.max), limit: SharedFields.rowsMax, in: seat.scope)
        var blocks: [Block] = []
        if seat.may(.branding) { blocks.append(.links([(seat.t("console.brand.edit"), "\(Self.path)/edit")])) }
        blocks.append(
            .table(
                [
                    seat.t("console.brand.look"), seat.t("console.keys.state"), seat.t("console.brand.made_at"),
                    seat.t("console.brand.made_by"),
                ],
                rows.map { row in
                    [
                        Cell(
                            seat.t("console.brand.release", ["release": .number(row.number)]),
                            link: "\(Self.path)/releases/\(row.number)"),
                        row.isPublished
                            ? .state(seat.t("console.brand.is_published"), .good)
                            : .state(seat.t("console.brand.not_shown"), .plain), Cell(seat.time(row.createdAt)),
                        .code(row.actor),
                    ]
                }, caption: seat.t("console.brand.releases")))
        if rows.count == SharedFields.rowsMax, let last = rows.last {
            blocks.append(.links([(seat.t("console.list.next"), "\(Self.path)?cursor=\(last.number)")]))
        }
        return try seat.page(
            seat.t("console.way.brand"), lead: seat.t("console.brand.lead"), done: input.done, blocks)
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
                sight.explained(faults) + [.form(sight.form(light: branding.light, dark: branding.dark))])
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
        var ways = [(seat.t("console.brand.open_preview"), link)]
        if seat.may(.branding), !isPresent {
            ways.append((seat.t("console.brand.publish"), "\(Self.path)/releases/\(release)/publish"))
        }
        let sight = BrandSight(seat)
        return try seat.page(
            seat.t("console.brand.release", ["release": .number(release)]),
            lead: seat.t(isPresent ? "console.brand.is_published" : "console.brand.not_shown"),
            [
                .links(ways), .specimens(sight.specimens(branding), heading: seat.t("console.brand.specimens")),
                .text(
                    seat.t("console.brand.preview_text", ["until": .text(seat.time(pass.expiresAt))]),
                    heading: seat.t("console.brand.preview")),
                sight.palettes(branding),
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

struct LooksInput: Input {
    let cursor: Int?
    let done: String?

    static let form = Form<LooksInput>(
        Field("cursor", .integer(1...Int(Int32.max)), "From the page before.").optional, SharedFields.done
    ) { LooksInput(cursor: $0, done: $1) }
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
