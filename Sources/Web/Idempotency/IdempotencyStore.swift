import Foundation
import HTTPTypes
import NIOCore
import Postgres
import Vocabulary

/// SQL on `shared.idempotency_keys`.
struct IdempotencyStore: Sendable {
    /// What an effect answered the first time.
    struct Stored: Sendable {
        let inputDigest: [UInt8]
        let answer: Answer
    }

    /// Header fields that belong to the effect; the others belong to the request that asks.
    static let keptFields: [HTTPField.Name] = [.contentType, .location, .eTag, .contentLanguage]

    /// Ends with the transaction, however that ends.
    static func lock(_ key: IdempotencyKey) -> SQL {
        "select pg_try_advisory_xact_lock(\(key.lock)) as gained"
    }

    static func find(_ key: IdempotencyKey) -> SQL {
        """
        select input_digest, status, headers, body from idempotency_keys
         where fingerprint = \(key.fingerprint) and expires_at > clock_timestamp()
        """
    }

    /// An expired row of the same key makes room.
    static func insert(_ key: IdempotencyKey, _ answer: Answer, _ body: [UInt8], tenant: TenantID) -> SQL {
        """
        insert into idempotency_keys (tenant_id, fingerprint, input_digest, status, headers, body)
        values (\(tenant), \(key.fingerprint), \(key.inputDigest), \(answer.status.code), \(pack(answer.headers)), \(body))
        on conflict (tenant_id, fingerprint) do update
          set input_digest = excluded.input_digest, status = excluded.status, headers = excluded.headers,
              body = excluded.body, created_at = excluded.created_at, expires_at = excluded.expires_at
          where idempotency_keys.expires_at <= clock_timestamp()
        """
    }

    static func stored(_ rows: Rows) throws -> Stored? {
        guard let row = rows.first else { return nil }
        let body = try row.get("body", as: [UInt8].self)
        let status = try row.get("status", as: Int.self)
        let answer = Answer(
            HTTPResponse.Status(code: status), headers: unpack(try row.get("headers")),
            body: body.isEmpty ? .empty : .bytes(ByteBuffer(bytes: body)))
        return Stored(inputDigest: try row.get("input_digest"), answer: answer)
    }

    /// One `name: value` a line; neither side can hold a line break.
    private static func pack(_ fields: HTTPFields) -> String {
        keptFields.compactMap { name in fields[name].map { "\(name.canonicalName): \($0)" } }.joined(separator: "\n")
    }

    private static func unpack(_ text: String) -> HTTPFields {
        text.split(separator: "\n").reduce(into: HTTPFields()) { fields, line in
            guard let colon = line.firstIndex(of: ":"), let name = HTTPField.Name(String(line[..<colon])) else {
                return
            }
            fields.append(HTTPField(name: name, value: String(line[colon...].dropFirst(2))))
        }
    }
}
