package import Foundation

/// A picture of a brand, checked before anything stores or serves it.
package struct BrandAsset: Hashable, Sendable, Codable {
    package static let bytesMax = 128 * 1024
    package static let nameBytesMax = 48
    /// Of a PNG; a drawing has no pixels.
    package static let sidePixelsMax = 2400

    package enum Format: String, CaseIterable, Hashable, Sendable, Codable {
        case svg
        case png

        package var mediaType: String { self == .svg ? "image/svg+xml" : "image/png" }
    }

    /// All that are taken, as a form's `accept` lists them.
    package static let mediaTypes = Format.allCases.map(\.mediaType).joined(separator: ",")

    /// A plain file name of the tenant's folder: `logo.svg`.
    package let name: String
    package let bytes: Data

    /// Nil when the name is not one plain lower-case file name ending in `.svg` or `.png`.
    package init?(name: String, bytes: Data) {
        guard Self.format(of: name) != nil else { return nil }
        self.name = name
        self.bytes = bytes
    }

    package var format: Format { Self.format(of: name) ?? .svg }

    /// What is wrong with the picture; empty when it may be served.
    package func faults() -> [AssetFault] {
        guard bytes.count <= Self.bytesMax else {
            return [AssetFault(line: nil, rule: .bytes(max: Self.bytesMax, found: bytes.count))]
        }
        return format == .svg ? SVGCheck.faults(bytes) : PNGCheck.faults(bytes)
    }

    package static func format(of name: String) -> Format? {
        guard name.utf8.count <= nameBytesMax, let dot = name.lastIndex(of: "."), dot != name.startIndex,
            name[..<dot].utf8.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
            })
        else { return nil }
        return Format(rawValue: String(name[name.index(after: dot)...]))
    }
}
