package import Vocabulary

/// Chooses a language from `Accept-Language`; the rules are Localization's.
package struct LocaleNegotiation: Sendable {
    private let match: @Sendable (_ header: String, _ supported: [LocaleTag]) -> LocaleTag?

    package init(_ match: @escaping @Sendable (_ header: String, _ supported: [LocaleTag]) -> LocaleTag?) {
        self.match = match
    }

    /// The first of `supported` is the default.
    func best(_ header: String?, _ supported: [LocaleTag]) -> LocaleTag {
        guard let header, let best = match(header, supported) else { return supported.first ?? .english }
        return best
    }
}
