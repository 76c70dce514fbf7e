import Foundation

/// How much of a site is its own work, and not what every new one starts with.
package struct SiteReadiness: Sendable {
    package let hasLogo: Bool
    package let hasColours: Bool
    /// Pages that the law asks for and that are not written, or wait for their text in some language.
    package let missingPages: [PageKind]
    /// Languages of the site in which it has no name.
    package let isNamedInAll: Bool
    package let hasSupport: Bool

    static let neededPages: [PageKind] = [.terms, .privacy, .imprint]

    package init(_ definition: TenantDefinition, _ branding: BrandingDefinition) {
        let words = String(decoding: branding.logo.bytes, as: UTF8.self)
        hasLogo = !words.contains(SkeletonBrand.letterFace)
        hasColours = !SkeletonBrand.accents.contains { accent in
            Colour(accent.light) == branding.light[.accent] && Colour(accent.dark) == branding.dark[.accent]
        }
        missingPages = Self.neededPages.filter { kind in
            guard let page = definition.pages[kind] else { return true }
            return definition.locales.contains { locale in
                guard let text = page[locale] else { return true }
                return text.contains(SkeletonWords(locale).notice)
            }
        }
        isNamedInAll = definition.locales.allSatisfy { definition.name[$0] != nil }
        hasSupport = !definition.support.mail.isEmpty && !definition.support.phone.isEmpty
    }
}
