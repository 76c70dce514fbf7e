package import Vocabulary

/// Picks the locale of an answer from what a browser asks for and what a partner offers.
package enum LocaleNegotiation {
    /// Bytes of a header that are read; browsers send under a hundred.
    package static let headerBytesMax = 1_000
    /// Ranges that are looked at, the first ones.
    package static let rangesMax = 32

    /// The wishes of an `Accept-Language` header (RFC 9110 §12.5.4), most wanted first, equals in the
    /// header's order. What is malformed is passed over; a header cut by the limit loses its last range.
    package static func preferences(acceptLanguage: String) -> [LanguageRange] {
        var header = Substring(acceptLanguage)
        if header.utf8.count > headerBytesMax {
            let read = String(decoding: header.utf8.prefix(headerBytesMax), as: UTF8.self)
            header = read.lastIndex(of: ",").map { read[..<$0] } ?? ""
        }
        let ranges = header.split(separator: ",").prefix(rangesMax).compactMap { LanguageRange($0) }
        return ranges.enumerated()
            .sorted { ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset) }
            .map(\.element)
    }

    /// One of `supported`, always, unless that is empty: then `fallback`.
    ///
    /// First by look-up (RFC 4647 §3.4), each wish with its parts cut from the end; then, because a
    /// reader of `en-GB` would rather have `en-US` than another language, by language alone.
    /// A locale with weight 0 is given only when nothing else is left.
    package static func choose(
        acceptLanguage: String, supported: [LocaleTag], default fallback: LocaleTag
    ) -> LocaleTag {
        let first = supported.contains(fallback) ? fallback : supported.first ?? fallback
        let ranges = preferences(acceptLanguage: acceptLanguage)
        let hasRefusals = ranges.contains { $0.quality == 0 }
        let allowed = hasRefusals ? supported.filter { !isRefused($0, by: ranges) } : supported
        let wanted = ranges.filter { $0.quality > 0 }
        for range in wanted {
            switch range.wish {
            case .locale(let tag):
                if let match = tag.chain.first(where: allowed.contains) { return match }
                if let match = allowed.first(where: { $0.language == tag.language }), tag.chain.count == 1 {
                    return match
                }
            case .any:
                if let match = wildcard(first, allowed, ranges) { return match }
            }
        }
        for case .locale(let tag) in wanted.map(\.wish) {
            if let match = allowed.first(where: { $0.language == tag.language }) { return match }
        }
        return allowed.contains(first) ? first : allowed.first ?? first
    }

    /// `*` stands for every locale that no other range names.
    private static func wildcard(
        _ first: LocaleTag, _ allowed: [LocaleTag], _ ranges: [LanguageRange]
    ) -> LocaleTag? {
        let named = Set(ranges.map(\.wish))
        let rest = allowed.filter { tag in !tag.chain.contains { named.contains(.locale($0)) } }
        return rest.contains(first) ? first : rest.first
    }

    /// The range that names most of the locale's parts decides whether it was refused.
    private static func isRefused(_ locale: LocaleTag, by ranges: [LanguageRange]) -> Bool {
        for step in locale.chain {
            let qualities = ranges.filter { $0.wish == .locale(step) }.map(\.quality)
            if let most = qualities.max() { return most == 0 }
        }
        let anyQualities = ranges.filter { $0.wish == .any }.map(\.quality)
        return anyQualities.max() == 0
    }
}
