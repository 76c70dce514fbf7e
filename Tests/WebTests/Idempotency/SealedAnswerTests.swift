import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Web

@Suite("A stored answer")
struct SealedAnswerTests {
    private let keyed = KeyedTests()
    private static let name = "Ada Lovelace"

    @Test("holds no name in the clear, and is given again to the byte")
    func sealed() async throws {
        try await keyed.with { server, _, fleet in
            let first = try await keyed.post(server, Self.name, key: "k")
            #expect(first.bodyText.contains(Self.name))
            let row = try await fleet.admin.single(
                """
                select headers is null and body is null as is_sealed, octet_length(body_sealed) as size,
                       position(convert_to(\(Self.name), 'UTF8') in body_sealed)
                         + position(convert_to('json', 'UTF8') in headers_sealed) as place
                  from shared.idempotency_keys
                """
            ).only()
            #expect(try row.get("is_sealed"))
            #expect(try row.get("size", as: Int.self) > first.body.count)
            #expect(try row.get("place", as: Int.self) == 0)
            let again = try await keyed.post(server, Self.name, key: "k")
            #expect(again.field("idempotent-replayed") == "true")
            #expect(again.body == first.body)
            #expect(again.field("content-type") == first.field("content-type"))
            #expect(again.field("location") == first.field("location"))
        }
    }

    @Test("opens for its tenant, its request and its column, and for no other")
    func opensForItsOwn() async throws {
        try await keyed.with { server, _, fleet in
            let first = try await keyed.post(server, Self.name, key: "k")
            _ = try await keyed.post(server, Self.name, key: "k", host: "two.localhost")
            let rows = try await fleet.admin.single(
                """
                select t.slug, t.tenant_id, i.fingerprint, i.headers_sealed, i.body_sealed
                  from shared.idempotency_keys i join platform.tenants t using (tenant_id) order by t.slug
                """)
            let keys = try await [
                fleet.dataKeys.key(of: rows[0].get("tenant_id")), fleet.dataKeys.key(of: rows[1].get("tenant_id")),
            ]
            let print: UUID = try rows[0].get("fingerprint")
            let (headers, body): ([UInt8], [UInt8]) = (
                try rows[0].get("headers_sealed"), try rows[0].get("body_sealed")
            )
            #expect(try SealedAnswer.open(headers: headers, body: body, of: print, under: keys[0]).body == first.body)
            #expect(throws: (any Error).self) {
                try SealedAnswer.open(headers: headers, body: body, of: print, under: keys[1])
            }
            #expect(throws: (any Error).self) {
                try SealedAnswer.open(
                    headers: headers, body: body, of: rows[1].get("fingerprint"), under: keys[0])
            }
            #expect(throws: (any Error).self) {
                try SealedAnswer.open(headers: body, body: headers, of: print, under: keys[0])
            }
        }
    }

    @Test("of the previous release, in the clear, is still given again")
    func previousRelease() async throws {
        try await keyed.with { server, effect, fleet in
            _ = try await keyed.post(server, "a", key: "k")
            _ = try await fleet.admin.single(
                """
                update shared.idempotency_keys
                   set headers = 'Content-Type: application/json', body = convert_to('{"old":1}', 'UTF8'),
                       headers_sealed = null, body_sealed = null, data_key_number = null
                """)
            let again = try await keyed.post(server, "a", key: "k")
            #expect(again.bodyText == #"{"old":1}"#)
            #expect(again.field("content-type") == "application/json")
            #expect(effect.count == 1)
        }
    }

    @Test("goes when it has expired, of whichever tenant, batch by batch; those alive stay")
    func swept() async throws {
        try await keyed.with { server, effect, fleet in
            for host in ["one.localhost", "two.localhost"] {
                for key in ["a", "b", "c"] { _ = try await keyed.post(server, "a", key: key, host: host) }
            }
            let sweep = SweepAnswers(pool: fleet.worker, batchMax: 2)
            #expect(try await sweep.run() == 0)
            _ = try await fleet.admin.single(
                """
                update shared.idempotency_keys set expires_at = clock_timestamp() - interval '1 second'
                 where fingerprint in (select fingerprint from (
                   select fingerprint, row_number() over (partition by tenant_id order by created_at) as place
                     from shared.idempotency_keys) as placed where place <= 2)
                """)
            #expect(try await sweep.sweep() == 2)
            #expect(try await sweep.run() == 2)
            for host in ["one.localhost", "two.localhost"] {
                #expect(try await keyed.post(server, "a", key: "c", host: host).field("idempotent-replayed") == "true")
            }
            #expect(effect.count == 6)
            let left = try await fleet.admin.single("select count(*) as count from shared.idempotency_keys").only()
            #expect(try left.get("count", as: Int.self) == 2)
        }
    }
}
