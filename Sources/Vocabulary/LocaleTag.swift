/// A language tag of BCP 47 in canonical case, of the parts we use: language, script, region.
package struct LocaleTag: Hashable, Comparable, Sendable, Codable, CustomStringConvertible, LosslessStringConvertible {
    package let description: String

    /// Accepts `-` or `_` between the parts and any case; nil when a part has a wrong form.
    package init?(_ text: String) {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
        guard let first = parts.first, (2...3).contains(first.count), first.allSatisfy(\.isASCIILetter),
            parts.count <= 3
        else { return nil }
        var canonical = first.lowercased()
        var rest = parts.dropFirst()
        if let script = rest.first, script.count == 4, script.allSatisfy(\.isASCIILetter) {
            canonical += "-" + script.prefix(1).uppercased() + script.dropFirst().lowercased()
            rest = rest.dropFirst()
        }
        if let region = rest.first {
            let letters = region.count == 2 && region.allSatisfy(\.isASCIILetter)
            let digits = region.count == 3 && region.allSatisfy { $0.isASCII && $0.isNumber }
            guard letters || digits else { return nil }
            canonical += "-" + region.uppercased()
            rest = rest.dropFirst()
        }
        guard rest.isEmpty else { return nil }
        self.description = canonical
    }

    /// The primary language: `pt` of `pt-BR`.
    package var language: String { String(description.prefix { $0 != "-" }) }

    /// RFC 4647 §3.4 look-up order: the tag itself, then with parts cut from the end.
    package var chain: [LocaleTag] {
        var tags = [self]
        while let cut = tags[tags.count - 1].description.lastIndex(of: "-") {
            tags.append(LocaleTag(known: String(tags[tags.count - 1].description[..<cut])))
        }
        return tags
    }

    private init(known text: String) { self.description = text }

    package static let english = LocaleTag(known: "en")

    package static func < (left: LocaleTag, right: LocaleTag) -> Bool { left.description < right.description }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let tag = LocaleTag(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a language tag: \(text)"))
        }
        self = tag
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Character {
    fileprivate var isASCIILetter: Bool { isASCII && isLetter }
}
