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
            isGrave: change == .suspend || change == .archive, trail: Self.trail(slug, sitting))
    }

    static func trail(_ slug: String, _ sitting: Sitting) -> [Link] {
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
        let hosts = try await DeskHost.all(of: line.id, parts.domains)
        let looks = try await looks(line.slug)
        let operations = try await OperationCatalogue(platform: parts.platform).list(
            slug: line.slug, RowPage(.created, .down), limit: Self.shown)
        let facts =
            [
                Fact(words("desk.column.state"), sitting.state(line.state)),
                Fact(words("desk.column.brand"), line.brand.map { Cell($0) } ?? .none),
                Fact(words("desk.column.kind"), sitting.state(line.kind)),
                Fact(words("desk.column.isolation"), sitting.state(line.isolation)),
                Fact(words("desk.column.id"), .code(line.id.uuid.uuidString.lowercased())),
                Fact(words("desk.column.created"), sitting.moment(line.createdAt)),
                Fact(words("desk.column.changed"), sitting.moment(line.changedAt)),
            ] + Self.currencies(try await parts.tenants.definition(slug: line.slug)?.currencies, words)
        let changes = Self.changes(from: line.state).map {
            Link(words("desk.life.\($0.rawValue).submit"), "\(url)/\($0.rawValue)")
        }
        let ways = [
            Link(words("desk.invite.title"), "\(url)/invitation"),
            Link(words("desk.impersonate.title"), "\(url)/impersonation"),
            Link(words("desk.invoices.issue.title"), "\(url)/invoice"),
            Link(words("desk.menu.invoices"), "\(DeskPart.invoices.url)?tenant=\(line.slug)"),
            Link(words("desk.tenants.jobs"), "\(DeskPart.jobs.url)?tenant=\(line.slug)"),
            Link(words("desk.tenants.mail"), "\(DeskPart.mail.url)?tenant=\(line.slug)"),
            Link(words("desk.tenants.operations"), "\(DeskPart.operations.url)?tenant=\(line.slug)"),
            Link(words("desk.tenants.audit"), "\(DeskPart.audit.url)?tenant=\(line.slug)"),
            Link(words("desk.tenants.statistics"), "\(DeskPartnerTimes.url)/\(line.slug)"),
        ]
        return try sitting.page(
            line.slug, trail: [Link(words("desk.menu.tenants"), DeskPart.tenants.url)], done: input.done,
            [
                .facts(title: nil, facts),
                .links(title: words("desk.tenants.change"), changes),
                .links(title: words("desk.tenants.ways"), ways),
                short(DeskHosts.list(of: line.slug, sitting), hosts, "hosts", words),
                short(DeskLooks.list(of: line.slug, sitting), looks, "looks", words),
                short(
                    OperationTable(sitting: sitting, path: "\(DeskPart.operations.url)?tenant=\(line.slug)").list,
                    operations, "operations", words),
            ])
    }

    /// Nothing of a partner that was never applied.
    private static func currencies(_ currencies: TenantCurrencies?, _ words: Translator) -> [Fact] {
        guard let currencies else { return [] }
        func list(_ codes: [CurrencyCode]) -> Cell { Cell(words.formats.list(codes.map(\.code))) }
        let charged = Fact(words("desk.rates.charged"), list(currencies.charge))
        guard !currencies.display.isEmpty else { return [charged] }
        return [
            charged, Fact(words("desk.rates.shown"), list(currencies.display)),
            Fact(
                words("desk.rates.margin"),
                Cell(words.formats.percent(basisPoints: currencies.displayMarginBasisPoints))),
        ]
    }

    /// Rows of each list on the partner's own page.
    private static let shown = 10

    private func short<Item>(
        _ list: ItemList<Item>, _ items: [Item], _ word: String, _ words: Translator
    ) -> Block {
        .table(list.short(Array(items.prefix(Self.shown)), all: Link(words("desk.tenants.all_\(word)"), list.path)))
    }

    private func looks(_ slug: String) async throws -> [DeskLook] {
        guard let scope = try await parts.tenants.scope(slug: slug) else { return [] }
        return try await DeskLook.some(limit: Self.shown, parts, in: scope)
    }

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
}

struct DeskTenantInput: Input {
    let slug: String
    let done: String?

    static let form = Form(
        Field("slug", .code(SlugInput.pattern)), Field("done", .code(ListInput.word)).optional
    ) { DeskTenantInput(slug: $0, done: $1) }
}
