import Foundation
package import Vocabulary

/// How much of a site is its own work, and not what every new one starts with.
package struct SiteReadiness: Sendable {
    package let hasLogo: Bool
    package let hasColours: Bool
    /// Pages that the law asks for and that are not written, or wait for their text in some language.
    package let missingPages: [PageKind]
    /// Languages of the site in which it has no name.
    package let isNamedInAll: Bool
    package let hasSupport: Bool

    package static let neededPages: [PageKind] = [.terms, .privacy, .imprint]

    /// How far a page is in one language.
    package enum PageState: String, CaseIterable, Sendable {
        case missing, waiting, written
    }

    package static func state(of kind: PageKind, in locale: LocaleTag, _ definition: TenantDefinition) -> PageState {
        guard let text = definition.pages[kind]?[locale] else { return .missing }
        return text.contains(SkeletonWords(locale).notice) ? .waiting : .written
    }

    package init(_ definition: TenantDefinition, _ branding: BrandingDefinition) {
        let words = String(decoding: branding.logo.bytes, as: UTF8.self)
        hasLogo = !words.contains(SkeletonBrand.letterFace)
        hasColours = !SkeletonBrand.accents.contains { accent in
            Colour(accent.light) == branding.light[.accent] && Colour(accent.dark) == branding.dark[.accent]
        }
        missingPages = Self.neededPages.filter { kind in
            definition.locales.contains { Self.state(of: kind, in: $0, definition) != .written }
        }
        isNamedInAll = definition.locales.allSatisfy { definition.name[$0] != nil }
        hasSupport = !definition.support.mail.isEmpty && !definition.support.phone.isEmpty
    }
}
