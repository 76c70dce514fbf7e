import Bookings
import Foundation
@testable import Jobs
import Ledger
import Messaging
import Payments
import Postgres
import Pricing
import Synchronization
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Billing

/// What rates there are, as a test says.
final class KnownRates: Sendable {
    private let known: Mutex<ExchangeRates?>

    init(_ rates: ExchangeRates?) { known = Mutex(rates) }

    var rates: ExchangeRates? {
        get { known.withLock { $0 } }
        set { known.withLock { $0 = newValue } }
    }
}

/// Two shops that pay the platform, one in euros and one in yen, on a clock of the test's: their first booked month is
/// over and its invoice is due to be issued.
struct TwoPayers: Sendable {
    let shops: TwoShops
    let clock: ManualClock
    let rates: KnownRates
    let one: Payer
    let two: Payer

    var both: [Payer] { [one, two] }
    var fleet: TestFleet { shops.fleet }

    static let yenPerEuro = "160"

    static func with(capacity: Int = 6, _ body: (TwoPayers) async throws -> Void) async throws {
        try await TwoShops.with(
            capacity: capacity,
            money: { fleet, queue in
                GiveBack(
                    jobs: PaymentJobs(queue: queue, identifiers: fleet.identifiers, clock: .system),
                    ledger: Ledger(identifiers: fleet.identifiers))
            }
        ) { shops in
            let clock = ManualClock(Date())
            let terms: [TenantID: BillingTerms] = [
                shops.pooled.entry.id: try payerTerms(.eur, zone: "Pacific/Kiritimati"),
                shops.schema.entry.id: try payerTerms(.jpy, zone: "Pacific/Pago_Pago"),
            ]
            // Both began with the month that is under way.
            for shop in shops.both {
                let own = try #require(terms[shop.entry.id])
                let month = try #require(BillingPeriod(of: try own.day(of: clock.now)))
                _ = try await shops.fleet.admin.single(
                    """
                    update \(identifier: shop.entry.schema).definitions
                       set created_at = \(try month.before.end(in: own.zone)) where tenant_id = \(shop.entry.id)
                    """)
            }
            let rates = KnownRates(
                ExchangeRates(
                    date: try #require(CalendarDate("2026-05-29")), perEuro: [.jpy: try ExchangeRate(yenPerEuro)]))
            let feature = BillingFeature(parts: try parts(shops, clock, rates, terms))
            func payer(_ shop: Shop) throws -> Payer {
                Payer(
                    shop: shop, feature: feature, terms: try #require(terms[shop.entry.id]), clock: clock,
                    worker: shops.fleet.worker)
            }
            try await body(
                TwoPayers(
                    shops: shops, clock: clock, rates: rates, one: try payer(shops.pooled),
                    two: try payer(shops.schema)))
        }
    }

    private static func payerTerms(_ currency: CurrencyCode, zone: String) throws -> BillingTerms {
        BillingTerms(
            billing: BillTests.terms(
                currency, plan: 10_000, tax: 1_000,
                usage: MeteredUsage(includedCalls: 1_000, priceMinorPerThousand: 200)),
            buyer: LegalEntity(company: "Payer", registration: nil, address: ["1 Street"], country: "AT"), zone: zone)
    }

    private static func parts(
        _ shops: TwoShops, _ clock: ManualClock, _ rates: KnownRates, _ terms: [TenantID: BillingTerms]
    ) throws -> BillingParts {
        let fleet = shops.fleet
        let life = TenantLife(platform: fleet.platform, identifiers: fleet.identifiers)
        let address = try #require(MailAddress("money@example.com"))
        return BillingParts(
            seller: PlatformSeller(company: "Platform", address: ["2 Street"], taxNumber: "X1", payment: nil),
            rates: { _ in rates.rates },
            terms: { entry in
                guard let own = terms[entry.id] else { return nil }
                return BillingTerms(
                    billing: own.billing, buyer: own.buyer, zone: own.zone, endedAt: try await life.archivedAt(entry))
            },
            recipients: { _ in [BillingRecipient(key: "folder", MailRecipient(address), in: .english)] },
            mail: EnqueueMail(
                jobs: JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers), dataKeys: fleet.dataKeys,
                identifiers: fleet.identifiers),
            clock: clock.wallClock, identifiers: fleet.identifiers)
    }

    func run() async throws -> BillingRun {
        one.feature.run(
            queue: JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers),
            round: TenantRound(
                tenants: shops.tenants, directory: try await directory(), logger: TestFleet.logger))
    }

