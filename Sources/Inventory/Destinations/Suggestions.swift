import Localization
import Tenancy
import Vocabulary
package import Web

/// What a search field offers while somebody types: asked for with every letter and by everybody alike, so the
/// document is kept as it is sent. It holds names and places, neither price nor stock.
struct Suggestions: Sendable {
    /// Longer texts are few people's, and kept they would only push others out.
    static let lettersMax = 16
    /// Cities change by the year.
    static let seconds = 300

    private static let kept = CachedRead<[UInt8]>.bytes(
        "destination-suggestions", version: 1, freshSeconds: seconds, staleSeconds: seconds, bytesMax: 8 * 1024,
        tags: [.catalogue])

    let finder: DestinationFinder

    /// One round trip to the cache, where it is kept. Throws `PostgresError`.
    func document(for input: DestinationInput, on context: TenantContext) async throws -> [UInt8] {
        let locale = ContentLocale(for: context.locale)
        let read: @Sendable () async throws -> [UInt8] = { [finder] in
            let found = try await finder.suggestions(
                for: input.text, locale: locale.tag, limit: input.limit, in: context.scope)
            var json = JSONWriter()
            json.object { $0.member("data", found) }
            return json.bytes
        }
        // All that the finder makes of a text; two texts with the same of it find the same.
        let key = Transliteration.searchKey(input.text)
        guard !key.isEmpty, key.count <= Self.lettersMax else { return try await read() }
        let code = Destination.code(input.text) ?? ""
        return try await context.cache.value(
            Self.kept, [locale.rawValue, "\(input.limit)", code, key], load: read)
    }
}

extension CacheTag {
    /// What is made of a site's hotels and cities: to be invalidated by whoever changes them.
    package static let catalogue = CacheTag("catalogue")
}
