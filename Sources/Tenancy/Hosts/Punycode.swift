/// The ASCII form of one Unicode label and back (RFC 3492), because the wire and the certificate
/// know a Cyrillic host only as `xn--…`.
///
/// Only the bare transformation: which labels are allowed is `HostLabel`'s business.
enum Punycode {
    /// RFC 3492 §5.
    private static let base = 36
    private static let minimumThreshold = 1
    private static let maximumThreshold = 26
    private static let skew = 38
    private static let damp = 700
    private static let initialBias = 72
    private static let initialScalar = 0x80

    /// RFC 3492 §6.3, without the `xn--`; nil when the sum would overflow.
    static func encode(_ label: String) -> String? {
        let scalars = label.unicodeScalars.map { Int($0.value) }
        let basic = scalars.filter { $0 < initialScalar }
        var output = String(String.UnicodeScalarView(basic.compactMap(Unicode.Scalar.init)))
        if !basic.isEmpty { output.append("-") }
        var (scalar, delta, bias, handled) = (initialScalar, 0, initialBias, basic.count)
        while handled < scalars.count {
            guard let next = scalars.filter({ $0 >= scalar }).min() else { return nil }
            let (grown, overflow) = (next - scalar).multipliedReportingOverflow(by: handled + 1)
            guard !overflow else { return nil }
            delta += grown
            scalar = next
            for value in scalars {
                if value < scalar { delta += 1 }
                if value == scalar {
                    output += variableLength(delta, bias: bias)
                    bias = adapt(delta, points: handled + 1, first: handled == basic.count)
                    delta = 0
                    handled += 1
                }
            }
            delta += 1
            scalar += 1
        }
        return output
    }

    /// RFC 3492 §6.2; nil for anything that is no encoding.
    static func decode(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        let split = bytes.lastIndex(of: UInt8(ascii: "-"))
        var output = split.map { bytes[..<$0].map(Int.init) } ?? []
        var (scalar, index, bias) = (initialScalar, 0, initialBias)
        var position = split.map { $0 + 1 } ?? 0
        while position < bytes.count {
            let before = index
            guard let (delta, next) = integer(bytes, from: position, bias: bias) else { return nil }
            position = next
            index += delta
            bias = adapt(index - before, points: output.count + 1, first: before == 0)
            scalar += index / (output.count + 1)
            index %= output.count + 1
            guard scalar <= 0x10FFFF else { return nil }
            output.insert(scalar, at: index)
            index += 1
        }
        let scalars = output.compactMap { Unicode.Scalar(UInt32($0)) }
        return scalars.count == output.count ? String(String.UnicodeScalarView(scalars)) : nil
    }

    private static func variableLength(_ delta: Int, bias: Int) -> String {
        var (rest, place, text) = (delta, base, "")
        while true {
            let threshold = threshold(place, bias: bias)
            guard rest >= threshold else { return text + digit(rest) }
            text += digit(threshold + (rest - threshold) % (base - threshold))
            rest = (rest - threshold) / (base - threshold)
            place += base
        }
    }

    private static func integer(_ bytes: [UInt8], from start: Int, bias: Int) -> (value: Int, next: Int)? {
        var (value, weight, place, position) = (0, 1, base, start)
        while position < bytes.count {
            guard let digit = value36(bytes[position]) else { return nil }
            position += 1
            value += digit * weight
            let threshold = threshold(place, bias: bias)
            if digit < threshold { return (value, position) }
            weight *= base - threshold
            // No scalar needs more: this keeps both sums far from overflow.
            guard value <= 0x7FFF_FFFF, weight <= 0x7FFF_FFFF else { return nil }
            place += base
        }
        return nil
    }

    private static func threshold(_ place: Int, bias: Int) -> Int {
        min(max(place - bias, minimumThreshold), maximumThreshold)
    }

    /// RFC 3492 §6.1.
    private static func adapt(_ delta: Int, points: Int, first: Bool) -> Int {
        var delta = first ? delta / damp : delta / 2
        delta += delta / points
        var place = 0
        while delta > (base - minimumThreshold) * maximumThreshold / 2 {
            delta /= base - minimumThreshold
            place += base
        }
        return place + (base - minimumThreshold + 1) * delta / (delta + skew)
    }

    private static func digit(_ value: Int) -> String {
        String(UnicodeScalar(UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30)))
    }

    private static func value36(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x61...0x7A: Int(byte) - 0x61
        case 0x41...0x5A: Int(byte) - 0x41
        case 0x30...0x39: Int(byte) - 0x30 + 26
        default: nil
        }
    }
}
