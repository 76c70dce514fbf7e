package import Foundation
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
        let files = try skeleton(SkeletonSite(slug: slug, locales: locales))
        let there = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        guard there.isEmpty else { throw SkeletonError.exists(directory) }
        try put(files, in: directory)
    }

    /// The same by path, for whoever makes a tenant without a folder.
    ///
    /// - Throws: `SkeletonError`.
    package static func skeleton(_ site: SkeletonSite) throws -> [String: Data] {
        guard SiteFields.isSlug(site.slug) else { throw SkeletonError.slug(site.slug) }
        let locales = site.locales
        let strange = locales.filter { !SiteFields.languages.contains($0.language) }
        guard strange.isEmpty, !locales.isEmpty, Set(locales).count == locales.count else {
            throw SkeletonError.locales(strange.isEmpty ? locales : strange)
        }
        let accent = SkeletonBrand.accent(of: site.slug)
        let name = site.name
        var files = [
            tenantFile: SkeletonYAML.tenant(site),
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
        return files.mapValues { Data($0.utf8) }
    }
}

/// What is known of a site before anything is written for it.
package struct SkeletonSite: Sendable {
    let slug: String
    let name: String
    let host: String
    let locales: [LocaleTag]
    let currency: CurrencyCode

    /// Without a name it is called like its slug, without a host it is at home on this machine.
    package init(
        slug: String, name: String? = nil, host: HostName? = nil, locales: [LocaleTag] = [.english],
        currency: CurrencyCode = .eur
    ) {
        self.slug = slug
        self.name =
            name ?? slug.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
        self.host = host?.ascii ?? "\(slug).localhost"
        self.locales = locales
        self.currency = currency
    }
}
