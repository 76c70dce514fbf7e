import Foundation
import HTTPTypes
import Tenancy

/// An answer as it is stored: its fields and its body sealed under the tenant's data key, because it may
/// name travellers. It opens for that tenant, that key and that column only.
struct SealedAnswer: Sendable {
    let status: Int
    let headers: [UInt8]
    let body: [UInt8]
    let keyNumber: Int

    /// Header fields that belong to the effect; the others belong to the request that asks.
    static let keptFields: [HTTPField.Name] = [.contentType, .location, .eTag, .contentLanguage]

    init(_ answer: Answer, body: [UInt8], of fingerprint: UUID, under key: TenantDataKey) throws {
        status = answer.status.code
        headers = try key.seal(Array(Self.pack(answer.headers).utf8), field: Self.field("headers", fingerprint))
        self.body = try key.seal(body, field: Self.field("body", fingerprint))
        keyNumber = key.number
    }

    /// Throws `CryptoKitError` for bytes that were sealed for another tenant, key or column.
    static func open(
        headers: [UInt8], body: [UInt8], of fingerprint: UUID, under key: TenantDataKey
    ) throws -> (headers: HTTPFields, body: [UInt8]) {
        let text = try key.open(bytes: headers, field: field("headers", fingerprint))
        return (
            unpack(String(decoding: text, as: UTF8.self)), try key.open(bytes: body, field: field("body", fingerprint))
        )
    }

    private static func field(_ column: String, _ fingerprint: UUID) -> String {
        "idempotency_keys.\(column)/\(fingerprint.uuidString)"
    }

    /// One `name: value` a line; neither side can hold a line break.
    private static func pack(_ fields: HTTPFields) -> String {
        keptFields.compactMap { name in fields[name].map { "\(name.canonicalName): \($0)" } }.joined(separator: "\n")
    }

    static func unpack(_ text: String) -> HTTPFields {
        text.split(separator: "\n").reduce(into: HTTPFields()) { fields, line in
            guard let colon = line.firstIndex(of: ":"), let name = HTTPField.Name(String(line[..<colon])) else {
                return
            }
            fields.append(HTTPField(name: name, value: String(line[colon...].dropFirst(2))))
        }
    }
}
