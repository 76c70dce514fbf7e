import AsyncHTTPClient
import Bookings
import Breakers
import Crypto
import Foundation
import Hummingbird
import Identity
import Inventory
import Jobs
import Ledger
import Localization
import Messaging
import Papers
import Postgres
import Payments
import Pricing
import Rates
import Storefront
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

/// Two real partners, one in the shared schema and one in its own, with hotels to sell, behind a real
/// server on a port of its own.
struct TwoSites: Sendable {
    let fleet: TestFleet
    /// German and English; rows in a schema of its own.
    let first: Partner
    /// Japanese and English, unless a test asks for another.
    let second: Partner
    let catalogues: Catalogues
    let people: ServedIdentity
    /// By which both show prices in other currencies: the seed's until a test puts others.
    let rates: RateBoard
    let port: Int

    static let platformHost = "platform.localhost"

    struct Partner: Sendable {
        let entry: TenantEntry
        let definition: TenantDefinition
        var host: String { definition.hosts[0].ascii }
    }

    var both: [Partner] { [first, second] }

    func rows(_ statement: SQL, of partner: Partner) async throws -> Rows {
        try await fleet.tenants.scope(partner.entry).run(statement)
    }

    func browser(_ partner: Partner) -> Browser { Browser(port: port, host: partner.host) }

    static func with(
        second: String = "hinode", kind: TenantKind = .live, states: [String: TenantState] = [:],
        displayMargin: Int? = nil, _ body: @Sendable (TwoSites) async throws -> Void
    ) async throws {
        let fleet = try await TestFleet.make()
        do {
            try await serve(fleet, second, kind, states, displayMargin, body)
        } catch {
            await fleet.close()
            throw error
        }
        await fleet.close()
    }

    private static func serve(
        _ fleet: TestFleet, _ slug: String, _ kind: TenantKind, _ states: [String: TenantState],
        _ margin: Int?, _ body: @Sendable (TwoSites) async throws -> Void
    ) async throws {
        let catalogues = try Catalogues.load(directory: TestFleet.root.appendingPathComponent("locales").path)
        let first = try await partner("aurelia", .live, fleet)
        let second = try await partner(slug, kind, fleet, margin)
        let rates = try rates()
        let people = try await ServedIdentity.make(fleet)
        let parts = try parts(fleet, people, rates, catalogues, [first, second], states)
        let (ports, told) = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: Edge(parts), server: GuardedHTTP1.server(),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { told.yield($0.localAddress?.port ?? 0) }, logger: TestFleet.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            for await port in ports {
                try await body(
                    TwoSites(
                        fleet: fleet, first: first, second: second, catalogues: catalogues, people: people,
                        rates: rates, port: port))
                break
            }
            group.cancelAll()
        }
        #expect(parts.answers.departures.isEmpty)
    }

    private static func partner(
        _ slug: String, _ kind: TenantKind, _ fleet: TestFleet, _ displayMargin: Int? = nil
    ) async throws -> Partner {
        let folder = TestFleet.root.appendingPathComponent("tenants/\(slug)")
        let written = try TenantFolder.read(directory: folder.path).canonicalJSON()
        let text = String(decoding: written, as: UTF8.self)
            .replacingOccurrences(of: "\"kind\":\"live\"", with: "\"kind\":\"\(kind.rawValue)\"")
            .replacingOccurrences(
                of: "\"currencies\":{",
                with: "\"currencies\":{"
                    + (displayMargin.map { "\"display_margin_basis_points\":\($0)," } ?? ""))
        let definition = try JSONDecoder().decode(TenantDefinition.self, from: Data(text.utf8))
        return Partner(
            entry: try await TestPartner.provision(definition, in: fleet).entry, definition: definition)
    }
}

