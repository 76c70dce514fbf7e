package import Foundation
package import Vocabulary

/// Checks an override against the message that it replaces; gives what is wrong with it. Supplied by whoever
/// has the catalogues.
package typealias OverrideCheck = @Sendable (_ locale: LocaleTag, _ key: String, _ pattern: String) -> [String]

/// A partner as configuration: `tenants/<slug>/` read, checked, written and compared.
///
///     tenant.yml  branding.yml  logo.svg  logo-dark.svg  favicon.svg
///     pages/<kind>.<locale>.md   texts/<locale>.yml
package enum TenantFolder {
    package static let tenantFile = "tenant.yml"
    package static let brandingFile = "branding.yml"

    /// The whole folder, or every mistake in it at once.
    ///
    /// - Throws: `FolderFaults`, by file and line; nothing but reading has happened then.
    package static func read(
        directory: String, check: OverrideCheck? = nil
    ) throws(FolderFaults) -> TenantDefinition {
        let sink = FaultSink()
        let definition = FolderFiles(directory: directory, sink: sink).flatMap { read($0, check: check) }
        guard let definition, sink.faults.isEmpty else { throw FolderFaults(sink.faults) }
        return definition
    }

    /// The same for a folder that came over the wire: its files by path.
    package static func read(
        slug: String, files: [String: Data], check: OverrideCheck? = nil
    ) throws(FolderFaults) -> TenantDefinition {
        let sink = FaultSink()
        let definition = read(FolderFiles(name: slug, contents: files, sink: sink), check: check)
        guard let definition, sink.faults.isEmpty else { throw FolderFaults(sink.faults) }
        return definition
    }

    /// A look alone: `branding.yml` and the pictures it names.
    package static func readBranding(files: [String: Data]) throws(FolderFaults) -> BrandingDefinition {
        let sink = FaultSink()
        let folder = FolderFiles(name: "branding", contents: files, sink: sink)
        let branding = document(brandingFile, folder).flatMap { BrandingFile($0, files: folder) }
        guard let branding, sink.faults.isEmpty else { throw FolderFaults(sink.faults) }
        return branding.definition
    }

    private static func read(_ files: FolderFiles, check: OverrideCheck?) -> TenantDefinition? {
        let tenant = document(tenantFile, files).flatMap { TenantFile($0, folder: files.name) }
        let branding = document(brandingFile, files).flatMap { BrandingFile($0, files: files) }
        // With a faulty tenant.yml the locales are unknown, and every page would seem to be one too many.
        let locales = tenant?.site.locales ?? files.paths.compactMap { FolderPath($0)?.locale }
        let words = FolderWords(files, locales: locales, check: check)
        refuseStrangers(files, pictures: branding?.pictures)
        guard let tenant, let branding else { return nil }
        let site = tenant.site
        return TenantDefinition(
            slug: site.slug, name: site.name, kind: site.kind, isolation: site.isolation, hosts: site.hosts,
            corsOrigins: site.corsOrigins, locales: site.locales, currencies: tenant.currencies,
            timeZone: site.timeZone, weekStart: tenant.weekStart,
            holdMinutes: tenant.holdMinutes, features: tenant.features, consent: tenant.consent,
            support: tenant.support, legal: tenant.legal, billing: tenant.billing, branding: branding.definition,
            pages: words.pages, texts: words.texts)
    }

    private static func document(_ path: String, _ files: FolderFiles) -> YAMLField? {
        files.text(path, max: YAMLDocument.bytesMax).flatMap { YAMLDocument.read($0, file: path, sink: files.sink) }
    }

    /// A file that nothing reads is a mistake: a page with a wrong name would silently be missing.
    private static func refuseStrangers(_ files: FolderFiles, pictures: Set<String>?) {
        for path in files.paths where path != tenantFile && path != brandingFile {
            if let pictures, pictures.contains(path) { continue }
            // With a faulty branding.yml it is unknown which pictures it names.
            if pictures == nil, BrandAsset.format(of: path) != nil { continue }
            if FolderPath(path) != nil { continue }
            let known =
                [tenantFile, brandingFile] + PageKind.allCases.map { "pages/\($0.rawValue).en.md" } + ["texts/en.yml"]
            let message = "unknown file\(NearestName.hint(path, among: known))"
            files.sink.add(FolderFault(file: path, line: 1, message: message))
        }
    }
}
