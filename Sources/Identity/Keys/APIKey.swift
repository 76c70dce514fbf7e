import Crypto
package import Foundation
package import Postgres
import Vocabulary
package import Web

/// A program's key: `sk_live_` or `sk_test_` and 64 hexadecimal digits. Told once; the table keeps its SHA-256
/// and the first digits, by which people tell keys apart.
package struct APIKeySecret: Hashable, Sendable, CustomStringConvertible {
    static let bytesCount = 32
    private static let shownDigits = 6

    package let description: String
    package let isTest: Bool

    init(isTest: Bool, from secrets: SecretSource) {
        let digits = secrets.bytes(Self.bytesCount).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        description = (isTest ? Self.testPrefix : Self.livePrefix) + digits
        self.isTest = isTest
    }

    /// Nil for what is no key.
    init?(_ text: String) {
        isTest = text.hasPrefix(Self.testPrefix)
        guard isTest || text.hasPrefix(Self.livePrefix) else { return nil }
        let digits = text.dropFirst(Self.livePrefix.count).utf8
        let isHexadecimal = digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard digits.count == 2 * Self.bytesCount, isHexadecimal else { return nil }
        description = text
    }

    var prefix: String { String(description.prefix(Self.livePrefix.count + Self.shownDigits)) }
    var digest: [UInt8] { Array(SHA256.hash(data: Data(description.utf8))) }

    private static let livePrefix = "sk_live_"
    private static let testPrefix = "sk_test_"
}

/// A key as the staff looks at it.
package struct APIKey: Sendable {
    package static let nameMax = 100
    package static let rangesMax = 50
    package static let limitRange = 1...1_000_000
    /// Live keys of one tenant at once.
    package static let keysMax = 200
    /// How long the old key goes on beside its successor, at most.
    package static let overlapDaysMax = 30

    package enum State: String, CaseIterable, Sendable {
        case live
        /// Past its end.
        case over
        case revoked
    }

    package let id: UUID
    package let name: String
    package let prefix: String
    package let rights: Set<StaffRight>
    /// Where it may be shown; empty: anywhere.
    package let ranges: [AddressRange]
    package let limitPerHour: Int?
    package let expiresAt: Date?
    package let replacedBy: UUID?
    package let createdBy: String
    package let createdAt: Date
    /// To within a minute.
    package let usedAt: Date?
    package let revokedAt: Date?

    init(_ row: Row) throws {
        id = try row.get("key_id")
        name = try row.get("name")
        prefix = try row.get("prefix")
        // A right that this release does not know gives nothing.
        rights = Set(try row.get("rights", as: [String].self).compactMap(StaffRight.init))
        ranges = try row.get("ranges", as: [String].self).map { text in
            guard let range = AddressRange(text) else { throw UnreadableKey() }
            return range
        }
        limitPerHour = try row.get("limit_per_hour")
        expiresAt = try row.get("expires_at")
        replacedBy = try row.get("replaced_by")
        createdBy = try row.get("created_by")
        createdAt = try row.get("created_at")
        usedAt = try row.get("used_at")
        revokedAt = try row.get("revoked_at")
    }

    package func state(now: Date) -> State {
        if revokedAt != nil { return .revoked }
        return expiresAt.map { $0 <= now } == true ? .over : .live
    }

    func allows(_ address: String) -> Bool {
        ranges.isEmpty || ranges.contains { $0.contains(address: address) }
    }
}

/// What the staff looks for among keys; what is nil does not matter.
package struct APIKeyFilter: Sendable {
    package var state: APIKey.State?
    /// Part of a name or of the digits that are shown.
    package var words: String?

    package init(state: APIKey.State? = nil, words: String? = nil) {
        self.state = state
        self.words = words
    }
}

/// Of one site there are few, and those that have ended go in time: any order is cheap.
package enum APIKeyOrder: String, RowOrder {
    case made, name, used, ends

    package static let id: SQL = "k.key_id"
    package static func id(of key: APIKey) -> UUID { key.id }

    package var value: RowValue<APIKey>? {
        switch self {
        case .made: nil
        case .name: .name("k.name") { $0.name }
        case .used: .lastTime("k.used_at") { $0.usedAt }
        case .ends: .end("k.expires_at") { $0.expiresAt }
        }
    }
}

/// A key is never let through because its row could not be read.
struct UnreadableKey: Error {}
