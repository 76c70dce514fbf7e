/// W3C Trace Context §3.3: what those who trace before us want to read again, passed on as it came, beside the
/// `traceparent` that it belongs to. We put nothing in.
package struct TraceState: Hashable, Sendable {
    /// The field that carries it; of several, all count, one behind the other.
    package static let fieldName = "tracestate"
    package static let membersMax = 32
    /// Passed on at most. Longer ones lose what is longest by itself first, then whom they passed longest ago.
    package static let bytesMax = 512
    static let memberBytesMax = 128

    private static let keyBytesMax = 256
    private static let tenantBytesMax = 241
    private static let systemBytesMax = 14
    private static let valueBytesMax = 256

    /// As it is sent.
    package let header: String

    /// Nil for anything that §3.3.1 does not allow, of which nothing is passed on, and for one that is empty.
    package init?(_ fields: [String]) {
        var members: [Substring] = []
        var keys: Set<Substring> = []
        for part in fields.flatMap({ $0.split(separator: ",") }) {
            let member = part.trimmed
            // Empty ones are allowed and say nothing.
            if member.isEmpty { continue }
            guard let equals = member.firstIndex(of: "="), Self.isKey(member[..<equals]),
                Self.isValue(member[member.index(after: equals)...]), keys.insert(member[..<equals]).inserted,
                members.count < Self.membersMax
            else { return nil }
            members.append(member)
        }
        guard !members.isEmpty else { return nil }
        let kept = Self.shortened(members)
        guard !kept.isEmpty else { return nil }
        header = kept.joined(separator: ",")
    }

    private static func shortened(_ members: [Substring]) -> [Substring] {
        var (kept, bytes) = (members, members.map { $0.utf8.count + 1 }.reduce(-1, +))
        func drop(_ index: Int) { bytes -= kept.remove(at: index).utf8.count + 1 }
        while bytes > bytesMax, let long = kept.lastIndex(where: { $0.utf8.count > memberBytesMax }) { drop(long) }
        while bytes > bytesMax, !kept.isEmpty { drop(kept.count - 1) }
        return kept
    }

    /// `name`, or `tenant@system`.
    private static func isKey(_ key: Substring) -> Bool {
        let halves = key.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        switch halves.count {
        case 1: return isName(halves[0], max: keyBytesMax, mayBeginWithDigit: false)
        case 2:
            return isName(halves[0], max: tenantBytesMax, mayBeginWithDigit: true)
                && isName(halves[1], max: systemBytesMax, mayBeginWithDigit: false)
        default: return false
        }
    }

    private static func isName(_ name: Substring.UTF8View, max: Int, mayBeginWithDigit: Bool) -> Bool {
        guard let first = name.first, name.count <= max else { return false }
        return (isLetter(first) || (mayBeginWithDigit && isDigit(first)))
            && name.dropFirst().allSatisfy { isLetter($0) || isDigit($0) || "_-*/".utf8.contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// Printable, without the characters that part members, and not ending in a space, which was trimmed.
    private static func isValue(_ value: Substring) -> Bool {
        (1...valueBytesMax).contains(value.utf8.count)
            && value.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "=") }
    }
}

extension Substring {
    /// Without the white space that a list may have around its members.
    fileprivate var trimmed: Substring {
        var rest = self
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return rest
    }
}
