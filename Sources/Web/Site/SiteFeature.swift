import HTTPTypes
import Synchronization
package import Tenancy
import Vocabulary

/// What a client has to know of the site it is on: brand, languages, currencies, words.
package struct SiteFeature: Sendable {
    /// Addresses of a site's pictures.
    package struct Pictures: Sendable {
        package let logo: String
        package let favicon: String

        package init(logo: String, favicon: String) {
            self.logo = logo
            self.favicon = favicon
        }
    }

    private let prepared = PreparedSites()
    private let pictures: @Sendable (TenantProfile) -> Pictures

    /// `pictures` comes from whoever serves them.
    package init(pictures: @escaping @Sendable (TenantProfile) -> Pictures) { self.pictures = pictures }

    package func routes() -> RouteGroup {
        let options = RouteOptions(secondsMax: nil, tag: "site")
        return RouteGroup(
            "site",
            [
                Route(
                    .get, "/api/site", .anyone, "The site's brand, languages and currencies",
                    gives: [.json(Self.siteSchema)], options: options
                ) { [prepared, pictures] (_: NoInput, context: TenantContext) in
                    prepared.answer(context) { Self.document(context, pictures(context.profile)) }
                },
                Route(
                    .get, "/api/messages/{locale}", .anyone, "All words of the site in one language",
                    gives: [.json(.map(.text))], refuses: [.init(404, "locale.unknown")], options: options
                ) { (input: MessagesInput, context: TenantContext) in try Self.messages(input, context) },
            ])
    }

    /// Tenant's words over the language's over its fall-backs, as ICU MessageFormat patterns.
    private static func messages(_ input: MessagesInput, _ context: TenantContext) throws -> Answer {
        guard context.profile.definition.locales.contains(input.locale) else { throw Problem(404, "locale.unknown") }
        let answer = Answer.json(cache: .confirmed) { json in
            json.object { json in
                for (key, pattern) in context.profile.messages(input.locale) { json.member(key, pattern) }
            }
        }
        return PreparedAnswer(answer, on: context).answer(for: context.arrival.head.headerFields)
    }

    static func document(_ context: TenantContext, _ pictures: Pictures) -> Answer {
        let profile = context.profile
        let definition = profile.definition
        return Answer.json(cache: .confirmed) { json in
            json.object { json in
                json.member(
                    "tenant",
                    object: { json in
                        json.member("slug", definition.slug)
                        json.member("name", profile.name(in: context.locale))
                    })
                json.member(
                    "branding",
                    object: { json in
                        json.member("release", profile.release)
                        json.member("layout", profile.branding.layout.rawValue)
                        json.member(
                            "tokens",
                            object: { json in
                                for scheme in ColourScheme.allCases {
                                    json.member(
                                        scheme.rawValue,
                                        object: { json in
                                            for token in ColourToken.allCases {
                                                json.member(
                                                    token.rawValue, profile.branding.palette(scheme)[token].description)
                                            }
                                        })
                                }
                            })
                        json.member("logo_url", pictures.logo)
                        json.member("favicon_url", pictures.favicon)
                    })
                json.member(
                    "locale",
                    object: { json in
                        json.member("current", context.locale)
                        json.member("default", profile.defaultLocale)
                        json.member("supported", definition.locales)
                    })
                json.member(
                    "currency",
                    object: { json in
                        json.member("default", profile.defaultCurrency)
                        json.member("supported", definition.currencies.charge)
                        json.member("display", definition.currencies.display)
                    })
                json.member("time_zone", definition.timeZone)
                json.member(
                    "features",
                    object: { json in
                        for feature in TenantFeature.allCases {
                            json.member(feature.rawValue, definition.features.contains(feature))
                        }
                    })
            }
        }
    }
}

struct MessagesInput: Input {
    let locale: LocaleTag

    static let form = Form("Messages", Field("locale", .locale, "One of the site's languages")) {
        MessagesInput(locale: $0)
    }
}

/// The document of each site in each of its languages, written once a profile: it is asked for more
/// than anything else.
private final class PreparedSites: Sendable {
    /// Documents kept at most, of all tenants; then all are written anew.
    static let keptMax = 4_000

    private struct Key: Hashable {
        let entry: TenantEntry
        let definition: Int
        let release: Int
        let locale: LocaleTag
        let version: APIVersion
        let isBoundBySlug: Bool

        /// Few documents share these two; the rest is compared.
        func hash(into hasher: inout Hasher) {
            hasher.combine(entry.id)
            hasher.combine(locale)
        }
    }

    private let kept = Mutex<[Key: PreparedAnswer]>([:])

    func answer(_ context: TenantContext, make: () -> Answer) -> Answer {
        let key = Key(
            entry: context.entry, definition: context.profile.definitionVersion, release: context.profile.release,
            locale: context.locale, version: context.version, isBoundBySlug: context.arrival.isBoundBySlug)
        let fields = context.arrival.head.headerFields
        if let known = kept.withLock({ $0[key] }) { return known.answer(for: fields) }
        let made = PreparedAnswer(make(), on: context)
        kept.withLock { kept in
            if kept.count >= Self.keptMax { kept.removeAll() }
            kept[key] = made
        }
        return made.answer(for: fields)
    }
}
