import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

extension BrandRoutes {
    /// What a browser shows of the site among its applications.
    func manifest(_ context: SiteContext) -> Answer {
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
