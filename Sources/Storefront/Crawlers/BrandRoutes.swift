import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// The files of a partner's published look, and the manifest that names them.
struct BrandRoutes: Sendable {
    struct Entry: TypedInput {
        let file: String

        static let typed: [TypedField] = [.carried("file", .text(max: 200))]

        init(_ typed: TypedFields) { file = typed["file"] }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/brand/{file}", .anyone, "A file of the brand",
                gives: RouteOutput.file("A file of the brand."), options: .brand
            ) {
                (entry: Entry, context: SiteContext) in
                guard let (asset, isExact) = try await asset(entry.file, context) else { throw Problem.routeUnknown }
                var answer = asset.answer(for: context.arrival.head.headerFields)
                if !isExact { answer.cache = .confirmed }
                return answer
            },
            Route(
                .get, "/favicon.ico", .anyone, "The icon where browsers look for it", gives: [.redirect(.found)],
                options: .brand
            ) {
                (_: NoInput, context: SiteContext) in
                let look = parts.brands.look(of: context.profile)
                return .redirect(to: look.path(look.favicon), status: .found)
            },
            Route(
                .get, "/manifest.webmanifest", .anyone, "The site as an application",
                gives: [.other("application/manifest+json", "The manifest.")], options: .brand
            ) { (_: NoInput, context: SiteContext) in manifest(context) },
        ]
    }

    /// Of the published look; else of the one that this browser previews.
    private func asset(_ name: String, _ context: SiteContext) async throws -> (asset: Asset, isExact: Bool)? {
        let published = parts.brands.look(of: context.profile).asset(fileName: name)
        guard published?.isExact != true, let pass = context.arrival.preview(of: context.profile.entry.id),
            let profile = try await context.arrival.parts.tenants.preview(context.profile.entry, pass.release)
        else { return published }
        return BrandShelf.Look(profile).asset(fileName: name) ?? published
    }
}
