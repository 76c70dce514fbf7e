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
        try await scope.transaction { transaction in
            guard
                let current = try SiteStore.current(
                    try await transaction.run([SiteStore.lock, SiteStore.current])[1])
            else { throw TenantProfiles.Fault.noSite(transaction.tenant) }
            var texts: [LocaleTag: [String: String]] = [:]
            for tag in current.definition.texts.locales { texts[tag] = current.definition.texts[exact: tag] }
            let before = texts[locale]?[key]
            guard before != pattern else { return }
            texts[locale, default: [:]][key] = pattern
            if texts[locale]?.isEmpty == true { texts[locale] = nil }
            // Together, too: there may be only so many.
            _ = try TextOverrides(catalogues: catalogues, texts: texts)
            let document = try current.definition.replacing(texts: PerLocale(texts)).canonicalJSON()
            let version: Int = try await transaction.run(
                SiteStore.insertDefinition(
                    tenant: transaction.tenant, document: document, digest: SiteStore.digest(document),
                    actor: actor.signature)
            ).only().get("version")
            let audit = AuditEntry(
                action: before == nil ? "text.override" : pattern == nil ? "text.reset" : "text.change", actor: actor,
                subjectKind: "text", subjectID: "\(locale)/\(key)", before: try before.map(Self.document),
                after: try pattern.map(Self.document))
            _ = try await transaction.run([
                SiteStore.point(tenant: transaction.tenant, version: version, release: current.release),
                AuditTrail(identifiers: identifiers).statement(audit, tenant: transaction.tenant),
                "select tenancy.announce_site()",
            ])
        }
    }

    private static func document(_ pattern: String) throws -> JSONText {
        JSONText(String(decoding: try CanonicalJSON.encode(["text": pattern]), as: UTF8.self))
    }
}
