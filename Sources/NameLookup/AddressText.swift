internal import Glibc

/// Addresses of records in the one spelling that the system writes, so that equal addresses are equal texts.
enum AddressText {
    static func four(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String? { text(bytes, AF_INET, length: 4) }

    static func six(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String? { text(bytes, AF_INET6, length: 16) }

    private static func text(
        _ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ family: Int32, length: Int
    ) -> String? {
        guard bytes.count == length else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let written = Array(bytes).withUnsafeBytes { raw in
            inet_ntop(family, raw.baseAddress, &text, socklen_t(text.count)) != nil
        }
        return written ? String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }
}
