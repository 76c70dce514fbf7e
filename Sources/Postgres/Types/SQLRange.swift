package import Vocabulary

/// A range value of PostgreSQL: two bounds, each open, closed or absent, or nothing at all.
package struct SQLRange<Bound: SQLRangeBound>: Hashable, Sendable {
    /// Nil when the range has no lower bound.
    package let lower: Bound?
    /// Nil when the range has no upper bound.
    package let upper: Bound?
    package let includesLower: Bool
    package let includesUpper: Bool
    package let isEmpty: Bool

    /// The canonical form of discrete ranges: the lower bound is in, the upper is not.
    package init(from lower: Bound?, to upper: Bound?) {
        self.init(lower: lower, upper: upper, includesLower: lower != nil, includesUpper: false)
    }

    package init(lower: Bound?, upper: Bound?, includesLower: Bool, includesUpper: Bool) {
        self.lower = lower
        self.upper = upper
        self.includesLower = includesLower
        self.includesUpper = includesUpper
        isEmpty = false
    }

    private init() {
        lower = nil
        upper = nil
        includesLower = false
        includesUpper = false
        isEmpty = true
    }

    package static var empty: SQLRange { SQLRange() }
}

/// A value that ranges are made of.
package protocol SQLRangeBound: SQLEncodable, SQLDecodable, Hashable {
    static var sqlRangeType: SQLType { get }
}

extension CalendarDate: SQLRangeBound {
    package static var sqlRangeType: SQLType { .daterange }
}

extension Int: SQLRangeBound {
    package static var sqlRangeType: SQLType { .int8range }
}

/// The flags of `range_send` (rangetypes.h).
private enum RangeFlag {
    static let empty: UInt8 = 0x01
    static let includesLower: UInt8 = 0x02
    static let includesUpper: UInt8 = 0x04
    static let noLower: UInt8 = 0x08
    static let noUpper: UInt8 = 0x10
}

extension SQLRange: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { Bound.sqlRangeType }

    package func encode(into bytes: inout [UInt8]) {
        guard !isEmpty else { return bytes.append(RangeFlag.empty) }
        bytes.append(
            (includesLower ? RangeFlag.includesLower : 0) | (includesUpper ? RangeFlag.includesUpper : 0)
                | (lower == nil ? RangeFlag.noLower : 0) | (upper == nil ? RangeFlag.noUpper : 0))
        if let lower { bytes.appendCounted(lower) }
        if let upper { bytes.appendCounted(upper) }
    }

    package init(decoding cell: SQLCell) throws {
        guard let bound = Self.bounds[cell.oid] else { throw SQLDecodingFault.type }
        let bytes = try cell.nonNull()
        let flags: UInt8 = try bytes.integer()
        guard flags & RangeFlag.empty == 0 else {
            self.init()
            return
        }
        var offset = 1
        func next(isAbsent: Bool) throws -> Bound? {
            guard !isAbsent else { return nil }
            let length = Int(try bytes.integer(at: offset, as: Int32.self))
            defer { offset += 4 + length }
            return try Bound(decoding: SQLCell(bytes: try bytes.part(offset + 4, length), oid: bound.oid))
        }
        let lower = try next(isAbsent: flags & RangeFlag.noLower != 0)
        let upper = try next(isAbsent: flags & RangeFlag.noUpper != 0)
        self.init(
            lower: lower, upper: upper, includesLower: flags & RangeFlag.includesLower != 0,
            includesUpper: flags & RangeFlag.includesUpper != 0)
    }

    private static var bounds: [UInt32: SQLType] {
        [SQLType.int4range.oid: .int4, SQLType.int8range.oid: .int8, SQLType.daterange.oid: .date]
    }
}
