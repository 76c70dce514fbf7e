import Foundation
import Jobs
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("What tenants keep for a time")
struct TenantRetentionTests {
    /// Of each kind `over` that have expired for long, and one that has not, written as the tenant's own.
    private static func fill(_ entry: TenantEntry, over: Int, _ fleet: TestFleet) async throws {
        let (id, account, session) = (entry.id, fleet.identifiers.next(), fleet.identifiers.next())
        let numbers: SQL = "generate_series(0, \(over)) n"
        // The one that is not over comes first.
        let end: SQL = "clock_timestamp() + case n when 0 then interval '1 hour' else interval '-3 years' end"
        let hash: SQL = "sha256(gen_random_uuid()::text::bytea)"
        let sealed: SQL = "'\\x00'::bytea, sha256(gen_random_uuid()::text::bytea)"
        let booking = fleet.identifiers.next()
        let statements: [SQL] = [
            """
            insert into accounts (tenant_id, account_id, email_sealed, email_index, name_sealed, data_key_number, locale)
            values (\(id), \(account), \(fragment: sealed), '', 1, 'en')
            """,
            """
            insert into sessions
              (tenant_id, session_id, account_id, kind, factor, device_sealed, device_index, expires_at)
            values (\(id), \(session), \(account), 'program', 'none', \(fragment: sealed),
                    clock_timestamp() + interval '1 day')
            """,
            """
            with made as (
              insert into sessions
                (tenant_id, session_id, account_id, kind, factor, device_sealed, device_index, expires_at)
              select \(id), gen_random_uuid(), \(account), 'program', 'none', \(fragment: sealed),
                     clock_timestamp() - interval '31 days'
                from generate_series(1, \(over)) n returning session_id)
            insert into refresh_tokens (tenant_id, token_hash, session_id)
            select \(id), \(fragment: hash), session_id from made, generate_series(1, 2)
            """,
            "insert into refresh_tokens (tenant_id, token_hash, session_id) values (\(id), \(fragment: hash), \(session))",
            """
            insert into mail_proofs (tenant_id, token_hash, purpose, content_sealed, data_key_number, expires_at)
            select \(id), \(fragment: hash), case n % 2 when 0 then 'register' else 'ticket' end, '', 1, \(fragment: end)
              from \(fragment: numbers)
            """,
            """
            insert into invitations (tenant_id, invitation_id, email_sealed, email_index, data_key_number, role,
                                     token_hash, invited_by, locale, expires_at)
            select \(id), gen_random_uuid(), \(fragment: sealed), 1, 'agent', \(fragment: hash), 'x', 'en',
                   \(fragment: end) from \(fragment: numbers)
            """,
            """
            with made as (
              insert into accounts
                (tenant_id, account_id, email_sealed, email_index, name_sealed, data_key_number, locale)
              select \(id), gen_random_uuid(), \(fragment: sealed), '', 1, 'en' from \(fragment: numbers)
              returning account_id),
            numbered as (select account_id, row_number() over () - 1 as n from made)
            insert into brand_sketches (tenant_id, account_id, document, changed_at)
            select \(id), account_id, '{}', \(fragment: end) from numbered
            """,
            """
            insert into identity_states (tenant_id, state_hash, expires_at)
            select \(id), \(fragment: hash), \(fragment: end) from \(fragment: numbers)
            """,
            """
            insert into api_keys (tenant_id, key_id, name, prefix, key_hash, rights, created_by, expires_at, revoked_at)
            select \(id), gen_random_uuid(), 'k', 'sk_test_000000', \(fragment: hash), '{}', 'x',
                   case n % 2 when 0 then \(fragment: end) end, case n % 2 when 1 then \(fragment: end) end
              from \(fragment: numbers)
            """,
            """
            insert into signing_keys (tenant_id, key_id, private_sealed, data_key_number, public_jwk, signs_from,
                                      signs_until, verifies_until)
            select \(id), 'retention_' || n, '', 1, '{}', \(fragment: end) - interval '9 days',
                   \(fragment: end) - interval '1 day', \(fragment: end) from \(fragment: numbers)
            """,
            """
            with made as (
              insert into outgoing_mails (tenant_id, mail_id, template, weight, locale, recipient_sealed,
                                          recipient_index, state, data_key_number, created_at)
              select \(id), gen_random_uuid(), 'news', 'consented', 'en', \(fragment: sealed), 'bounced', 1,
                     \(fragment: end) from \(fragment: numbers) returning mail_id),
            bounced as (
              insert into mail_bounces (tenant_id, bounce_id, mail_id, action, status)
              select \(id), gen_random_uuid(), mail_id, 'failed', '5.1.1' from made)
            insert into mail_complaints (tenant_id, complaint_id, mail_id, kind)
            select \(id), gen_random_uuid(), mail_id, 'abuse' from made
            """,
            """
            insert into quotes (tenant_id, quote_id, outcome, offered_minor, currency, expires_at)
            select \(id), gen_random_uuid(), 'sold_out', 1, 'EUR', \(fragment: end) from \(fragment: numbers)
            """,
            """
            insert into room_holds (tenant_id, hold_id, booking_id, room_type_id, night, quantity, state, expires_at)
            select \(id), gen_random_uuid(), \(booking), r.room_type_id, r.night, 1, 'released', \(fragment: end)
              from \(fragment: numbers), (select room_type_id, night from room_nights limit 1) r
            """,
            // Kept longer than all else.
            """
            with made as (
              insert into papers (tenant_id, paper_id, kind, year, number, booking_id, issued_at, content)
              select \(id), gen_random_uuid(), 'invoice', 2000, n + 1, gen_random_uuid(), clock_timestamp(), '{}'
                from \(fragment: numbers) returning paper_id, number)
            insert into paper_buyers (tenant_id, paper_id, buyer_sealed, data_key_number, issued_at)
            select \(id), m.paper_id, '', 1,
                   clock_timestamp() - case m.number when 1 then interval '0' else interval '12 years' end from made m
            """,
            """
            insert into processor_events (tenant_id, event_name, kind, object_name, happened_at, received_at)
            select \(id), 'evt_' || n, 'payment_intent.succeeded', 'pi_' || n, clock_timestamp(), \(fragment: end)
              from \(fragment: numbers)
            """,
            """
            with whose as (
              insert into processor_customers (tenant_id, customer_id, account_id, account_name)
              values (\(id), gen_random_uuid(), \(account), 'acct_1') returning customer_id)
            insert into saved_cards
              (tenant_id, card_id, customer_id, processor_name, kind, digits, expiry_month, expiry_year, removed_at,
               detached_at)
            select \(id), gen_random_uuid(), w.customer_id, 'pm_' || n, 'visa', '4242', 12, 2030, clock_timestamp(),
                   \(fragment: end) from whose w, \(fragment: numbers)
            """,
            """
            insert into api_usage (tenant_id, day, method, path, version, calls)
            select \(id), (\(fragment: end))::date, 'GET', '/' || n, 1, 1 from \(fragment: numbers)
            """,
        ]
        _ = try await fleet.tenants.scope(entry).run(statements)
    }

