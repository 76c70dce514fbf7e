import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// The files of a partner's published look, and the manifest that names them.
struct BrandRoutes: Sendable {
    struct Entry: TypedInput {
        let file: String

        static let fields = [outline("file")]

        init(_ typed: TypedFields) { file = typed["file"] }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        let file = RouteOutput.other("application/octet-stream", "A file of the brand.")
        return [
            Route(.get, "/brand/{file}", .anyone, "A file of the brand", gives: [file], options: .page) {
                (entry: Entry, context: SiteContext) in
                guard let (asset, isExact) = parts.brands.look(of: context.profile).asset(fileName: entry.file) else {
                    throw Problem.routeUnknown
                }
                var answer = asset.answer(for: context.arrival.head.headerFields)
                if !isExact { answer.cache = .confirmed }
                return answer
            },
            Route(.get, "/favicon.ico", .anyone, "The icon where browsers look for it", gives: [file], options: .page) {
                (_: NoInput, context: SiteContext) in
                let look = parts.brands.look(of: context.profile)
                return .redirect(to: look.path(look.favicon), status: .found)
            },
            Route(
                .get, "/manifest.webmanifest", .anyone, "The site as an application",
                gives: [.other("application/manifest+json", "The manifest.")], options: .page
            ) { (_: NoInput, context: SiteContext) in manifest(context) },
        ]
    }

    private func manifest(_ context: SiteContext) -> Answer {
        let profile = context.profile
        let look = parts.brands.look(of: profile)
        let icon = look.path(look.favicon)
        var json = JSONWriter()
        json.object { json in
            json.member("name", profile.name(in: profile.defaultLocale))
            json.member("short_name", profile.name(in: profile.defaultLocale))
            json.member("lang", profile.defaultLocale.description)
            json.member("dir", profile.translator(profile.defaultLocale).direction.rawValue)
            json.member("id", "/")
            json.member("start_url", "/")
            json.member("display", "browser")
            json.member("theme_color", profile.branding.light[.background].description)
            json.member("background_color", profile.branding.light[.background].description)
            json.member(
                "icons",
                array: { json in
                    json.object { json in
                        json.member("src", icon)
                        json.member("sizes", "any")
                        json.member("type", profile.branding.favicon.format.mediaType)
                    }
                })
        }
        let answer = Answer.bytes(json.bytes, type: "application/manifest+json", cache: .confirmed)
        return answer.tagged(EntityTag(of: json.bytes), for: context.arrival.head.headerFields)
    }
}
