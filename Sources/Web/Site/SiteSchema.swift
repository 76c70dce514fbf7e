extension SiteFeature {
    static let siteSchema = Schema.object(
        "Site",
        [
            .init("tenant", .object("SiteTenant", [.init("slug", .text), .init("name", .text)], closed: true)),
            .init(
                "branding",
                .object(
                    "SiteBranding",
                    [
                        .init("release", .count), .init("layout", .text), .init("tokens", .map(.map(.text))),
                        .init("logo_url", .url), .init("favicon_url", .url),
                    ], closed: true)),
            .init(
                "locale",
                .object(
                    "SiteLocale",
                    [.init("current", .text), .init("default", .text), .init("supported", .array(.text))],
                    closed: true)),
            .init(
                "currency",
                .object(
                    "SiteCurrency",
                    [
                        .init("default", .currency), .init("supported", .array(.currency)),
                        .init("display", .array(.currency)),
                    ], closed: true)),
            .init("time_zone", .text),
            .init("features", .map(.boolean)),
        ], closed: true)
}