    private static let kinds = [
        "refresh_tokens": "refresh_tokens", "sessions": "sessions", "mail_proofs": "mail_proofs",
        "invitations": "invitations", "openid_states": "identity_states", "api_keys": "api_keys",
        "signing_keys": "signing_keys", "mail_bounces": "mail_bounces",
        "mail_complaints": "mail_complaints", "mails": "outgoing_mails", "quotes": "quotes",
        "brand_sketches": "brand_sketches", "processor_events": "processor_events", "paper_buyers": "paper_buyers",
        "saved_cards": "saved_cards",
        "cancellation_quotes": "cancellation_quotes", "change_quotes": "amendments", "holds": "room_holds",
        "api_usage": "api_usage",
    ]

    private static func count(_ table: String, _ scope: TenantScope) async throws -> Int {
        try await scope.run("select count(*) as number from \(identifier: table)").only().get("number")
    }

    @Test("Goes with every tenant when its term is over, in both modes, and the run says how many of what")
    func goes() async throws {
        try await WatchedHubs.serve(1) { hubs in
            let (fleet, hub) = (hubs.fleet, hubs.processes[0].hub)
            #expect(Set(Hub.tenantRetentions.map(\.name)) == Set(Self.kinds.keys))
            // More than a batch of refresh tokens with one, a few with the other.
            try await Self.fill(hubs.one.entry, over: 600, fleet)
            try await Self.fill(hubs.two.entry, over: 3, fleet)
            let told = try await hub.sweepTenants.run()
            for (kind, count) in [("refresh_tokens", 1_206), ("sessions", 603), ("mails", 603), ("holds", 603)] {
                #expect(told.contains("\(count) \(kind)"), "\(told)")
            }
            for partner in [hubs.one, hubs.two] {
                let scope = fleet.tenants.scope(partner.entry)
                for (kind, table) in Self.kinds where !["cancellation_quotes", "change_quotes"].contains(kind) {
                    #expect(try await Self.count(table, scope) == 1, "\(kind) of \(partner.word)")
                }
            }
            #expect(try await hub.sweepTenants.run() == "nothing had expired")
        }
    }

    @Test("Finds by an index what has expired, as row security lets it look")
    func plans() async throws {
        try await WatchedHubs.serve(1) { hubs in
            let fleet = hubs.fleet
            for partner in [hubs.one, hubs.two] { try await Self.fill(partner.entry, over: 20, fleet) }
            for table in Set(Self.kinds.values) {
                _ = try await fleet.owner.single("analyze pooled.\(identifier: table)")
            }
            for kind in Hub.tenantRetentions {
                let rows = try await fleet.tenants.scope(hubs.one.entry).run([
                    // Few rows fit a page, which reading from end to end would always win.
                    "set local enable_seqscan = off", "set local enable_bitmapscan = off",
                    "explain (costs off) \(fragment: kind.statement(1_000))",
                ])[2]
                let plan = try rows.map { try $0.get("QUERY PLAN", as: String.self) }.joined(separator: "\n")
                #expect(!plan.contains("Seq Scan"), "\(kind.name)\n\(plan)")
                // The end of the term is a condition of an index, not a filter behind one.
                #expect(
                    plan.contains(/Index Cond: .*(<= |< )/), "\(kind.name)\n\(plan)")
            }
        }
    }

    @Test("A tenant that fails is counted, and the others have their turn")
    func oneFails() async throws {
        try await WatchedHubs.serve(1) { hubs in
            let (fleet, hub) = (hubs.fleet, hubs.processes[0].hub)
            for partner in [hubs.one, hubs.two] { try await Self.fill(partner.entry, over: 2, fleet) }
            _ = try await fleet.owner.single(
                "alter table \(identifier: hubs.two.entry.schema).invitations rename to invitations_away")
            let failure = await #expect(throws: TenantRoundFailure.self) { try await hub.sweepTenants.run() }
            #expect(failure?.description.hasPrefix("1 tenants failed; else ") == true, "\(String(describing: failure))")
            #expect(
                failure?.description.contains("2 invitations") == true
                    && failure?.description.contains("4 sessions") == true)
        }
    }
}
