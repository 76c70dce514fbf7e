import Crypto
package import HTTPTypes

/// RFC 9110 §8.8.3: names one exact body, so that who holds it is told so instead of sent it again.
package struct EntityTag: Hashable, Sendable {
    package let header: String

    /// Of the content itself; 16 bytes of SHA-256 are more than chance needs.
    package init(of bytes: some Sequence<UInt8>) {
        let digest = SHA256.hash(data: Array(bytes))
        header = "\"" + digest.prefix(16).map(Self.hexadecimal).joined() + "\""
    }

    /// Of something that changes whenever the content does, such as a release's number.
    package init(opaque text: String) { self.init(of: text.utf8) }

    /// Weak comparison with each tag of `If-None-Match`, or its `*` (RFC 9110 §13.1.2).
    package func matches(_ fields: HTTPFields) -> Bool {
        guard let value = fields[.ifNoneMatch] else { return false }
        if value == header { return true }
        return value.split(separator: ",").contains { part in
            let tag = part.drop { $0 == " " }
            return tag == "*" || tag == header || (tag.hasPrefix("W/") && tag.dropFirst(2) == header)
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16)
        return byte < 16 ? "0" + text : text
    }
}

extension Answer {
    /// The answer, or 304 without a body where the caller already has it.
    package func tagged(_ tag: EntityTag, for fields: HTTPFields) -> Answer {
        var copy = with(.eTag, tag.header)
        guard tag.matches(fields) else { return copy }
        copy.status = .notModified
        copy.headers[.contentType] = nil
        copy.body = .empty
        return copy
    }
}
