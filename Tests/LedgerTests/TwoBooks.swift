import Foundation
import Ledger
import Logging
import Postgres
import Tenancy
import TestSupport
import Vocabulary

/// Two tenants' books on one database, for the same bookings, so that a statement that forgot its tenant would find
/// the other's.
struct TwoBooks: Sendable {
    let fleet: TestFleet
    private let pool: PostgresPool
    let one: TenantScope
    let two: TenantScope
    let ledger: Ledger
    let identifiers = SeededIdentifiers()
    let booking = UUID(uuidString: "0197a000-0000-7000-8000-000000000001")!
    let hotel = UUID(uuidString: "0197a000-0000-7000-8000-000000000002")!

    /// A crowd waits its turn here however slow the machine is.
    private static let patience = Duration.seconds(120)

    static func with(
        _ mode: IsolationMode, connections: Int = 8, _ body: (TwoBooks) async throws -> Void
    ) async throws {
        let fleet = try await TestFleet.make()
        let pool = PostgresPool(
            PostgresConfiguration(conninfo: TestFleet.conninfo(fleet.adminConninfo, user: "travelhub_app")),
            limits: PoolLimits(minimum: 0, maximum: connections, waitDeadline: patience), logger: TestFleet.logger)
        let tenants = TenantDatabase(pool: pool, signer: TenantTokenSigner(keys: fleet.masterKeys, clock: .system))
        let (one, two) = try await fleet.pair(mode)
        let books = TwoBooks(
            fleet: fleet, pool: pool, one: tenants.scope(one), two: tenants.scope(two),
            ledger: Ledger(identifiers: fleet.identifiers))
        let outcome: Result<Void, any Error>
        do {
            try await body(books)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await pool.close()
        await fleet.close()
        try outcome.get()
    }

    var sale: Sale {
        get throws {
            try Sale(
                booking: booking, hotel: hotel, total: .init(minor: 10_000, .eur), supplier: .init(minor: 8_000, .eur),
                tax: .init(minor: 700, .eur), platformFee: .init(minor: 250, .eur))
        }
    }

    var sold: LedgerEntry {
        get throws {
            LedgerEntry(
                LedgerReference(.bookingSold, booking), .single(try PostingRules.lines(.sold(try sale))),
                about: LedgerTopic(booking: booking))
        }
    }

    func payment(_ number: Int = 1) -> PaymentCourse {
        PaymentCourse(
            booking: booking, payment: UUID(uuidString: "0197a000-0000-7000-8000-0000000001\(10 + number)")!,
            processorReference: "ch_\(number)")
    }

    /// Nil when it was written.
    func refusal(_ entry: LedgerEntry, in scope: TenantScope? = nil) async -> LedgerError? {
        do {
            _ = try await post(entry, in: scope)
            return nil
        } catch {
            return LedgerError(error) ?? .nothingMoves
        }
    }

    @discardableResult
    func post(_ entry: LedgerEntry, in scope: TenantScope? = nil) async throws -> Ledger.Posted {
        try await (scope ?? one).transaction { try await ledger.post(entry, in: $0) }
    }

    func balances(_ accounts: [LedgerAccount], in scope: TenantScope? = nil) async throws -> [AccountBalance?] {
        try await (scope ?? one).transaction { try await ledger.balances(of: accounts, in: $0) }
    }

    /// What counts, and what would if all that is reserved were posted; zero for an account without lines.
    func standing(_ account: LedgerAccount, in scope: TenantScope? = nil) async throws -> [Int] {
        let balance = try await balances([account], in: scope)[0]
        return [balance?.balance.minor ?? 0, balance?.expected.minor ?? 0]
    }

    /// The reservation's time is over, on the database's clock.
    func lapse(_ reference: LedgerReference, in scope: TenantScope? = nil) async throws {
        let schema = (scope ?? one).entry.schema
        let changed = try await fleet.owner.single(
            """
            update \(identifier: schema).ledger_reservations r set expires_at = clock_timestamp() - interval '1 second'
              from \(identifier: schema).ledger_transactions t
             where t.tenant_id = \((scope ?? one).tenant) and t.kind = \(reference.kind.rawValue)
               and t.key = \(reference.key) and r.tenant_id = t.tenant_id and r.transaction_id = t.transaction_id
            """)
        guard changed.affectedCount == 1 else { throw NothingReserved() }
    }

    struct NothingReserved: Error {}

    func counts(in scope: TenantScope? = nil) async throws -> [Int] {
        let row = try await (scope ?? one).run(
            """
            select (select count(*) from ledger_accounts) as accounts,
                   (select count(*) from ledger_transactions) as transactions,
                   (select count(*) from ledger_lines) as lines,
                   (select count(*) from ledger_reservations) as reservations
            """
        ).only()
        return [
            try row.get("accounts"), try row.get("transactions"), try row.get("lines"), try row.get("reservations"),
        ]
    }
}
