import HTTPTypes
import Jobs
import Localization
import Postgres
import Tenancy
import Vocabulary
import Web

/// The first page, and all partners.
struct DeskTenants: Sendable {
    let parts: DeskParts

    private var catalogue: TenantCatalogue { TenantCatalogue(platform: parts.platform) }

    var routes: [Route] {
        [
            Route(
                .get, "/desk", .operate(.tenants), "Where an operator begins: what needs looking at",
                gives: [.html(), .signIn],
                options: .desk
            ) { (_: NoInput, context: OperatorPageContext) in try await home(Sitting(context, parts, at: nil)) },
            Route(
                .get, "/desk/tenants", .operate(.tenants), "Partners, to search",
                gives: [.html(), Answer.csvOutput, .signIn],
                options: .desk
            ) { (input: PlatformListInput, context: OperatorPageContext) in
                try await tenants(input.look, Sitting(context, parts, at: .tenants))
            },
        ]
    }

    private func home(_ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let counts = try await catalogue.counts()
        let queues = try await parts.jobs.desk.queues().filter { $0.tenant == nil }
        let errors = try await parts.statistics.failureCounts()
        let dead = queues.reduce(0) { $0 + $1.dead }
        let states = counts.map { count in
            var cell = sitting.number(count.count)
            cell.url = "\(DeskPart.tenants.url)?state=\(count.state)"
            return Fact(sitting.state(count.state).text, cell)
        }
        let jobs = [
            Fact(words("desk.home.waiting"), sitting.number(queues.reduce(0) { $0 + $1.ready + $1.scheduled })),
            Fact(
                words("desk.home.dead"),
                Cell(
                    words.formats.number(dead), url: dead > 0 ? "\(DeskPart.jobs.url)?state=dead" : nil,
                    tone: dead > 0 ? .bad : .plain)),
            Fact(
                words("desk.home.paused"), sitting.number(queues.filter { $0.pausedAt != nil }.count)),
        ]
        let recent = [
            Fact(
                words("desk.home.errors"),
                Cell(words.formats.number(errors.kinds), url: errors.kinds == 0 ? nil : DeskPart.errors.url)),
            Fact(words("desk.home.last_error"), sitting.moment(errors.lastSeen)),
        ]
        return try sitting.page(
            words("desk.home.title"), lead: words("desk.home.lead"),
            [
                .facts(title: words("desk.menu.tenants"), states),
                .links(
                    title: nil,
                    [
                        Link(words("desk.provision.title"), "/desk/tenants/new"),
                        Link(words("desk.import.title"), "/desk/tenants/import"),
                    ]),
                .facts(title: words("desk.menu.jobs"), jobs), .facts(title: words("desk.menu.errors"), recent),
                .facts(title: words("desk.menu.exchange_rates"), [try await DeskRates.fact(sitting)]),
            ])
    }

    private func tenants(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let modes = sitting.choiceField(
            "kind", words("desk.column.isolation"), TenantCatalogue.modes.map { ($0, sitting.state($0).text) },
            chosen: input.kind)
        let ways = [
            Link(words("desk.provision.title"), "/desk/tenants/new"),
            Link(words("desk.import.title"), "/desk/tenants/import"),
        ]
        return try await sitting.show(
            list(sitting), input, by: TenantOrder.slug, .up, lead: words("desk.tenants.lead"),
            before: [.links(title: nil, ways)],
            fields: [
                sitting.searchField(input, hint: words("desk.tenants.search")),
                sitting.stateField(input, TenantCatalogue.states), modes,
            ],
            row: { $0 },
            read: { [catalogue] page, limit in
                try await catalogue.list(input, page, limit: limit, locale: words.locale)
            })
    }

    private func list(_ sitting: Sitting) -> ItemList<TenantCatalogue.Line> {
        let words = sitting.words
        return ItemList(
            words: words, path: DeskPart.tenants.url, file: "tenants", caption: words("desk.menu.tenants"),
            empty: words("desk.tenants.empty"),
            emptyLink: Link(words("desk.provision.title"), "/desk/tenants/new"),
            columns: [
                .init(key: "slug", label: words("desk.column.slug")) {
                    ListValue($0.slug)
                } cell: {
                    .code($0.slug, url: "\(DeskPart.tenants.url)/\($0.slug)")
                },
                .words("brand", words("desk.column.brand")) { $0.brand },
                .state("state", words("desk.column.state"), sitting) { $0.state },
                .state("isolation", words("desk.column.isolation"), sitting) { $0.isolation },
                .state("kind", words("desk.column.kind"), sitting) { $0.kind },
                .code("host", words("desk.column.host")) { $0.host },
                .moment("created", words("desk.column.created"), sitting) { $0.createdAt },
                .moment("changed", words("desk.column.changed"), sitting) { $0.changedAt },
            ])
    }
}