extension TwoSites {
    private static func parts(
        _ fleet: TestFleet, _ people: ServedIdentity, _ rates: RateBoard, _ catalogues: Catalogues,
        _ partners: [Partner], _ states: [String: TenantState]
    ) throws -> EdgeParts {
        let profiles = TenantProfiles(database: fleet.tenants, catalogues: catalogues)
        let sites = PlatformSites {
            var sites: [TenantProfile] = []
            for partner in partners { sites.append(try await profiles.profile(partner.entry)) }
            return sites
        }
        let feature = try feature(fleet, people, rates, catalogues, sites)
        let shelf = try AssetShelf(directory: TestFleet.root.appendingPathComponent("storefront/assets"))
        let entries = Dictionary(
            uniqueKeysWithValues: partners.map { partner in
                let entry = partner.entry
                return (
                    partner.host,
                    TenantEntry(
                        id: entry.id, number: entry.number, generation: entry.generation, version: entry.version,
                        isolation: entry.isolation, state: states[partner.definition.slug] ?? .active)
                )
            })
        guard let keys = SessionKeys(secret: Array(repeating: 7, count: 32)), let nobody = OperatorTokens([:]) else {
            throw TestPartner.NotProvisioned()
        }
        var parts = EdgeParts(
            map: RouteMap([shelf.routes(), feature.routes()]),
            tenants: TenantReach(
                resolve: { host in
                    if host.ascii == platformHost { return .platform }
                    return entries[host.ascii].map(TenantDirectory.Resolution.tenant) ?? .unknown
                },
                entry: { _ in nil }, known: profiles.known, load: profiles.profile, database: fleet.tenants,
                dataKey: fleet.dataKeys.key(of:)),
            keys: keys, operators: nobody,
            words: PlatformWords(locales: catalogues.locales) { ProblemWords(catalogues.translator($0)) },
            clock: .system, identifiers: fleet.identifiers)
        parts.errorPage = feature.errorPage
        parts.checksAnswers = true
        parts.credentials = people.feature.credentials
        return parts
    }

    private static func rates() throws -> RateBoard {
        let board = RateBoard(staleness: RateStaleness(hours: RateStaleness.hoursDefault), clock: .system)
        let file = TestFleet.root.appendingPathComponent("seed/exchange-rates.csv")
        board.put(try ExchangeRates(file: String(contentsOf: file, encoding: .utf8)), .seed)
        return board
    }

    private static func feature(
        _ fleet: TestFleet, _ people: ServedIdentity, _ rates: RateBoard, _ catalogues: Catalogues,
        _ sites: PlatformSites
    ) throws -> StorefrontFeature {
        let root = TestFleet.root
        let codec = OfferCodec(key: SymmetricKey(data: Data(repeating: 7, count: 32)))
        let jobs = JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers)
        let bookings = BookingsFeature(
            pricing: PriceOffer(codec: codec, clock: .system), jobs: jobs, dataKeys: fleet.dataKeys,
            identifiers: fleet.identifiers, secrets: .system, money: GiveBack(fleet))
        return StorefrontFeature(
            templates: try PageTemplates(directory: root.appendingPathComponent("storefront/templates")),
            shelf: try AssetShelf(directory: root.appendingPathComponent("storefront/assets")),
            rates: rates, search: HotelSearch(offers: codec, clock: .system),
            bookings: bookings, payments: try payments(fleet, bookings),
            papers: PapersFeature(
                paid: .none, press: PaperPress(), bookings: bookings,
                mail: EnqueueMail(jobs: jobs, dataKeys: fleet.dataKeys, identifiers: fleet.identifiers),
                clock: .system, identifiers: fleet.identifiers),
            identity: people.feature, openID: people.openID, consents: people.consents,
            funnel: FunnelBuffer(
                database: fleet.tenants, funnel: Funnel(identifiers: fleet.identifiers), logger: TestFleet.logger),
            catalogues: catalogues, sketches: BrandSketches(identifiers: fleet.identifiers),
            cookieKey: SymmetricKey(data: Data(repeating: 9, count: 32)),
            sites: sites)
    }
}

extension TwoSites {
    /// Without a sandbox: paying is the journeys' to prove.
    private static func payments(_ fleet: TestFleet, _ bookings: BookingsFeature) throws -> PaymentsFeature {
        PaymentsFeature(
            parts: PaymentParts(
                caller: StripeCaller(sandbox: nil, breaker: { Breaker(name: $0, redis: nil) }),
                pay: bookings.pay, change: bookings.change,
                jobs: PaymentJobs(fleet), dataKeys: fleet.dataKeys, identifiers: fleet.identifiers))
    }
}

extension PaymentJobs {
    fileprivate init(_ fleet: TestFleet) {
        self.init(
            queue: JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers), identifiers: fleet.identifiers,
            clock: .system)
    }
}

extension GiveBack {
    fileprivate init(_ fleet: TestFleet) {
        self.init(jobs: PaymentJobs(fleet), ledger: Ledger(identifiers: fleet.identifiers))
    }
}
