import Foundation
import HTTPTypes
import NIOCore
import Postgres
import Tenancy
import Vocabulary

/// SQL on `shared.idempotency_keys`.
struct IdempotencyStore: Sendable {
    /// What an effect answered the first time.
    struct Stored: Sendable {
        let inputDigest: [UInt8]
        let answer: Answer
    }

    /// Ends with the transaction, however that ends.
    static func lock(_ key: IdempotencyKey) -> SQL {
        "select pg_try_advisory_xact_lock(\(key.lock)) as gained"
    }

    static func find(_ key: IdempotencyKey) -> SQL {
        """
        select input_digest, status, headers, body, headers_sealed, body_sealed from idempotency_keys
         where fingerprint = \(key.fingerprint) and expires_at > clock_timestamp()
        """
    }

    /// An expired row of the same key makes room.
    static func insert(_ key: IdempotencyKey, _ answer: SealedAnswer, tenant: TenantID) -> SQL {
        """
        insert into idempotency_keys
          (tenant_id, fingerprint, input_digest, status, headers_sealed, body_sealed, data_key_number)
        values (\(tenant), \(key.fingerprint), \(key.inputDigest), \(answer.status), \(answer.headers), \(answer.body),
                \(Int32(answer.keyNumber)))
        on conflict (tenant_id, fingerprint) do update
          set input_digest = excluded.input_digest, status = excluded.status, headers = null, body = null,
              headers_sealed = excluded.headers_sealed, body_sealed = excluded.body_sealed,
              data_key_number = excluded.data_key_number, created_at = excluded.created_at,
              expires_at = excluded.expires_at
          where idempotency_keys.expires_at <= clock_timestamp()
        """
    }

    static func stored(_ rows: Rows, _ key: IdempotencyKey, under dataKey: TenantDataKey) throws -> Stored? {
        guard let row = rows.first else { return nil }
        let (headers, body) = try opened(row, key, under: dataKey)
        let status = try row.get("status", as: Int.self)
        let answer = Answer(
            HTTPResponse.Status(code: status), headers: headers,
            body: body.isEmpty ? .empty : .bytes(ByteBuffer(bytes: body)))
        return Stored(inputDigest: try row.get("input_digest"), answer: answer)
    }

    /// The previous release wrote in the clear; such a row lives for a day at most.
    private static func opened(
        _ row: Row, _ key: IdempotencyKey, under dataKey: TenantDataKey
    ) throws -> (headers: HTTPFields, body: [UInt8]) {
        guard let headers: [UInt8] = try row.get("headers_sealed") else {
            return (SealedAnswer.unpack(try row.get("headers")), try row.get("body"))
        }
        return try SealedAnswer.open(
            headers: headers, body: try row.get("body_sealed"), of: key.fingerprint, under: dataKey)
    }
}
