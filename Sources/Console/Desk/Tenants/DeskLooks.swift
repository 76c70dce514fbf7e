import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// All looks of one partner, and which of them its visitors see.
struct DeskLooks: Sendable {
    let parts: DeskParts

    var routes: [Route] {
        [
            Route(
                .get, "/desk/tenants/{slug}/looks", .operate(.tenants),
                "A partner's looks, newest first unless told otherwise", gives: [.html(), Answer.csvOutput, .signIn],
                refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: PartnerLooksInput, context: OperatorPageContext) in
                try await list(input, Sitting(context, parts, at: .tenants))
            }
        ]
    }

    private func list(_ input: PartnerLooksInput, _ sitting: Sitting) async throws -> Answer {
        guard let scope = try await parts.tenants.scope(slug: input.slug) else {
            throw TenantError.unknown(slug: input.slug).problem
        }
        return try await sitting.show(
            Self.list(of: input.slug, sitting), input.look, trail: DeskTenant.trail(input.slug, sitting),
            fields: [
                sitting.codeField(
                    "actor", sitting.words("desk.column.actor"), input.actor,
                    hint: sitting.words("console.audit.actor_hint"))
            ],
            place: { $0.release.number },
            read: { [parts] order, place, limit in
                try await DeskLook.some(
                    by: input.actor, after: place, isOldestFirst: order?.direction == .up, limit: limit, parts,
                    in: scope)
            })
    }

    /// On a page of its own, and the first few on the partner's.
    static func list(of slug: String, _ sitting: Sitting) -> ItemList<DeskLook> {
        let words = sitting.words
        let makers = ItemList<DeskLook>.Column.actor("by", words("desk.column.actor")) {
            $0.release.actor
        } name: {
            $0.names.name($0.release.actor)
        } cell: {
            $0.names.cell($0.release.actor, words)
        }
        return ItemList(
            words: words, path: "\(DeskPart.tenants.url)/\(slug)/looks", file: "looks-\(slug)",
            caption: words("desk.releases.title"), empty: words("desk.releases.empty"),
            natural: ListOrder("look", .down),
            columns: [
                .init(key: "look", label: words("desk.column.release")) {
                    ListValue($0.release.number)
                } cell: {
                    sitting.number($0.release.number)
                },
                .state("state", words("desk.column.state"), isOrdered: false) {
                    $0.release.isPublished ? "published" : "not_shown"
                } cell: {
                    $0.release.isPublished ? Cell(words("desk.releases.published"), tone: .good) : .none
                },
                .moment("made", words("desk.column.created"), sitting, isOrdered: false) { $0.release.createdAt },
            ] + makers)
    }
}

struct DeskLook: Sendable {
    let release: BrandingReleases.Summary
    let names: ActorWords

    static func some(
        by actor: String? = nil, after place: Int? = nil, isOldestFirst: Bool = false, limit: Int, _ parts: DeskParts,
        in scope: TenantScope
    ) async throws -> [DeskLook] {
        let releases = try await parts.releases.list(
            by: actor, after: place, isOldestFirst: isOldestFirst, limit: limit, in: scope)
        let names = try await ActorWords.read(releases.map(\.actor), .operator, parts.identity.actors, in: scope)
        return releases.map { DeskLook(release: $0, names: names) }
    }
}

struct PartnerLooksInput: Input {
    let slug: String
    let actor: String?
    let look: ListInput

    static let form = Form<PartnerLooksInput>(
        Field("slug", .code(SlugInput.pattern)), Field("actor", .text(max: 100)).optional, ListFields.sort,
        ListFields.order, ListFields.after, ListFields.format
    ) {
        PartnerLooksInput(
            slug: $0, actor: $1, look: ListInput(sort: $2, order: $3, after: $4, format: $5, others: [("actor", $1)]))
    }
}