    /// A run with all the jobs that it hands out, as a worker does them, however long ago the run before was.
    @discardableResult
    func bill() async throws -> String {
        _ = try await fleet.admin.single("delete from shared.job_periods")
        let told = try await run().run()
        var handlers = JobHandlers()
        one.feature.register(in: &handlers)
        let worker = Worker(
            pool: fleet.worker, handlers: handlers, tenants: fleet.tenants, directory: try await directory(),
            keys: fleet.masterKeys, name: "billing", queues: [BillMonth.queue], logger: TestFleet.logger)
        while try await worker.turn() > 0 {}
        return told
    }

    private func directory() async throws -> TenantDirectory {
        let directory = TenantDirectory(platformHosts: [])
        let listener = PostgresListener(
            PostgresConfiguration(conninfo: TestFleet.conninfo(fleet.adminConninfo, user: "travelhub_platform")),
            channels: [DirectoryFollower.channel], logger: TestFleet.logger)
        try await DirectoryFollower(
            directory: directory, database: fleet.platform, listener: listener, logger: TestFleet.logger,
            changed: { _ in }
        ).load()
        return directory
    }

    /// The month that is under way on the payer's clock, and the clock at some moment well after its end.
    func overMonth(_ payer: Payer) throws -> BillingPeriod {
        let period = try #require(BillingPeriod(of: try payer.terms.day(of: Date())))
        clock.set(try period.end(in: payer.terms.zone) + 40 * 3_600)
        return period
    }
}

/// One of them.
struct Payer: Sendable {
    static let operatorName: AuditActor = "operator:test"

    let shop: Shop
    let feature: BillingFeature
    let terms: BillingTerms
    let clock: ManualClock
    let worker: PostgresPool

    var scope: TenantScope { shop.scope }

    func book(from night: Int = 0) async throws -> BookingID {
        let held = try await shop.hold(try await shop.offer(from: night))
        return BookingID(try await shop.confirm(held.dated.booking.id).booking.id.uuid)
    }

    @discardableResult
    func issue(_ period: BillingPeriod, isAgain: Bool = false) async throws -> Invoice {
        try await feature.issue.issue(period, isAgain: isAgain, by: Self.operatorName, in: scope)
    }

    func pay(_ invoice: Invoice, _ amount: Money? = nil) async throws {
        try await feature.pay.pay(
            invoice.id,
            InvoicePayment(
                amount: amount ?? invoice.total, date: try terms.day(of: clock.now), reference: "BANK 1"),
            by: Self.operatorName, in: scope)
    }

    /// What the books say is owed to the platform, by currency.
    func owed() async throws -> [String: Int] {
        let rows = try await scope.run(
            """
            select l.currency, (-sum(l.amount_minor))::bigint as owed from ledger_lines l
              join ledger_accounts a on a.tenant_id = l.tenant_id and a.account_id = l.account_id
             where a.code = 'platform_fee' and l.layer = 'posted' group by l.currency having sum(l.amount_minor) <> 0
            """)
        return Dictionary(
            try rows.map { (try $0.get("currency", as: String.self), try $0.get("owed", as: Int.self)) },
            uniquingKeysWith: +)
    }

    func count(_ table: String) async throws -> Int {
        try await scope.run("select count(*) as found from \(identifier: table)").only().get("found")
    }

    func isBalanced() async throws -> Bool { try await TrialBalance.read(in: scope).isBalanced }
}
