import Foundation
import Identity
import Localization
import HTTPTypes
import Postgres
import Tenancy
import Vocabulary
import Web

/// One partner: what it is, what it has, what can be done to it.
struct DeskTenant: Sendable {
    let parts: DeskParts

    var routes: [Route] {
        [
            Route(
                .get, "/desk/tenants/{slug}", .operate(.tenants), "One partner, with all that can be done to it",
                gives: [.html(), .signIn], refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: DeskTenantInput, context: OperatorPageContext) in
                try await show(input, Sitting(context, parts, at: .tenants))
            }
        ] + LifeChange.allCases.flatMap(routes)
    }

    private func routes(of change: LifeChange) -> [Route] {
        let path = PathTemplate("/desk/tenants/{slug}/\(change.rawValue)")
        let refusals = [Route.Refusal(404, "tenant.unknown")]
        return [
            Route(
                .get, path, .operate(.tenants), "Says what \(change.rawValue) does to a partner, and asks",
                gives: [.html(), .signIn], refuses: refusals, options: .desk
            ) { (input: DeskTenantInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .tenants)
                let line = try await known(input.slug, sitting)
                return try sitting.ask(question(change, line.slug, sitting))
            },
            Route(
                .post, path, .operate(.tenants), "Does \(change.rawValue) to a partner", gives: [.redirect()],
                refuses: refusals + [.init(409, "tenant.state")], options: .desk
            ) { (input: SlugInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .tenants)
                let url = "\(DeskPart.tenants.url)/\(input.slug)"
                return try await sitting.done(
                    change.rawValue, at: url, question(change, input.slug, sitting)
                ) { _ = try await parts.tenants.change(change, slug: input.slug, actor: context.auditActor) }
            },
        ]
    }

    private func question(_ change: LifeChange, _ slug: String, _ sitting: Sitting) -> Question {
        let (words, url) = (sitting.words, "\(DeskPart.tenants.url)/\(slug)")
        return Question(
            title: words("desk.life.\(change.rawValue).title", ["slug": .text(slug)]),
            consequences: [
                words("desk.life.\(change.rawValue).effect"), words("desk.life.\(change.rawValue).undo"),
                words("desk.audited"),
            ],
            action: "\(url)/\(change.rawValue)", submit: words("desk.life.\(change.rawValue).submit"), back: url,
            isGrave: change == .suspend || change == .archive, trail: trail(slug, sitting))
    }

    private func trail(_ slug: String, _ sitting: Sitting) -> [Link] {
        [
            Link(sitting.words("desk.menu.tenants"), DeskPart.tenants.url),
            Link(slug, "\(DeskPart.tenants.url)/\(slug)"),
        ]
    }

    private func known(_ slug: String, _ sitting: Sitting) async throws -> TenantCatalogue.Line {
        guard
            let line = try await TenantCatalogue(platform: parts.platform).one(slug, locale: sitting.words.locale)
        else { throw TenantError.unknown(slug: slug).problem }
        return line
    }

    private func show(_ input: DeskTenantInput, _ sitting: Sitting) async throws -> Answer {
        let line = try await known(input.slug, sitting)
        let words = sitting.words
        let url = "\(DeskPart.tenants.url)/\(line.slug)"
        let overview = try await parts.domains.overview(of: line.id)
        let operations = try await OperationCatalogue(platform: parts.platform).list(
            slug: line.slug, RowPage(.created, .down), limit: OperationTable.shown)
        let facts = [
            Fact(words("desk.column.state"), sitting.state(line.state)),
            Fact(words("desk.column.brand"), line.brand.map { Cell($0) } ?? .none),
            Fact(words("desk.column.kind"), sitting.state(line.kind)),
            Fact(words("desk.column.isolation"), sitting.state(line.isolation)),
            Fact(words("desk.column.id"), .code(line.id.uuid.uuidString.lowercased())),
            Fact(words("desk.column.created"), sitting.moment(line.createdAt)),
            Fact(words("desk.column.changed"), sitting.moment(line.changedAt)),
        ]
        let changes = Self.changes(from: line.state).map {
            Link(words("desk.life.\($0.rawValue).submit"), "\(url)/\($0.rawValue)")
        }
        let ways = [
            Link(words("desk.invite.title"), "\(url)/invitation"),
            Link(words("desk.impersonate.title"), "\(url)/impersonation"),
            Link(words("desk.tenants.jobs"), "\(DeskPart.jobs.url)?tenant=\(line.slug)"),
            Link(words("desk.tenants.mail"), "\(DeskPart.mail.url)?tenant=\(line.slug)"),
            Link(words("desk.tenants.operations"), "\(DeskPart.operations.url)?tenant=\(line.slug)"),
            Link(words("desk.tenants.audit"), "\(DeskPart.audit.url)?tenant=\(line.slug)"),
        ]
        return try sitting.page(
            line.slug, trail: [Link(words("desk.menu.tenants"), DeskPart.tenants.url)], done: input.done,
            [
                .facts(title: nil, facts),
                .links(title: words("desk.tenants.change"), changes),
                .links(title: words("desk.tenants.ways"), ways),
                .table(hosts(overview, sitting)),
                .table(try await releases(line.slug, sitting)),
                .table(OperationTable(sitting: sitting, path: DeskPart.operations.url).short(operations)),
            ])
    }

    private static let releasesShown = 10

    /// What the partner's state allows; the verb itself judges again.
    private static func changes(from state: String) -> [LifeChange] {
        switch state {
        case "active": [.maintain, .suspend, .archive]
        case "maintenance": [.resume, .suspend, .archive]
        case "suspended": [.resume, .archive]
        case "archived": [.restore]
        default: []
        }
    }

    private func hosts(_ overview: DomainOverview, _ sitting: Sitting) -> Table {
        let words = sitting.words
        let declared = overview.declared.map { host in
            [
                Cell.code(host.host.unicode), Cell(words("desk.hosts.declared")), .none, .none,
                primary(host.isPrimary, words),
            ]
        }
        let claimed = overview.claims.map { claim in
            [
                Cell.code(claim.host.unicode), sitting.state(claim.ownership.text),
                sitting.state(claim.routing.rawValue), sitting.state(claim.certificate.rawValue),
                primary(claim.isPrimary, words),
            ]
        }
        return Table(
            caption: words("desk.hosts.title"),
            columns: ["host", "ownership", "routing", "certificate", "primary"].map {
                Table.Column(label: words("desk.column.\($0)"))
            }, rows: declared + claimed, empty: words("desk.hosts.empty"))
    }

    private func primary(_ isPrimary: Bool, _ words: Translator) -> Cell {
        isPrimary ? Cell(words("desk.hosts.primary"), tone: .good) : .none
    }

    private func releases(_ slug: String, _ sitting: Sitting) async throws -> Table {
        let words = sitting.words
        var rows: [[Cell]] = []
        if let scope = try await parts.tenants.scope(slug: slug) {
            let releases = try await parts.releases.list(limit: Self.releasesShown, in: scope)
            let names = try await ActorWords.read(
                releases.map(\.actor), .operator, parts.identity.actors, in: scope)
            rows = releases.map { release in
                [
                    sitting.number(release.number),
                    release.isPublished ? Cell(words("desk.releases.published"), tone: .good) : .none,
                    sitting.moment(release.createdAt), names.cell(release.actor, words),
                ]
            }
        }
        return Table(
            caption: words("desk.releases.title"),
            columns: ["release", "state", "created", "actor"].map {
                Table.Column(label: words("desk.column.\($0)"))
            }, rows: rows, empty: words("desk.releases.empty"))
    }
}

struct DeskTenantInput: Input {
    let slug: String
    let done: String?

    static let form = Form(
        Field("slug", .code(SlugInput.pattern)), Field("done", .code(ListInput.word)).optional
    ) { DeskTenantInput(slug: $0, done: $1) }
}
