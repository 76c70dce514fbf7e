import Foundation
import Ledger
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Raw SQL on the books, past all code of ours")
struct RawLedgerTests {
    private static let tables = ["ledger_accounts", "ledger_transactions", "ledger_lines"]

    /// The constraint that refused, or the state where there is none; nil when it went through.
    private func refusal(_ scope: TenantScope, _ statements: [SQL]) async -> String? {
        do {
            _ = try await scope.run(statements)
            return nil
        } catch {
            let error = error.postgres
            return error?.constraint ?? error?.sqlState ?? "?"
        }
    }

    private func post(_ amounts: [Int], codes: [String] = ["bank", "tax"], step: String = "single") -> SQL {
        let codes = codes == ["bank", "tax"] ? ["tenant_bank", "tax"] : codes
        return """
            select posted_id from ledger_post(
              \(UUID()), 'payment.captured', \(UUID().uuidString), \(step), null, null, null, null, null, null, null,
              null, null, null, \(codes), array_fill('EUR'::text, array[\(Int32(amounts.count))]),
              array_fill(null::text, array[\(Int32(amounts.count))]),
              array_fill(null::uuid, array[\(Int32(amounts.count))]), \(amounts))
            """
    }

    private func insertLine(_ tenant: TenantID, position: Int, minor: Int, of transaction: SQL) -> SQL {
        """
        insert into ledger_lines
          (tenant_id, transaction_id, position, account_id, currency, layer, amount_minor, effective_at)
        select t.tenant_id, t.transaction_id, \(Int16(position)), a.account_id, a.currency, 'posted', \(minor),
               t.effective_at
          from ledger_transactions t join ledger_accounts a on a.tenant_id = t.tenant_id
         where t.tenant_id = \(tenant) and \(fragment: transaction) limit 1
        """
    }

