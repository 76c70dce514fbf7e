/// A reply as RESP2 knows them.
package enum RedisValue: Hashable, Sendable {
    case null
    case integer(Int64)
    /// A simple string such as `OK`.
    case status(String)
    case bytes([UInt8])
    case array([RedisValue])
    /// An error within an array or of one command of a pipeline; alone it is thrown.
    case error(String)

    /// The words of a status or of bytes that are UTF-8.
    package var text: String? {
        switch self {
        case .status(let text): text
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        default: nil
        }
    }

    /// An integer, also one that was stored as text.
    package var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self).flatMap { Int64($0) }
        default: nil
        }
    }

    package var array: [RedisValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    package var isNull: Bool { self == .null }
}
