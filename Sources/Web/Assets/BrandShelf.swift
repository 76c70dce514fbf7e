import HTTPTypes
import Synchronization
package import Tenancy
import Vocabulary

/// A tenant's look as files: the style sheet of its published release and its pictures, each named
/// by its content. A tenant's files are served on its own hosts only.
package final class BrandShelf: Sendable {
    /// Tenants whose files are held; the others' are made again when asked for.
    package static let tenantsMax = 1_000

    package static let prefix = "/brand/"
    /// The name of the style sheet; pictures have the names that the tenant gave them.
    package static let stylesheet = "brand.css"

    private struct Look: Sendable {
        let release: Int
        let files: [String: Asset]
        /// What pages of the release before still ask for.
        let former: [String: Asset]
    }

    private let looks = Mutex<[TenantID: Look]>([:])

    package init() {}

    /// The address for a page; nil for a name that the brand does not have.
    package func path(_ name: String, _ profile: TenantProfile) -> String? {
        look(of: profile).files[name].map { Self.prefix + $0.fileName }
    }

    /// The file of that address in the present release or the one before.
    package func asset(fileName: String, _ profile: TenantProfile) -> Asset? {
        let look = look(of: profile)
        return look.files.values.first { $0.fileName == fileName }
            ?? look.former.values.first { $0.fileName == fileName }
    }

    /// Serves the shelf below `/brand/` on every tenant's host.
    package func routes() -> RouteGroup {
        let output = RouteOutput.other("application/octet-stream", "The file, for good.")
        let options = RouteOptions(secondsMax: nil, tag: "assets")
        return RouteGroup(
            "brand",
            [
                Route(.get, "/brand/{file}", .anyone, "A file of the brand", gives: [output], options: options) {
                    (input: AssetInput, context: BrandContext) in
                    guard let asset = self.asset(fileName: input.file, context.profile) else {
                        throw Problem.routeUnknown
                    }
                    return asset.answer(for: context.arrival.head.headerFields)
                }
            ])
    }

    private func look(of profile: TenantProfile) -> Look {
        let known = looks.withLock { $0[profile.entry.id] }
        if let known, known.release == profile.release { return known }
        let look = Look(release: profile.release, files: Self.files(profile.branding), former: known?.files ?? [:])
        looks.withLock { looks in
            if looks.count >= Self.tenantsMax { looks.removeAll() }
            looks[profile.entry.id] = look
        }
        return look
    }

    private static func files(_ branding: BrandingDefinition) -> [String: Asset] {
        var files = [stylesheet: Asset(stylesheet, Array(branding.stylesheet.utf8))]
        for picture in branding.assets { files[picture.name] = Asset(picture.name, Array(picture.bytes)) }
        return files
    }
}

/// A file of one tenant's brand: its profile is looked at, no language or session.
package struct BrandContext: RouteContext {
    package static let traits = ContextTraits(host: .tenant, face: .page)

    package let arrival: Arrival
    package let profile: TenantProfile

    package init(admitting arrival: Arrival) async throws {
        guard let entry = arrival.tenant else { throw Problem.routeUnknown }
        self.arrival = arrival
        profile = try await arrival.parts.tenants.profile(entry)
    }

    package var vary: Vary { .host }
}
