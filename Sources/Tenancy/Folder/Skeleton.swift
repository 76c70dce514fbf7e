internal import Foundation
package import Vocabulary

/// Why no new folder was written.
package enum SkeletonError: Error, Hashable, Sendable, CustomStringConvertible {
    case slug(String)
    case locales([LocaleTag])
    /// Something is there already; nothing of it is touched.
    case exists(String)

    package var description: String {
        switch self {
        case .slug(let slug):
            "`\(slug)` cannot be a tenant's name: 1 to 31 of a–z, 0–9 and hyphens, a letter first, "
                + "no hyphen last, "
                + "none of the platform's own names"
        case .locales(let tags):
            "no words for \(tags.map(\.description).joined(separator: ", ")): choose among "
                + SiteFields.languages.sorted().joined(separator: ", ")
        case .exists(let directory): "\(directory) is there already"
        }
    }
}

extension TenantFolder {
    /// Writes a commented folder that applies as it is: a test tenant with a monogram for a logo, a palette that
    /// passes, and legal pages that say that they wait for their text.
    ///
    /// - Throws: `SkeletonError`, or what the file system says.
    package static func skeleton(
        slug: String, to directory: String, locales: [LocaleTag] = [.english]
    ) throws {
        guard SiteFields.isSlug(slug) else { throw SkeletonError.slug(slug) }
        let strange = locales.filter { !SiteFields.languages.contains($0.language) }
        guard strange.isEmpty, !locales.isEmpty, Set(locales).count == locales.count else {
            throw SkeletonError.locales(strange.isEmpty ? locales : strange)
        }
        let there = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        guard there.isEmpty else { throw SkeletonError.exists(directory) }
        let name = slug.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
        let accent = SkeletonBrand.accent(of: slug)
        var files = [
            tenantFile: SkeletonYAML.tenant(slug: slug, name: name, locales: locales),
            brandingFile: SkeletonYAML.branding(accent),
            "logo.svg": SkeletonBrand.logo(name, fill: accent.light, letter: accent.lightText, words: "#1c1f24"),
            "logo-dark.svg": SkeletonBrand.logo(name, fill: accent.dark, letter: accent.darkText, words: "#eef0f3"),
            "favicon.svg": SkeletonBrand.monogram(name, fill: accent.light, letter: accent.lightText),
        ]
        for locale in locales {
            let words = SkeletonWords(locale)
            for kind in PageKind.allCases {
                files[FolderPath.page(kind, locale).text] = "# \(words.title(kind))\n\n\(words.notice)\n"
            }
        }
        try put(files.mapValues { Data($0.utf8) }, in: directory)
    }
}
