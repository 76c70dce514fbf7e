package import Foundation

// `numeric` travels as groups of four decimal digits (numeric.c, numeric_send): count, weight of
// the first group, sign, scale, groups.
extension Decimal: SQLEncodable, SQLDecodable {
    package static var sqlType: SQLType { .numeric }

    private static let positive: UInt16 = 0x0000
    private static let negative: UInt16 = 0x4000
    private static let notANumber: UInt16 = 0xC000
    /// Digits of a `Decimal`'s mantissa that are always exact.
    private static let digitsMax = 38

    package func encode(into bytes: inout [UInt8]) {
        guard isFinite else { return Self.appendHeader(0, weight: 0, sign: Self.notANumber, scale: 0, to: &bytes) }
        let parts = magnitude.description.split(separator: ".", omittingEmptySubsequences: false)
        let whole = parts[0].utf8.map { $0 - 0x30 }
        let fraction = parts.count > 1 ? parts[1].utf8.map { $0 - 0x30 } : []
        let digits =
            [UInt8](repeating: 0, count: (4 - whole.count % 4) % 4) + whole + fraction
            + [UInt8](repeating: 0, count: (4 - fraction.count % 4) % 4)
        var groups = stride(from: 0, to: digits.count, by: 4).map { start in
            digits[start..<(start + 4)].reduce(Int16(0)) { $0 * 10 + Int16($1) }
        }
        var weight = (whole.count + 3) / 4 - 1
        let leading = groups.prefix { $0 == 0 }.count
        groups.removeFirst(leading)
        weight -= leading
        while groups.last == 0 { groups.removeLast() }
        Self.appendHeader(
            Int16(groups.count), weight: groups.isEmpty ? 0 : Int16(weight),
            sign: self < 0 ? Self.negative : Self.positive, scale: Int16(fraction.count), to: &bytes)
        for group in groups { bytes.append(bigEndian: group) }
    }

    /// - Throws: when the number is not finite or has more digits than a `Decimal` holds.
    package init(decoding cell: SQLCell) throws {
        let bytes = try cell.bytes(of: .numeric)
        let count = Int(try bytes.integer(at: 0, as: Int16.self))
        let weight = Int(try bytes.integer(at: 2, as: Int16.self))
        let sign = try bytes.integer(at: 4, as: UInt16.self)
        guard sign == Self.positive || sign == Self.negative else {
            throw SQLDecodingFault.value("it is not a finite number")
        }
        let digits = try (0..<count).flatMap { index -> [UInt8] in
            let group = try bytes.integer(at: 8 + 2 * index, as: UInt16.self)
            return [UInt8(group / 1000), UInt8(group / 100 % 10), UInt8(group / 10 % 10), UInt8(group % 10)]
        }
        let significant = digits.reversed().drop { $0 == 0 }.reversed().drop { $0 == 0 }
        guard significant.count <= Self.digitsMax else {
            throw SQLDecodingFault.value("it has more than \(Self.digitsMax) digits")
        }
        let mantissa = significant.reduce(Decimal(0)) { $0 * 10 + Decimal($1) }
        let trailing = digits.reversed().prefix { $0 == 0 }.count
        let exponent = significant.isEmpty ? 0 : 4 * (weight - count + 1) + trailing
        guard (-128...127).contains(exponent) else { throw SQLDecodingFault.value("its exponent is out of range") }
        self.init(sign: sign == Self.negative ? .minus : .plus, exponent: exponent, significand: mantissa)
    }

    private static func appendHeader(
        _ count: Int16, weight: Int16, sign: UInt16, scale: Int16, to bytes: inout [UInt8]
    ) {
        bytes.append(bigEndian: count)
        bytes.append(bigEndian: weight)
        bytes.append(bigEndian: sign)
        bytes.append(bigEndian: scale)
    }
}
