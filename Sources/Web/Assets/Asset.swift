import Crypto
import Foundation
package import HTTPTypes
import NIOCore

/// A file that never changes under its name, because the name holds a hash of it; kept in memory
/// as it is and compressed.
package struct Asset: Sendable {
    /// `app.3f9a1c2b7d04.css`
    package let fileName: String
    private let type: String
    private let plain: ByteBuffer
    private let packed: ByteBuffer?
    private let tag: EntityTag

    /// `name` is `app.css`: the hash goes before the ending, which decides the type.
    package init(_ name: String, _ bytes: [UInt8]) {
        let digest = SHA256.hash(data: bytes).prefix(6).map { byte in
            String(UInt16(byte) + 0x100, radix: 16).dropFirst()
        }
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        let ending = String(name[dot...].dropFirst())
        fileName = "\(name[..<dot]).\(digest.joined()).\(ending)"
        type = Self.types[ending] ?? Self.unknownType
        plain = ByteBuffer(bytes: bytes)
        packed = Self.compressed.contains(ending) ? Gzip.compress(bytes).map { ByteBuffer(bytes: $0) } : nil
        tag = EntityTag(of: bytes)
    }

    /// Bytes that a reader who accepts gzip is sent.
    package var transferBytes: Int { packed?.readableBytes ?? plain.readableBytes }

    package func answer(for fields: HTTPFields) -> Answer {
        let isPacked = packed != nil && Self.acceptsGzip(fields[.acceptEncoding])
        var answer = Answer(
            .ok, headers: [.contentType: type], body: .bytes(isPacked ? packed ?? plain : plain), cache: .immutable)
        if packed != nil { answer.vary = .acceptEncoding }
        if isPacked { answer.headers[.contentEncoding] = "gzip" }
        // Fonts and scripts are asked for by pages of the same host only.
        return answer.tagged(tag, for: fields)
    }

    /// RFC 9110 §12.5.3, as far as one coding needs it: named and not refused by `q=0`.
    private static func acceptsGzip(_ field: String?) -> Bool {
        guard let field else { return false }
        return field.lowercased().split(separator: ",").contains { part in
            let pieces = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard pieces.first == "gzip" || pieces.first == "*" else { return false }
            return !pieces.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
        }
    }

    private static let compressed: Set<String> = ["css", "js", "svg", "json", "txt", "webmanifest"]

    /// All that a file of ours may be.
    static var mediaTypes: [String] {
        Set(types.values.map { String($0.prefix { $0 != ";" }) }).sorted() + [unknownType]
    }

    private static let unknownType = "application/octet-stream"

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "json": "application/json", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp",
        "woff2": "font/woff2", "ico": "image/x-icon", "txt": "text/plain; charset=utf-8",
        "webmanifest": "application/manifest+json",
    ]
}

extension RouteOutput {
    /// A file whose ending says what it is.
    package static func file(_ description: String) -> [RouteOutput] {
        Asset.mediaTypes.enumerated().map { .other($1, $0 == 0 ? description : "") }
    }
}
