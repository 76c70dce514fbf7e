import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// What surrounds every page of one partner in one language, told apart from the visit, because a
/// page that says what went wrong has no visit.
struct SiteFrame: Sendable {
    let parts: StorefrontParts
    let profile: TenantProfile
    let words: Translator
    /// Amounts are shown in it, too, where it is not what is charged.
    let display: CurrencyCode
    /// `https://host`, where the request was to one.
    let base: String?
    /// What stands in a frame of the console's, in place of what a visitor would be shown.
    var trial: Trial?

    var locale: LocaleTag { words.locale }
    var paths: SitePaths { SitePaths(locale: locale) }
    private var definition: TenantDefinition { profile.definition }

    /// `here` is the page's address after its language, with its query.
    func site(
        here: String, consent: ConsentForm?, preview: PreviewPass? = nil, account: AccountMenu? = nil,
        signInURL: String? = nil, impersonation: ImpersonationBanner? = nil
    ) throws -> Site {
        Site(
            family: Family(rawValue: profile.branding.layout.rawValue) ?? .club, motif: profile.branding.motif.rawValue,
            language: locale.description, direction: (trial?.direction ?? words.direction).rawValue,
            scheme: trial?.scheme.rawValue
                ?? (profile.branding.colourScheme == .auto ? nil : profile.branding.colourScheme.rawValue),
            brand: brand, assets: assets, languages: languages(here), currencies: currencies(here),
            preferenceLabel: words(
                "layout.preference_label",
                ["language": .text(Formats(locale).displayName(of: locale)), "currency": .text(display.code)]),
            manageURL: paths.manage, cookiesURL: paths.cookies, support: support, legal: legal, consent: consent,
            preview: preview.map(banner) ?? trial?.note.map { PreviewBanner(text: $0, endURL: nil) }, account: account,
            signInURL: signInURL, impersonation: impersonation,
            isTrial: trial != nil)
    }

    private func banner(_ pass: PreviewPass) -> PreviewBanner {
        let zone = definition.timeZone
        let until = (try? Deadline(instant: pass.expiresAt, zone: zone)).map(words.moment) ?? ""
        return PreviewBanner(
            text: words(
                "preview.text",
                [
                    "release": .number(pass.release), "until": .text(until), "zone": .text(words.zoneName(zone)),
                ]), endURL: "/preview/end")
    }

    private var brand: Site.Brand {
        let name = profile.name(in: locale)
        return Site.Brand(
            name: name, tagline: words("brand.tagline"), homeURL: paths.home, logoURL: look.path(look.logo),
            logoDarkURL: look.logoDark.map(look.path), monogram: String(name.prefix(1)))
    }

    var look: BrandShelf.Look { trial?.look ?? parts.brands.look(of: profile) }

    private var assets: SiteAssets {
        let (family, motif) = (profile.branding.layout.rawValue, profile.branding.motif)
        func file(_ name: String) -> String { parts.shelf.path(name) ?? AssetShelf.prefix + name }
        return SiteAssets(
            stylesheets: [look.path(BrandShelf.sheet), file("base.css"), file("\(family).css")],
            script: trial == nil ? file("storefront.js") : nil, icons: file("icons.svg"),
            motif: motif == .none ? nil : file("motif-\(motif.rawValue).svg"), favicon: look.path(look.favicon),
            manifest: "/manifest.webmanifest")
    }

    private func languages(_ here: String) -> [Link] {
        definition.locales.map { tag in
            let target = SitePaths(locale: tag)
            return Link(
                Formats(tag).displayName(of: tag), target.choose(then: target.home + here), current: tag == locale,
                language: tag.description)
        }
    }

    private func currencies(_ here: String) -> [Link] {
        DisplayCurrency.offered(definition.currencies).map { currency in
            Link(
                "\(currency.code) · \(words.formats.displayName(of: currency))",
                paths.choose(currency: currency.code, then: paths.home + here), current: currency == display)
        }
    }

    private var support: Support {
        let contact = definition.support
        let hours = contact.hours[locale] ?? contact.hours[profile.defaultLocale]
        return Support(
            mail: contact.mail.isEmpty ? nil : contact.mail,
            phone: contact.phone.isEmpty ? nil : PhoneNumbers.display(contact.phone, region: definition.legal.country),
            phoneNumber: contact.phone.isEmpty ? nil : contact.phone,
            hours: hours.map {
                words("layout.support_hours", ["hours": .text($0), "zone": .text(words.zoneName(contact.zone))])
            })
    }

    private var legal: LegalNotice {
        LegalNotice(
            company: definition.legal.company,
            address: (definition.legal.address + [definition.legal.registration].compactMap(\.self))
                .joined(separator: ", "),
            pages: PageKind.allCases.filter { definition.pages[$0] != nil }.map {
                Link(words("legal.\($0.rawValue)"), paths.legal($0))
            })
    }
}
