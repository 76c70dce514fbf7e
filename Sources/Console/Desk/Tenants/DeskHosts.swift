import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// All hosts of one partner: those of its folder, and those that it claims.
struct DeskHosts: Sendable {
    let parts: DeskParts

    var routes: [Route] {
        [
            Route(
                .get, "/desk/tenants/{slug}/hosts", .operate(.tenants), "A partner's hosts",
                gives: [.html(), Answer.csvOutput, .signIn], refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: PartnerHostsInput, context: OperatorPageContext) in
                try await list(input, Sitting(context, parts, at: .tenants))
            }
        ]
    }

    private func list(_ input: PartnerHostsInput, _ sitting: Sitting) async throws -> Answer {
        guard let tenant = try await parts.domains.tenant(slug: input.slug) else {
            throw TenantError.unknown(slug: input.slug).problem
        }
        let found = try await DeskHost.all(of: tenant, parts.domains).filter { host in
            input.look.finds(host.name) && input.look.state.map { $0 == host.ownership } ?? true
        }
        return try await sitting.show(
            Self.list(of: input.slug, sitting), of: found, input.look, trail: DeskTenant.trail(input.slug, sitting),
            fields: [
                sitting.searchField(input.look, hint: sitting.words("desk.column.host")),
                sitting.choiceField(
                    "state", sitting.words("desk.column.ownership"),
                    DeskHost.ownerships.map { ($0, DeskHost.name(of: $0, sitting).text) }, chosen: input.look.state),
            ])
    }

    /// On a page of its own, and the first few on the partner's.
    static func list(of slug: String, _ sitting: Sitting) -> ItemList<DeskHost> {
        let words = sitting.words
        func state(_ key: String, _ word: @escaping @Sendable (DeskHost) -> String?) -> ItemList<DeskHost>.Column {
            .state(key, words("desk.column.\(key)"), word) { word($0).map { sitting.state($0) } ?? .none }
        }
        return ItemList(
            words: words, path: "\(DeskPart.tenants.url)/\(slug)/hosts", file: "hosts-\(slug)",
            caption: words("desk.hosts.title"), empty: words("desk.hosts.empty"), natural: ListOrder("host", .up),
            columns: [
                .code("host", words("desk.column.host")) { $0.name },
                .state("ownership", words("desk.column.ownership")) {
                    $0.ownership
                } cell: {
                    DeskHost.name(of: $0.ownership, sitting)
                },
                state("routing") { $0.claim?.routing.rawValue },
                state("certificate") { $0.claim?.certificate.rawValue },
                .state("primary", words("desk.column.primary")) {
                    $0.isPrimary ? "primary" : nil
                } cell: {
                    $0.isPrimary ? Cell(words("desk.hosts.primary"), tone: .good) : .none
                },
                .moment("checked", words("desk.column.checked"), sitting) { $0.claim?.checkedAt },
            ])
    }
}

/// A host as operators see it.
struct DeskHost: Sendable {
    let name: String
    let isPrimary: Bool
    /// Nil for one that the partner's folder names.
    let claim: DomainClaim?

    private static let declared = "declared"
    static let ownerships = [declared, "pending", "verified", "failing", "lost"]

    var ownership: String { claim?.ownership.text ?? Self.declared }

    /// Those of the folder come first.
    static func all(of tenant: TenantID, _ domains: DomainDesk) async throws -> [DeskHost] {
        let overview = try await domains.overview(of: tenant)
        return overview.declared.map { DeskHost(name: $0.host.unicode, isPrimary: $0.isPrimary, claim: nil) }
            + overview.claims.map { DeskHost(name: $0.host.unicode, isPrimary: $0.isPrimary, claim: $0) }
    }

    static func name(of ownership: String, _ sitting: Sitting) -> Cell {
        ownership == declared ? Cell(sitting.words("desk.hosts.declared")) : sitting.state(ownership)
    }
}

struct PartnerHostsInput: Input {
    let slug: String
    let look: ListInput

    static let form = Form<PartnerHostsInput>(
        Field("slug", .code(SlugInput.pattern)), ListFields.search, ListFields.state, ListFields.sort, ListFields.order,
        ListFields.page, ListFields.format
    ) {
        PartnerHostsInput(
            slug: $0, look: ListInput(search: $1, state: $2, sort: $3, order: $4, page: $5, format: $6))
    }
}
