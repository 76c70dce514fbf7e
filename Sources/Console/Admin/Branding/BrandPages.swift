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

    static let path = "/admin/brand"

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
                .get, "/admin/brand/releases/{release}", .staff(.branding, .read), "One look", gives: [.html()],
                refuses: [unknown], options: .console
            ) { (input: LookPageInput, context: StaffPageContext) in
                try await show(input, Seat(context, parts))
            },
            Route(
                .get, "/admin/brand/releases/{release}/publish", .staff(.branding, .write), "Asks whether to publish",
                gives: [.html()], refuses: [unknown], options: .console.servingImpersonation
            ) { (input: OneReleaseInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                _ = try await Self.told { try await parts.releases.release(input.release, in: seat.scope) }
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
                try await Self.told {
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

    private func show(_ input: LookPageInput, _ seat: Seat) async throws -> Answer {
        let release = input.release
        let branding = try await Self.told { try await parts.releases.release(release, in: seat.scope) }
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
            lead: seat.t(isPresent ? "console.brand.is_published" : "console.brand.not_shown"), done: input.done,
            [
                .links(title: nil, ways),
                .frame(input.view.frame("\(release)", title: seat.t("console.brand.preview"))),
                .form(sight.viewForm(input.view, of: "\(Self.path)/releases/\(release)")),
                .specimens(title: seat.t("console.brand.specimens"), sight.specimens(branding)),
                .text(
                    seat.t("console.brand.preview_text", ["until": .text(seat.time(pass.expiresAt))]),
                    title: seat.t("console.brand.open_preview")),
                .table(sight.palettes(branding)),
            ]
        )
    }

    @discardableResult
    static func told<Result>(_ body: () async throws -> Result) async throws -> Result {
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
