import Synchronization
package import Vocabulary

/// Names each request, so that an answer, its log lines and its trace can be put together.
package final class RequestIDs: Sendable {
    package static let lengthMax = 64

    private let prefix: String
    private let counter = Atomic<UInt64>(0)

    /// The start of an identifier that no other process has, then a count: unique without asking
    /// the kernel for randomness each time.
    package init(identifiers: IdentifierSource) {
        prefix = String(identifiers.next().text.filter { $0 != "-" }.suffix(16)) + "-"
    }

    /// The caller's own if it is harmless in logs and headers, else a new one.
    package func identify(_ given: String?) -> String {
        if let given, Self.isHarmless(given) { return given }
        return prefix + String(counter.wrappingAdd(1, ordering: .relaxed).newValue, radix: 36)
    }

    /// `^[A-Za-z0-9._-]{1,64}$`
    static func isHarmless(_ text: String) -> Bool {
        (1...lengthMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
