internal import CICU
internal import Synchronization
package import Vocabulary

/// Which way lines run, as the `dir` attribute of a page wants it.
package enum TextDirection: String, CaseIterable, Sendable {
    case leftToRight = "ltr"
    case rightToLeft = "rtl"
}

extension LocaleTag {
    /// Whether ICU knows the language and the region of this tag.
    package var isKnown: Bool { cicu_locale_known(description) }

    package var direction: TextDirection { KnownLocales.forms(self).direction }

    /// The two letters or three digits that name a region, if the tag has one.
    package var region: String? {
        description.split(separator: "-").dropFirst().first { $0.count < 4 }.map(String.init)
    }
}

/// The forms of each locale in use, one set for the whole process.
enum KnownLocales {
    /// Locales kept at once; further ones are made anew on each use, so that no input can fill memory.
    static let keptMax = 64

    private static let kept = Mutex<[LocaleTag: LocaleForms]>([:])

    static func forms(_ locale: LocaleTag) -> LocaleForms {
        if let known = kept.withLock({ $0[locale] }) { return known }
        let forms = LocaleForms(locale)
        return kept.withLock { kept in
            if let known = kept[locale] { return known }
            if kept.count < keptMax { kept[locale] = forms }
            return forms
        }
    }
}
