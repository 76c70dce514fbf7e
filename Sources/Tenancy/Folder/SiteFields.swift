internal import Foundation
internal import Vocabulary

/// Who a tenant is and where it answers: the first part of `tenant.yml`.
struct SiteFields {
    static let hostsMax = 20
    static let originsMax = 20
    static let localesMax = 10
    /// Languages that the platform has words for; a region of one (`de-AT`) falls back to it.
    static let languages: Set<String> = ["ar", "de", "en", "ja", "ru"]
    /// Names that the platform needs for itself, as hosts or in paths.
    static let reservedSlugs: Set<String> = [
        "admin", "api", "app", "assets", "auth", "billing", "cdn", "console", "dashboard", "docs", "ftp", "help",
        "internal", "localhost", "mail", "metrics", "ns", "ops", "platform", "public", "root", "shared", "smtp",
        "staff", "static", "status", "support", "system", "tenancy", "tenant", "test", "travelhub", "www",
    ]

    let slug: String
    let name: LocalizedText
    let kind: TenantKind
    let isolation: TenantIsolation
    let hosts: [HostName]
    let corsOrigins: [WebOrigin]?
    let locales: [LocaleTag]
    let timeZone: String

    static let keys = ["slug", "name", "kind", "isolation", "hosts", "cors_origins", "locales", "time_zone"]

    init?(_ fields: YAMLFields, folder: String) {
        let slug = fields.required("slug").flatMap { Self.slug($0, folder: folder) }
        let locales = fields.required("locales").flatMap { $0.list(count: 1...Self.localesMax, Self.locale) }
        let name = fields.required("name").flatMap { LocalizedField.read($0, locales: locales, bytesMax: 80) }
        let kind: TenantKind? = fields.required("kind").flatMap { $0.choice() }
        let isolation: TenantIsolation? = fields.required("isolation").flatMap { $0.choice() }
        let hosts = fields.required("hosts").flatMap { $0.list(count: 1...Self.hostsMax, Self.host) }
        let origins = fields.optional("cors_origins").map { $0.list(count: 0...Self.originsMax, Self.origin) ?? [] }
        let timeZone = fields.required("time_zone").flatMap(Self.timeZone)
        guard let slug, let locales, let name, let kind, let isolation, let hosts, let timeZone else { return nil }
        self.slug = slug
        self.name = name
        self.kind = kind
        self.isolation = isolation
        self.hosts = hosts
        // An empty list says what no list says.
        self.corsOrigins = origins.flatMap { $0.isEmpty ? nil : $0 }
        self.locales = locales
        self.timeZone = timeZone
    }

    static func isSlug(_ text: String) -> Bool {
        // Also a host's label: the platform serves `<slug>.localhost` and the like.
        text.wholeMatch(of: /[a-z][a-z0-9-]{0,30}/) != nil && HostLabel.ascii(text) == text
            && !reservedSlugs.contains(text)
    }

    static func timeZone(_ field: YAMLField) -> String? {
        field.value("a time zone of the IANA list, for example Europe/Vienna") {
            ContactRules.isTimeZone($0) ? $0 : nil
        }
    }

    private static func slug(_ field: YAMLField, folder: String) -> String? {
        guard let text = field.text() else { return nil }
        if reservedSlugs.contains(text) {
            return field.refuse("`\(text)` is a name of the platform's own: choose another")
        }
        guard isSlug(text) else {
            return field.refuse(
                "expected 1 to 31 of a–z, 0–9 and hyphens, a letter first, no hyphen last, found `\(text.prefix(80))`")
        }
        guard text == folder else { return field.refuse("expected the folder's name `\(folder)`, found `\(text)`") }
        return text
    }

    private static func locale(_ field: YAMLField) -> LocaleTag? {
        field.value("a language of the platform (\(languages.sorted().joined(separator: ", ")))") { text in
            LocaleTag(text).flatMap { $0.description == text && languages.contains($0.language) ? $0 : nil }
        }
    }

    private static func origin(_ field: YAMLField) -> WebOrigin? {
        field.value("an origin as browsers send it, for example https://app.example") { WebOrigin($0) }
    }

    private static func host(_ field: YAMLField) -> HostName? {
        field.value("a host without scheme, port and path") { text in
            guard !text.contains(":"), let name = HostName.normalise(text), !name.isAddress else { return nil }
            return name
        }
    }
}

/// A text in every language of the site.
enum LocalizedField {
    /// With nil for `locales` (they are faulty themselves) any language will do.
    static func read(_ field: YAMLField, locales: [LocaleTag]?, bytesMax: Int) -> LocalizedText? {
        let known = locales?.map(\.description)
        guard let entries = field.entries() else { return nil }
        var values: [LocaleTag: String] = [:]
        for (key, value) in entries {
            guard let name = key.text(), let text = value.text(max: bytesMax) else { continue }
            guard let tag = LocaleTag(name), known?.contains(name) != false else {
                let list = known?.joined(separator: ", ") ?? "language tags"
                key.fault("expected a locale of the site (\(list)), found `\(name.prefix(20))`")
                continue
            }
            values[tag] = text
        }
        let given = Set(entries.compactMap(\.key.raw))
        for locale in locales ?? [] where !given.contains(locale.description) {
            field.fault("expected a text for the locale \(locale)")
        }
        return PerLocale(values)
    }
}
