import Bookings
import Breakers
import Foundation
@testable import Jobs
import Ledger
import Logging
import Payments
import Postgres
import Pricing
import Pricing
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// Two shops whose rooms are paid in advance, each with an account of its own at one sandbox of Stripe.
struct TwoTills: Sendable {
    let shops: TwoShops
    let stripe: TestStripe
    let one: Till
    let two: Till

    var both: [Till] { [one, two] }

    static func with(
        capacity: Int = 3, markupBasisPoints: Int = 1_000, _ body: (TwoTills) async throws -> Void
    ) async throws {
        let stripe = try await TestStripe.start()
        do {
            try await TwoShops.with(
                capacity: capacity, payable: .now, markupBasisPoints: markupBasisPoints,
                money: { fleet, queue in
                    GiveBack(
                        jobs: PaymentJobs(queue: queue, identifiers: fleet.identifiers, clock: .system),
                        ledger: Ledger(identifiers: fleet.identifiers))
                }
            ) { shops in
                let tills = TwoTills(
                    shops: shops, stripe: stripe, one: try await till("one", shops.pooled, shops, stripe),
                    two: try await till("two", shops.schema, shops, stripe))
                try await body(tills)
            }
        } catch {
            await stripe.stop()
            throw error
        }
        await stripe.stop()
    }

    /// Failures are what these tests are about; that nobody calls for a while is the breaker's own.
    private static var patient: BreakerPolicy {
        var policy = BreakerPolicy()
        policy.failuresMin = 1_000_000
        return policy
    }

    private static func till(
        _ name: String, _ shop: Shop, _ shops: TwoShops, _ stripe: TestStripe
    ) async throws -> Till {
        let fleet = shops.fleet
        let queue = JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers)
        let account = try await stripe.account(name)
        let feature = PaymentsFeature(
            parts: PaymentParts(
                caller: StripeCaller(
                    sandbox: stripe.url, breaker: { Breaker(name: "\($0):\(name)", policy: patient, redis: nil) }),
                pay: shop.feature.pay, change: shop.feature.change,
                jobs: PaymentJobs(queue: queue, identifiers: fleet.identifiers, clock: .system),
                dataKeys: fleet.dataKeys, identifiers: fleet.identifiers))
        try await feature.connect.connect(
            .init(
                processor: .sandbox, publishableKey: account.publishableKey, secretKey: account.secretKey,
                // Nobody listens there: what the processor tells is told by the tests themselves.
                eventsURL: "http://127.0.0.1:9/api/payments/events"),
            takesRealMoney: false, AuditActor("operator:test"), in: shop.scope)
        return Till(shop: shop, feature: feature, account: account, stripe: stripe)
    }
}

extension TwoTills {
    static func directory(_ fleet: TestFleet) async throws -> TenantDirectory {
        let directory = TenantDirectory(platformHosts: [])
        try await DirectoryFollower(
            directory: directory, database: fleet.platform,
            listener: PostgresListener(
                PostgresConfiguration(conninfo: fleet.adminConninfo), channels: [], logger: TestFleet.logger),
            logger: TestFleet.logger, changed: { _ in }
        ).load()
        return directory
    }
}

/// A shop with its payments and its side of the sandbox.
struct Till: Sendable {
    let shop: Shop
    let feature: PaymentsFeature
    let account: OpenedAccount
    let stripe: TestStripe

    static let cause = Shop.guest

    var scope: TenantScope { shop.scope }

    /// A traveller holds a room for a night and goes to pay.
    func begin(nights: Int = 1, from: Int = 0, rooms: Int = 1) async throws -> (booking: BookingID, payment: PaymentID)
    {
        let held = try await shop.hold(
            try await shop.offer(
                from: from, nights: nights, rooms: try (0..<rooms).map { _ in try Occupancy(adults: 2) }))
        return (held.booking.id, try await start(held.booking.id))
    }

    func start(_ booking: BookingID) async throws -> PaymentID {
        try await scope.settle { tx in
            let effect = try await feature.start.start(booking, .identifier, key: shop.key, Self.cause, in: tx)
            return Effect(value: effect.value.payment, closing: effect.closing)
        }
    }

    @discardableResult
    func settle(_ payment: PaymentID) async throws -> Payment {
        try await feature.settle.settle(payment, Self.cause, in: scope)
    }

