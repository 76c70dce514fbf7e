import Foundation

/// What may be kept of a site's data, and for how long: declared once beside the read that it stands for.
package struct CachedRead<Value: Sendable>: Sendable {
    package static var bytesDefault: Int { 64 * 1024 }

    /// In keys and metrics.
    package let name: String
    /// Raised when the form of the value changes, so that releases side by side do not read each other's.
    package let version: Int
    package let freshSeconds: Int
    /// So much longer an entry is served while one caller has it read anew.
    package let staleSeconds: Int
    /// A value that is larger is not kept.
    package let bytesMax: Int
    /// Each of them, when invalidated, ends every entry that names it.
    package let tags: [CacheTag]
    let encode: @Sendable (Value) throws -> [UInt8]
    /// Throws for bytes that are no value; then it is read anew.
    let decode: @Sendable ([UInt8]) throws -> Value

    package init(
        _ name: String, version: Int, freshSeconds: Int, staleSeconds: Int, bytesMax: Int = bytesDefault,
        tags: [CacheTag] = [], encode: @escaping @Sendable (Value) throws -> [UInt8],
        decode: @escaping @Sendable ([UInt8]) throws -> Value
    ) {
        precondition(freshSeconds > 0 && staleSeconds >= 0 && bytesMax > 0, "\(name) keeps nothing")
        self.name = name
        self.version = version
        self.freshSeconds = freshSeconds
        self.staleSeconds = staleSeconds
        self.bytesMax = bytesMax
        self.tags = tags
        self.encode = encode
        self.decode = decode
    }
}

extension CachedRead where Value: Codable {
    /// Kept as JSON.
    package static func json(
        _ name: String, version: Int, freshSeconds: Int, staleSeconds: Int, bytesMax: Int = bytesDefault,
        tags: [CacheTag] = []
    ) -> CachedRead {
        CachedRead(
            name, version: version, freshSeconds: freshSeconds, staleSeconds: staleSeconds, bytesMax: bytesMax,
            tags: tags, encode: { Array(try JSONEncoder().encode($0)) },
            decode: { try JSONDecoder().decode(Value.self, from: Data($0)) })
    }
}

extension CachedRead where Value == [UInt8] {
    /// Kept as they are.
    package static func bytes(
        _ name: String, version: Int, freshSeconds: Int, staleSeconds: Int, bytesMax: Int = bytesDefault,
        tags: [CacheTag] = []
    ) -> CachedRead {
        CachedRead(
            name, version: version, freshSeconds: freshSeconds, staleSeconds: staleSeconds, bytesMax: bytesMax,
            tags: tags, encode: { $0 }, decode: { $0 })
    }
}

/// What entries are made of, and invalidated by: a site's catalogue, its texts.
package struct CacheTag: Hashable, Sendable {
    let name: String

    package init(_ name: String) { self.name = name }
}
