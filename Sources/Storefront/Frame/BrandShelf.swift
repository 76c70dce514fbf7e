import Synchronization
import Tenancy
import Vocabulary
import Web

/// The files of each partner's published look, made once a release and kept in process.
final class BrandShelf: Sendable {
    /// Looks kept at most; any one goes to make room.
    static let looksMax = 500
    static let prefix = "/brand/"
    static let sheet = "brand.css"

    struct Look: Sendable {
        fileprivate let release: Int
        fileprivate let assets: [String: Asset]
        /// Before the names of its files.
        fileprivate let prefix: String
        let logo: String
        let logoDark: String?
        let favicon: String
        let socialImage: String?

        /// The address of one of its files; they are all there.
        func path(_ name: String) -> String { prefix + (assets[name]?.fileName ?? name) }

        /// By the name with its hash; a name of an older release leads to the present file.
        func asset(fileName: String) -> (asset: Asset, isExact: Bool)? {
            if let exact = assets.values.first(where: { $0.fileName == fileName }) { return (exact, true) }
            let parts = fileName.split(separator: ".")
            guard parts.count == 3, let asset = assets["\(parts[0]).\(parts[2])"] else { return nil }
            return (asset, false)
        }
    }

    private let looks = Mutex<[TenantID: Look]>([:])

    func look(of profile: TenantProfile) -> Look {
        let tenant = profile.entry.id
        if let known = looks.withLock({ $0[tenant] }), known.release == profile.release { return known }
        let look = Look(profile)
        looks.withLock { looks in
            if looks.count >= Self.looksMax, let any = looks.keys.first { looks[any] = nil }
            looks[tenant] = look
        }
        return look
    }
}

extension BrandShelf.Look {
    init(_ profile: TenantProfile, at prefix: String = BrandShelf.prefix) {
        let branding = profile.branding
        var assets = [BrandShelf.sheet: Asset(BrandShelf.sheet, Array(branding.stylesheet.utf8))]
        func put(_ stem: String, _ asset: BrandAsset) -> String {
            let name = "\(stem).\(asset.format.rawValue)"
            assets[name] = Asset(name, Array(asset.bytes))
            return name
        }
        let logo = put("logo", branding.logo)
        let logoDark = branding.logoDark.map { put("logo-dark", $0) }
        let favicon = put("favicon", branding.favicon)
        let social = branding.socialImage.map { put("social", $0) }
        self.init(
            release: profile.release, assets: assets, prefix: prefix, logo: logo, logoDark: logoDark, favicon: favicon,
            socialImage: social)
    }
}
