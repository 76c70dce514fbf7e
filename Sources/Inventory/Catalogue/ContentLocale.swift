package import Vocabulary

/// The languages in which every city, hotel, room and amenity has its words.
package enum ContentLocale: String, Sendable, Hashable, CaseIterable {
    case en, ru, de, ar, ja

    /// The nearest one for a reader of `locale`: along its chain, else English.
    package init(for locale: LocaleTag) {
        self = locale.chain.lazy.compactMap { ContentLocale(rawValue: $0.description) }.first ?? .en
    }

    package var tag: LocaleTag { LocaleTag(rawValue) ?? .english }
}
