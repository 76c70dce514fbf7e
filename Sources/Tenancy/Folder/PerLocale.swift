package import Vocabulary

/// One value for each of several languages, written as an object with language tags for keys.
package struct PerLocale<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
    private let values: [LocaleTag: Value]

    package init(_ values: [LocaleTag: Value] = [:]) { self.values = values }

    package subscript(exact locale: LocaleTag) -> Value? { values[locale] }

    /// The value for the first tag of the chain (`pt-BR`, `pt`) that has one.
    package subscript(locale: LocaleTag) -> Value? {
        for tag in locale.chain {
            if let value = values[tag] { return value }
        }
        return nil
    }

    package var isEmpty: Bool { values.isEmpty }
    /// In the order of their tags, so that what is written from them is stable.
    package var locales: [LocaleTag] { values.keys.sorted() }

    package init(from decoder: any Decoder) throws {
        let texts = try decoder.singleValueContainer().decode([String: Value].self)
        self.values = try texts.reduce(into: [:]) { values, entry in
            guard let tag = LocaleTag(entry.key) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "not a language tag: \(entry.key)"))
            }
            values[tag] = entry.value
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Dictionary(uniqueKeysWithValues: values.map { ($0.key.description, $0.value) }))
    }
}

package typealias LocalizedText = PerLocale<String>
