package import Foundation

/// A place of a brand where a picture stands.
package enum BrandPicture: String, CaseIterable, Hashable, Sendable {
    case logo
    case logoDark = "logo_dark"
    case favicon
    case socialImage = "social_image"

    /// Of its file in the tenant's folder, before the ending: `logo-dark`.
    var stem: String { rawValue.replacing("_", with: "-") }

    /// What a person sent for this place, told by its bytes: neither its name nor what a browser calls it counts.
    ///
    /// Throws `AssetFaults` with all that `BrandAsset.faults` finds.
    package func asset(_ bytes: Data) throws(AssetFaults) -> BrandAsset {
        guard let format = BrandAsset.format(of: bytes),
            let asset = BrandAsset(name: "\(stem).\(format.rawValue)", bytes: bytes)
        else { throw AssetFaults(faults: [AssetFault(line: nil, rule: .kind)]) }
        let faults = asset.faults()
        guard faults.isEmpty else { throw AssetFaults(faults: faults) }
        return asset
    }
}

package struct AssetFaults: Error, Hashable, Sendable {
    package let faults: [AssetFault]
}

extension BrandingDefinition {
    package subscript(picture: BrandPicture) -> BrandAsset? {
        switch picture {
        case .logo: logo
        case .logoDark: logoDark
        case .favicon: favicon
        case .socialImage: socialImage
        }
    }
}

extension BrandAsset {
    /// By how a file begins; nil for what is neither.
    static func format(of bytes: Data) -> Format? {
        if bytes.starts(with: PNGCheck.signature) { return .png }
        let text = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(byteOrderMark.count) : bytes
        return text.first { !blanks.contains($0) } == UInt8(ascii: "<") ? .svg : nil
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let blanks = Set(" \t\r\n".utf8)
}
