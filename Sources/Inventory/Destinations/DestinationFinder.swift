import Localization
package import Tenancy
package import Vocabulary

/// From what a traveller types to a city: a code, or the beginning of a name in any language and script.
package struct DestinationFinder: Sendable {
    package static let suggestionsMax = 10

    package init() {}

    /// Cities for a text as typed so far; a code's city comes first. One round trip; none for a text
    /// without a letter.
    ///
    /// Throws `PostgresError`.
    package func suggestions(
        for text: String, locale: LocaleTag, limit: Int = Self.suggestionsMax, in scope: TenantScope
    ) async throws -> [Destination] {
        try await find(text, locale: ContentLocale(for: locale), limit: min(limit, Self.suggestionsMax), in: scope)
    }

    /// The city that a text means.
    ///
    /// Throws `SearchError.unknownDestination` or `PostgresError`.
    func resolve(_ text: String, locale: ContentLocale, in scope: TenantScope) async throws -> Destination {
        guard let found = try await find(text, locale: locale, limit: 1, in: scope).first else {
            throw SearchError.unknownDestination
        }
        return found
    }

    private func find(
        _ text: String, locale: ContentLocale, limit: Int, in scope: TenantScope
    ) async throws -> [Destination] {
        let key = Transliteration.searchKey(text)
        guard !key.isEmpty, limit > 0 else { return [] }
        var statements = [DestinationStore.cities(beginning: key, locale: locale, limit: limit)]
        if let code = Destination.code(text) { statements.insert(DestinationStore.city(code, locale: locale), at: 0) }
        var seen: Set<String> = []
        let found = try await scope.run(statements).flatMap { try $0.map(Destination.init) }
        return Array(found.filter { seen.insert($0.code).inserted }.prefix(limit))
    }
}
