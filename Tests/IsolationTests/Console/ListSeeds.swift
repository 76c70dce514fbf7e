import Foundation
import Postgres
import Tenancy
import TestSupport
import Vocabulary
import Web

@testable import TravelHub

/// Puts marked rows into the lists of a swept site, past the routes that would take their time over each.
struct ListSeeds: Sendable {
    /// More than two pages of any list.
    static let count = 115

    let sites: SweptSites
    let partner: SweptPartner

    private var scope: TenantScope { sites.fleet.tenants.scope(partner.entry) }
    private var tenant: TenantID { partner.entry.id }
    private func mark(_ number: Int) -> String { "mark-\(String(10_000 + number).dropFirst())" }
    private func bytes() -> [UInt8] { (0..<32).map { _ in UInt8.random(in: 0...255) } }

    func keys(_ numbers: Range<Int>) async throws {
        _ = try await scope.run(
            numbers.map { number in
                """
                insert into api_keys (tenant_id, key_id, name, prefix, key_hash, rights, created_by)
                values (\(tenant), \(sites.fleet.identifiers.next()), \(mark(number)),
                        \("sk_live_" + String(0x100000 + number, radix: 16)), \(bytes()), \(["site:read"]), 'test')
                """
            })
    }

    func looks(_ numbers: Range<Int>) async throws {
        _ = try await scope.run(
            numbers.map { number in
                """
                insert into branding_releases (tenant_id, release, document, digest, actor)
                select tenant_id, \(number) + 100, document, digest, \(mark(number))
                  from branding_releases where release = 1
                """
            })
    }

    func entries(_ numbers: Range<Int>) async throws {
        _ = try await scope.run(
            numbers.map { number in
                AuditTrail(identifiers: sites.fleet.identifiers).statement(
                    AuditEntry(
                        action: "swept.list", actor: "operator:swept", subjectKind: "swept",
                        subjectID: mark(number)), tenant: tenant)
            })
    }

    /// In an order of their own, so that their names are not in the order of their making.
    func people(_ numbers: [Int]) async throws {
        let key = try await sites.fleet.dataKeys.key(of: tenant)
        _ = try await scope.run(
            try numbers.map { number in
                let email = "\(mark(number))@example.com"
                return """
                    insert into accounts
                      (tenant_id, account_id, email_sealed, email_index, name_sealed, data_key_number, role, locale)
                    values (\(tenant), \(sites.fleet.identifiers.next()), \(try key.seal(email, field: "accounts.email")),
                            \(key.blindIndex(email)), \(try key.seal("P \(mark(number))", field: "accounts.name")),
                            \(key.number), \(number % 2 == 0 ? "agent" : "partner"), 'en')
                    """
            })
    }

    func invitations(_ numbers: [Int]) async throws {
        let key = try await sites.fleet.dataKeys.key(of: tenant)
        _ = try await scope.run(
            try numbers.map { number in
                let email = "\(mark(number))@invited.example"
                return """
                    insert into invitations
                      (tenant_id, invitation_id, email_sealed, email_index, data_key_number, role, token_hash,
                       invited_by, locale, expires_at)
                    values (\(tenant), \(sites.fleet.identifiers.next()),
                            \(try key.seal(email, field: "invitations.email")), \(key.blindIndex(email)), \(key.number),
                            'agent', \(bytes()), 'account:test', 'en', clock_timestamp() + interval '1 day')
                    """
            })
    }

    /// Copies of the one that is there, told apart by the words of their hotel.
    func bookings(_ numbers: Range<Int>) async throws {
        let digits = Array("23456789")
        for number in numbers {
            let reference = "BCDF" + String([512, 64, 8, 1].map { digits[number / $0 % 8] })
            _ = try await sites.fleet.admin.single(
                """
                insert into \(identifier: partner.entry.schema).bookings
                select (jsonb_populate_record(b, jsonb_build_object(
                         'booking_id', \(sites.fleet.identifiers.next().uuidString)::text,
                         'reference', \(reference)::text,
                         'stay', jsonb_set(b.stay, '{hotel_name}', to_jsonb(\(mark(number))::text))))).*
                  from \(identifier: partner.entry.schema).bookings b where tenant_id = \(tenant)
                 order by booking_id limit 1
                """)
        }
    }
}
