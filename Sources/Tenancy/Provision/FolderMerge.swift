package import Vocabulary

/// What an apply brings about where a partner's own people changed something since the folder was applied last:
/// theirs stays, everything else becomes what the folder says.
///
/// Theirs is what is in force and differs from the folder as it was applied last. A folder that says the same as is in
/// force has taken it over, and changes it the next time.
package struct FolderMerge: Hashable, Sendable {
    /// With the look that visitors are to see.
    package let definition: TenantDefinition
    /// The settings that stay against the folder's word, as `TenantChange` names them.
    package let kept: [String]

    /// - Parameters:
    ///   - folder: what is to be applied.
    ///   - before: the folder as it was applied last.
    ///   - present: what is in force, with the look that is published.
    package init(_ folder: TenantDefinition, before: TenantDefinition, present: TenantDefinition) {
        var keeping = Keeping(folder: folder, before: before, present: present)
        let support = keeping.support()
        let legal = keeping.legal()
        let pages = keeping.pages()
        let texts = keeping.texts()
        let branding = keeping.value("branding") { $0.branding }
        definition = folder.replacing(
            branding: branding, texts: texts, support: support, legal: legal, pages: pages)
        kept = keeping.kept.sorted()
    }

    /// The three states of a setting, and which of them counts.
    private struct Keeping {
        let folder: TenantDefinition
        let before: TenantDefinition
        let present: TenantDefinition
        var kept: [String] = []

        init(folder: TenantDefinition, before: TenantDefinition, present: TenantDefinition) {
            self.folder = folder
            self.before = before
            self.present = present
        }

        mutating func value<Value: Equatable>(_ path: String, _ value: (TenantDefinition) -> Value) -> Value {
            let (wanted, there) = (value(folder), value(present))
            guard there != value(before), there != wanted else { return wanted }
            kept.append(path)
            return there
        }

        mutating func support() -> SupportContact {
            var hours: [LocaleTag: String] = [:]
            for locale in folder.locales {
                hours[locale] = value("support.hours.\(locale)") { $0.support.hours[exact: locale] }
            }
            return SupportContact(
                mail: value("support.mail") { $0.support.mail }, phone: value("support.phone") { $0.support.phone },
                hours: PerLocale(hours), zone: value("support.zone") { $0.support.zone })
        }

        mutating func legal() -> LegalEntity {
            LegalEntity(
                company: value("legal.company") { $0.legal.company },
                registration: value("legal.registration") { $0.legal.registration },
                address: value("legal.address") { $0.legal.address },
                country: value("legal.country") { $0.legal.country })
        }

        mutating func pages() -> [PageKind: LocalizedText] {
            var pages: [PageKind: LocalizedText] = [:]
            for kind in PageKind.allCases {
                var texts: [LocaleTag: String] = [:]
                for locale in folder.locales {
                    texts[locale] = value("pages.\(kind.rawValue).\(locale)") { $0.pages[kind]?[exact: locale] }
                }
                if !texts.isEmpty { pages[kind] = PerLocale(texts) }
            }
            return pages
        }

        mutating func texts() -> PerLocale<[String: String]> {
            var texts: [LocaleTag: [String: String]] = [:]
            for locale in folder.locales {
                let keys = [folder, present].reduce(into: Set<String>()) {
                    $0.formUnion(($1.texts[exact: locale] ?? [:]).keys)
                }
                var patterns: [String: String] = [:]
                for key in keys.sorted() {
                    patterns[key] = value("texts.\(locale).\(key)") { $0.texts[exact: locale]?[key] }
                }
                if !patterns.isEmpty { texts[locale] = patterns }
            }
            return PerLocale(texts)
        }
    }
}
