import Web

/// What surrounds every page of one partner in one locale: brand, ways around, help, law, consent.
package struct Site: PageModel {
    package struct Brand: PageModel {
        package let name: String
        package let tagline: String
        package let homeURL: String
        package let logoURL: String?
        /// In its place on the dark palette.
        package let logoDarkURL: String?
        /// One or two letters for where a logo would be too large.
        package let monogram: String

        package init(
            name: String, tagline: String, homeURL: String, logoURL: String?, logoDarkURL: String? = nil,
            monogram: String
        ) {
            self.name = name
            self.tagline = tagline
            self.homeURL = homeURL
            self.logoURL = logoURL
            self.logoDarkURL = logoDarkURL
            self.monogram = monogram
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "name": name
            case "tagline": tagline
            case "home_url": homeURL
            case "logo_url": present(logoURL)
            case "logo_dark_url": present(logoDarkURL)
            case "monogram": monogram
            default: nil
            }
        }
    }

    package let family: Family
    /// Which drawings stand behind words, for the style sheet.
    package let motif: String
    /// BCP 47 tag of the page.
    package let language: String
    /// `ltr` or `rtl`.
    package let direction: String
    /// `dark` or `light` where the brand or the visitor fixes it, nil to follow the device.
    package let scheme: String?
    package let brand: Brand
    package let assets: SiteAssets
    package let languages: [Link]
    package let currencies: [Link]
    /// The words on the closed menu: `Deutsch · EUR`.
    package let preferenceLabel: String
    package let manageURL: String
    package let cookiesURL: String
    package let support: Support
    package let legal: LegalNotice
    package let consent: ConsentForm?
    package let preview: PreviewBanner?
    /// Nil for who is not signed in.
    package let account: AccountMenu?
    /// Nil for who is signed in, and on the pages that sign in.
    package let signInURL: String?
    package let impersonation: ImpersonationBanner?
    /// In a frame of the console's: to be looked at, not to be used.
    package let isTrial: Bool

    package init(
        family: Family, motif: String = "none", language: String, direction: String, scheme: String?, brand: Brand,
        assets: SiteAssets,
        languages: [Link], currencies: [Link], preferenceLabel: String, manageURL: String, cookiesURL: String,
        support: Support, legal: LegalNotice, consent: ConsentForm?, preview: PreviewBanner? = nil,
        account: AccountMenu? = nil, signInURL: String? = nil, impersonation: ImpersonationBanner? = nil,
        isTrial: Bool = false
    ) {
        self.family = family
        self.motif = motif
        self.language = language
        self.direction = direction
        self.scheme = scheme
        self.brand = brand
        self.assets = assets
        self.languages = languages
        self.currencies = currencies
        self.preferenceLabel = preferenceLabel
        self.manageURL = manageURL
        self.cookiesURL = cookiesURL
        self.support = support
        self.legal = legal
        self.consent = consent
        self.preview = preview
        self.account = account
        self.signInURL = signInURL
        self.impersonation = impersonation
        self.isTrial = isTrial
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "family": family.rawValue
        case "motif": motif
        case "layout": family.partial("layout")
        case "home_part": family.partial("home")
        case "results_part": family.partial("results")
        case "card_part": family.partial("card")
        case "search_beside": family.searchBeside
        case "language": language
        case "direction": direction
        case "scheme": present(scheme)
        case "brand": brand
        case "assets": assets
        case "languages": languages
        case "currencies": currencies
        case "preference_label": preferenceLabel
        case "manage_url": manageURL
        case "cookies_url": cookiesURL
        case "support": support
        case "legal": legal
        case "consent": present(consent)
        case "preview": present(preview)
        case "account": present(account)
        case "sign_in_url": present(signInURL)
        case "impersonation": present(impersonation)
        case "is_trial": isTrial
        default: nil
        }
    }
}
