/// W3C Trace Context: the caller's trace, so that ours continues it.
package struct TraceParent: Hashable, Sendable {
    /// 32 and 16 hexadecimal digits.
    package let traceID: String
    package let parentID: String
    package let flags: String

    /// Nil for anything that §3.2 calls invalid; the request then goes on without a trace.
    package init?(_ header: String) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            parts[1].count == 32, parts[2].count == 16, parts[3].count == 2,
            parts.prefix(4).allSatisfy({ $0.utf8.allSatisfy(Self.isLowerHexadecimal) }),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
        else { return nil }
        traceID = String(parts[1])
        parentID = String(parts[2])
        flags = String(parts[3])
    }

    /// What is passed on: the same trace with our own span (16 hexadecimal digits) as its parent.
    package func header(span: String) -> String { "00-\(traceID)-\(span)-\(flags)" }

    private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
}
