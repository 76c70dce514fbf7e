package import Foundation
import Postgres
package import Vocabulary

/// A site's legal pages, written by its own people: each text in force at once as a version of the definition, and
/// every earlier one to be had again.
package struct PageDesk: Sendable {
    /// Why a text was not published.
    package enum Refusal: Error, Hashable, Sendable {
        /// It is not the one that the new text was written over.
        case changedMeanwhile
        case localeUnknown
        case tooLong

        package var problem: Problem {
            switch self {
            case .changedMeanwhile: Problem(409, "legal.changed_meanwhile")
            case .localeUnknown: Problem(404, "locale.unknown")
            case .tooLong:
                Problem(
                    422, "input.invalid", ["count": .number(1)],
                    faults: [.init("/body", "too_long", ["max": .number(PageDesk.bodyCharactersMax)])])
            }
        }
    }

    /// Of what is typed; a page with markup around it and in any script fits into what pages may have.
    package static let bodyCharactersMax = 20_000

    /// A text as it stood from one version of the definition on.
    package struct Version: Hashable, Sendable {
        package let number: Int
        package let actor: String
        package let createdAt: Date
        /// Of the source; nil where the page was taken away.
        package let charactersCount: Int?
    }

    /// So many versions of the definition are looked through.
    package static let historyMax = 500

    private let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    /// By which somebody's page knows whether the text is still the one that it showed.
    package static func mark(of source: String?) -> String { SiteStore.digest(Data((source ?? "").utf8)) }

    /// - Parameters:
    ///   - source: as `PageText.source` writes it.
    ///   - seen: the mark of the text that the new one takes the place of; nil where that does not matter.
    /// Throws `Refusal`, `TenantProfiles.Fault` for a tenant without a site, `PostgresError`.
    package func publish(
        _ source: String, _ kind: PageKind, _ locale: LocaleTag, over seen: String? = nil, by actor: AuditActor,
        in scope: TenantScope
    ) async throws {
        guard source.utf8.count <= MarkdownPage.bytesMax else { throw Refusal.tooLong }
        _ = try await DefinitionChange(identifiers: identifiers).put(by: actor, in: scope) { present in
            guard present.locales.contains(locale) else { throw Refusal.localeUnknown }
            if let seen, seen != Self.mark(of: present.pages[kind]?[exact: locale]) { throw Refusal.changedMeanwhile }
            return present.writing(source, kind, locale)
        } audit: { before, after in
            AuditEntry(
                action: "page.publish", actor: actor, subjectKind: "page", subjectID: "\(kind.rawValue)/\(locale)",
                before: try Self.document(before, kind, locale), after: try Self.document(after, kind, locale))
        }
    }

    /// Newest first.
    package func versions(
        _ kind: PageKind, _ locale: LocaleTag, in scope: TenantScope
    ) async throws -> [Version] {
        try await scope.run(SiteStore.pageVersions(kind, locale, limit: Self.historyMax)).map {
            Version(
                number: try $0.get("version"), actor: try $0.get("actor"), createdAt: try $0.get("created_at"),
                charactersCount: try $0.get("characters"))
        }
    }

    /// The text as it stood in one version of the definition; nil where it did not.
    package func source(
        _ kind: PageKind, _ locale: LocaleTag, version: Int, in scope: TenantScope
    ) async throws -> String? {
        try await scope.run(SiteStore.page(kind, locale, version: version)).first.flatMap { try $0.get("source") }
    }

    /// A page is long: the trail has where it is kept, and by which it is known again.
    private static func document(
        _ version: DefinitionChange.Version, _ kind: PageKind, _ locale: LocaleTag
    ) throws -> JSONText? {
        guard let source = version.definition.pages[kind]?[exact: locale] else { return nil }
        return JSONText(
            "{\"characters\":\(source.count),\"definition\":\(version.number),\"sha256\":\"\(mark(of: source))\"}")
    }
}

extension TenantDefinition {
    fileprivate func writing(_ source: String, _ kind: PageKind, _ locale: LocaleTag) -> TenantDefinition {
        var texts: [LocaleTag: String] = [:]
        for tag in pages[kind]?.locales ?? [] { texts[tag] = pages[kind]?[exact: tag] }
        texts[locale] = source
        return replacing(pages: pages.merging([kind: PerLocale(texts)]) { $1 })
    }
}