    @Test(
        "an unbalanced entry is refused when it commits, whatever becomes of the context or the constraint before",
        arguments: IsolationMode.allCases)
    func unbalanced(mode: IsolationMode) async throws {
        try await TwoBooks.with(mode) { books in
            let clear: SQL = "select set_config('tenancy.token', '', true)"
            let balanced = "ledger_lines_balanced"
            #expect(await refusal(books.one, [post([100, -100])]) == nil)
            #expect(await refusal(books.one, [post([100, -99])]) == balanced)
            #expect(await refusal(books.one, [post([100, -99]), clear]) == balanced)
            #expect(await refusal(books.one, [post([100, -99], step: "pending"), clear]) == balanced)
            #expect(await refusal(books.one, [post([100, -99]), post([-1, 0])]) != nil)
            #expect(await refusal(books.one, ["set constraints all deferred", post([100, -99]), clear]) == balanced)
            #expect(await refusal(books.one, ["set constraints all immediate", post([100, -99])]) != nil)
            // One currency does not pay for another.
            let mixed: SQL = """
                select posted_id from ledger_post(
                  \(UUID()), 'payment.captured', 'mixed', 'single', null, null, null, null, null, null, null, null, null,
                  null, array['tenant_bank', 'tax'], array['EUR', 'USD'], array[null, null]::text[],
                  array[null, null]::uuid[], array[100, -100]::bigint[])
                """
            #expect(await refusal(books.one, [mixed]) == balanced)
            #expect(await refusal(books.one, [post([0, 0])]) == "ledger_lines_amount_minor_check")
            #expect(await refusal(books.one, [post([9_000_000_000_001, -9_000_000_000_001])]) != nil)
            #expect(await refusal(books.one, [post([])]) == "ledger_post_form")
            #expect(await refusal(books.one, [post([1, -1], codes: ["tenant_bank", "slush"])]) == "23502")
            #expect(
                await refusal(books.one, [post([1, -1], codes: ["tenant_bank", "traveller_receivable"])])
                    == "ledger_accounts_kept_for")
            #expect(await refusal(books.one, [clear, post([100, -100])]) == "42501")
            let counts = try await books.counts()
            #expect(counts == [2, 1, 2, 0])
            let isBalanced = try await TrialBalance.read(in: books.one).isBalanced
            #expect(isBalanced)
        }
    }

    @Test("the application changes, removes and adds nothing by itself, with or without a context")
    func grants() async throws {
        try await TwoBooks.with(.pooled) { books in
            try await books.post(try books.sold)
            let before = try await books.counts()
            for table in Self.tables + ["ledger_reservations"] {
                for statement: SQL in [
                    "update \(identifier: table) set tenant_id = tenant_id",
                    "delete from \(identifier: table)", "truncate \(identifier: table) cascade",
                    "insert into \(identifier: table) (tenant_id) select tenant_id from \(identifier: table)",
                    "alter table \(identifier: table) disable trigger all", "drop table \(identifier: table)",
                    "select tenant_id from \(identifier: table) for update",
                ] {
                    #expect(await refusal(books.one, [statement]) == "42501", "\(statement)")
                }
            }
            for statement: SQL in [
                "set session_replication_role = replica", "select verify_ledger_transaction()",
                "drop trigger verify on ledger_transactions", "set role travelhub_trigger", "set role travelhub_owner",
                """
                create or replace function verify_ledger_transaction() returns trigger language plpgsql
                as 'begin return null; end'
                """,
            ] {
                #expect(await refusal(books.one, [statement]) == "42501", "\(statement)")
            }
            #expect(try await books.counts() == before)
        }
    }

    @Test("no other tenant's entry is read, ended, taken back or added to", arguments: IsolationMode.allCases)
    func otherTenant(mode: IsolationMode) async throws {
        try await TwoBooks.with(mode) { books in
            let payment = books.payment()
            try await books.post(payment.authorized(Money(minor: 500, .eur), lapsesAfterSeconds: nil))
            let theirs = books.one.tenant
            for table in Self.tables {
                let seen: Int = try await books.two.run(
                    "select count(*) as count from \(identifier: table) where tenant_id = \(theirs)"
                ).only().get("count")
                #expect(seen == 0)
            }
            #expect(await books.refusal(payment.voided(), in: books.two) == .entryUnknown)
            #expect(
                await refusal(books.two, [insertLine(theirs, position: 9, minor: 1, of: "true")]) == "42501")
            #expect(try await books.counts() == [2, 1, 2, 1])
        }
    }

    @Test("not even the owner of the tables rewrites a line, adds one to what is whole, or commits half an entry")
    func owner() async throws {
        try await TwoBooks.with(.pooled) { books in
            try await books.post(try books.sold)
            func refused(_ statements: [SQL]) async -> String? {
                do {
                    try await books.fleet.owner.transaction { tx in
                        _ = try await tx.run("set local search_path = pooled, pg_temp")
                        // It counts for a tenant, and there is none here: what is asked is whether the others refuse.
                        _ = try await tx.run("alter table ledger_lines disable trigger count")
                        for statement in statements { _ = try await tx.run(statement) }
                    }
                    return nil
                } catch {
                    let error = error.postgres
                    return error?.constraint ?? error?.sqlState ?? "?"
                }
            }
            for table in Self.tables {
                #expect(await refused(["update \(identifier: table) set tenant_id = tenant_id"]) == "42501")
                #expect(await refused(["delete from \(identifier: table)"]) == "42501")
                #expect(await refused(["truncate \(identifier: table) cascade"]) == "42501")
            }
            let tenant = books.one.tenant
            #expect(await refused([insertLine(tenant, position: 6, minor: 1, of: "true")]) == "ledger_lines_complete")
            let id = UUID()
            let transaction: SQL = """
                insert into ledger_transactions
                  (tenant_id, transaction_id, kind, key, content_digest, step, line_count, effective_at)
                values (\(tenant), \(id), 'payment.captured', 'raw', sha256('x'), 'single', 2, clock_timestamp())
                """
            let this: SQL = "t.transaction_id = \(id)"
            #expect(await refused([transaction]) == "ledger_lines_complete")
            #expect(
                await refused([transaction, insertLine(tenant, position: 1, minor: 5, of: this)])
                    == "ledger_lines_complete")
            #expect(
                await refused([
                    transaction, insertLine(tenant, position: 1, minor: 5, of: this),
                    insertLine(tenant, position: 2, minor: -4, of: this),
                ]) == "ledger_lines_balanced")
            #expect(
                await refused([
                    transaction, insertLine(tenant, position: 1, minor: 5, of: this),
                    "update ledger_lines set amount_minor = 5",
                ]) == "42501")
        }
    }
}
