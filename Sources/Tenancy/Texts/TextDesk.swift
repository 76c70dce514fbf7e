package import Localization
import Postgres
package import Vocabulary

/// A site's own words in place of ours, one text at a time: checked against the text that they stand for, and in
/// force at once as a version of the definition like any other.
package struct TextDesk: Sendable {
    private let catalogues: Catalogues
    private let identifiers: IdentifierSource

    package init(catalogues: Catalogues, identifiers: IdentifierSource) {
        self.catalogues = catalogues
        self.identifiers = identifiers
    }

    /// `pattern` nil: our own text again.
    ///
    /// Throws `CatalogueFaults` with all that is wrong with it, `TenantProfiles.Fault` for a tenant without a site.
    package func put(
        _ pattern: String?, key: String, locale: LocaleTag, actor: AuditActor, in scope: TenantScope
    ) async throws {
        if let pattern { _ = try TextOverrides(catalogues: catalogues, texts: [locale: [key: pattern]]) }
        let catalogues = catalogues
        _ = try await DefinitionChange(identifiers: identifiers).put(by: actor, in: scope) { present in
            var texts: [LocaleTag: [String: String]] = [:]
            for tag in present.texts.locales { texts[tag] = present.texts[exact: tag] }
            texts[locale, default: [:]][key] = pattern
            if texts[locale]?.isEmpty == true { texts[locale] = nil }
            // Together, too: there may be only so many.
            _ = try TextOverrides(catalogues: catalogues, texts: texts)
            return present.replacing(texts: PerLocale(texts))
        } audit: { before, _ in
            let before = before.definition.texts[exact: locale]?[key]
            return AuditEntry(
                action: before == nil ? "text.override" : pattern == nil ? "text.reset" : "text.change", actor: actor,
                subjectKind: "text", subjectID: "\(locale)/\(key)", before: try before.map(Self.document),
                after: try pattern.map(Self.document))
        }
    }

    private static func document(_ pattern: String) throws -> JSONText {
        JSONText(String(decoding: try CanonicalJSON.encode(["text": pattern]), as: UTF8.self))
    }
}
