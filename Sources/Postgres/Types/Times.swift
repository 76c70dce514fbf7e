package import Foundation
package import Vocabulary

extension Date: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .timestamptz }

    /// Microseconds since 2000-01-01 UTC; an instant beyond PostgreSQL's is `infinity`.
    package func encode(into bytes: inout [UInt8]) {
        let micros = ((timeIntervalSinceReferenceDate - Self.postgresEpoch) * 1_000_000).rounded()
        guard let whole = Int64(exactly: micros) else {
            return bytes.append(bigEndian: micros < 0 ? Int64.min : Int64.max)
        }
        bytes.append(bigEndian: whole)
    }

    package init(decoding cell: SQLCell) throws {
        let micros: Int64 = try cell.bytes(of: .timestamptz).integer()
        guard micros != .max, micros != .min else { throw SQLDecodingFault.value("infinity is not an instant") }
        self.init(timeIntervalSinceReferenceDate: Double(micros) / 1_000_000 + Self.postgresEpoch)
    }

    /// 2000-01-01 seen from Foundation's reference date, 2001-01-01.
    private static let postgresEpoch: TimeInterval = -366 * 86_400
}

extension CalendarDate: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .date }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: Int32(clamping: daysSinceEpoch - Self.postgresEpoch))
    }

    package init(decoding cell: SQLCell) throws {
        let days: Int32 = try cell.bytes(of: .date).integer()
        guard days != .max, days != .min else { throw SQLDecodingFault.value("infinity is not a day") }
        self.init(daysSinceEpoch: Int(days) + Self.postgresEpoch)
    }

    /// Days from 1970-01-01 to 2000-01-01.
    private static let postgresEpoch = 10_957
}