    /// As the processor's own form does: the card is entered, and its holder agrees where they are asked.
    func pay(_ payment: PaymentID, with card: String = "pm_card_visa") async throws -> Wire.Reply {
        let opened = try await settle(payment)
        return try await stripeCall(
            "payment_intents/\(try #require(opened.intent))/confirm", [("payment_method", card)])
    }

    func stripeCall(_ path: String, _ fields: [(String, String)], key: String? = nil) async throws -> Wire.Reply {
        let body = fields.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        var headers = [
            ("authorization", "Bearer \(account.secretKey)"), ("content-type", "application/x-www-form-urlencoded"),
        ]
        if let key { headers.append(("idempotency-key", key)) }
        return try await Wire(port: stripe.port, host: "localhost:\(stripe.port)").send(
            "POST", "/v1/\(path)", headers, body: body)
    }

    func booking(_ id: BookingID) async throws -> Booking {
        try await shop.feature.find.find(id, .identifier, key: shop.key, in: scope).booking
    }

    /// The time of a booking's hold is over.
    func lapse(_ booking: BookingID, _ fleet: TestFleet) async throws {
        for table in ["bookings", "room_holds"] {
            let column = table == "bookings" ? "space_expires_at" : "expires_at"
            _ = try await fleet.admin.single(
                """
                update \(identifier: shop.entry.schema).\(identifier: table)
                   set \(identifier: column) = clock_timestamp() - interval '1 second' where booking_id = \(booking.uuid)
                """)
        }
    }

    /// The time of all changes that wait for their money is over.
    func lapseChanges(_ fleet: TestFleet) async throws {
        _ = try await fleet.admin.single(
            """
            update \(identifier: shop.entry.schema).amendments set expires_at = clock_timestamp() - interval '1 second'
             where state = 'pending' and tenant_id = \(shop.entry.id)
            """)
    }

    /// A booking that is paid and confirmed.
    func paid(
        nights: Int = 1, from: Int = 0, rooms: Int = 1
    ) async throws -> (booking: BookingID, payment: PaymentID) {
        let begun = try await begin(nights: nights, from: from, rooms: rooms)
        _ = try await pay(begun.payment)
        try await settle(begun.payment)
        return begun
    }

    /// Looks at all that is not over, whether or not its hour has come. A processor that does not answer is asked
    /// again another time.
    func chase() async throws {
        _ = try await feature.late.sweep(scope, lateSeconds: -86_400)
    }

    /// What the processor signs with, told by nobody else than the row.
    func signingSecret() async throws -> String {
        let row = try await scope.run("select signing_secret_sealed from payment_accounts").only()
        return try shop.key.open(try row.get("signing_secret_sealed"), field: "payment_accounts.signing_secret")
    }

    func eventState(_ name: String) async throws -> String {
        try await scope.run("select state from processor_events where event_name = \(name)").only().get("state")
    }

    /// The dispute that the last card brought about.
    func openDispute() async throws -> String? { try await disputes().first }

    /// All that there are at the processor, the last first.
    func disputes() async throws -> [String] {
        let list = try await Wire(port: stripe.port, host: "localhost:\(stripe.port)").send(
            "GET", "/v1/disputes?limit=100", [("authorization", "Bearer \(account.secretKey)")])
        return list.body.matches(of: /"id":"(dp_[A-Za-z0-9]+)"/).map { String($0.1) }
    }

    /// Runs this site's jobs as a worker would, whether or not their hour has come.
    func work(_ fleet: TestFleet, only kind: String? = nil) async throws {
        var handlers = JobHandlers()
        feature.register(in: &handlers)
        _ = try await fleet.admin.single(
            """
            update shared.jobs set run_at = clock_timestamp()
             where tenant_id = \(scope.tenant) and queue = \(ChasePayment.queue)
               and (\(kind)::text is null or kind = \(kind))
            """)
        let worker = Worker(
            pool: fleet.worker, handlers: handlers, tenants: fleet.tenants,
            directory: try await TwoTills.directory(fleet), keys: fleet.masterKeys, name: "till",
            queues: [ChasePayment.queue], logger: TestFleet.logger)
        while try await worker.turn() > 0 {}
    }

    var totals: Totals { stripe.totals(of: account)["eur"] ?? Totals() }
}
