package import Localization
package import Vocabulary

/// A tenant's site as pages and prices need it: what it is, how it looks, how it speaks.
///
/// A value of one moment; a change makes another one.
package struct TenantProfile: Sendable {
    package let entry: TenantEntry
    package let definition: TenantDefinition
    /// The version a booking made now is under.
    package let definitionVersion: Int
    /// The number of the published look.
    package let release: Int
    package let branding: BrandingDefinition
    /// Somebody has said where money that is paid in advance goes.
    package let takesPayments: Bool
    private let catalogues: Catalogues
    private let overrides: TextOverrides?

    package init(
        entry: TenantEntry, definition: TenantDefinition, definitionVersion: Int, release: Int,
        branding: BrandingDefinition, takesPayments: Bool = false, catalogues: Catalogues
    ) throws {
        self.entry = entry
        self.definition = definition
        self.definitionVersion = definitionVersion
        self.release = release
        self.branding = branding
        self.takesPayments = takesPayments
        self.catalogues = catalogues
        var texts: [LocaleTag: [String: String]] = [:]
        for locale in definition.texts.locales { texts[locale] = definition.texts[exact: locale] }
        self.overrides = texts.isEmpty ? nil : try TextOverrides(catalogues: catalogues, texts: texts)
    }

    private init(_ other: TenantProfile, in branding: BrandingDefinition) {
        entry = other.entry
        definition = other.definition
        definitionVersion = other.definitionVersion
        release = other.release
        self.branding = branding
        takesPayments = other.takesPayments
        catalogues = other.catalogues
        overrides = other.overrides
    }

    /// The site as it would be in another look.
    package func showing(_ branding: BrandingDefinition) -> TenantProfile { TenantProfile(self, in: branding) }

    package var defaultLocale: LocaleTag { definition.locales[0] }
    package var defaultCurrency: CurrencyCode { definition.currencies.charge[0] }

    package func translator(_ locale: LocaleTag) -> Translator {
        catalogues.translator(locale, overrides: overrides)
    }

    /// Every key's pattern as this site speaks it in `locale`.
    package func messages(_ locale: LocaleTag) -> [(key: String, pattern: String)] {
        catalogues.merged(locale, overrides: overrides)
    }

    package func name(in locale: LocaleTag) -> String {
        definition.name[locale] ?? definition.name[defaultLocale] ?? definition.slug
    }

    /// Search engines are let in only where terms, privacy and a support contact stand, on a live site.
    package var isIndexable: Bool {
        definition.kind == .live && definition.pages[.terms] != nil && definition.pages[.privacy] != nil
            && !definition.support.mail.isEmpty
    }
}
