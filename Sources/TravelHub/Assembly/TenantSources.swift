import Foundation
import Localization
import Tenancy
import Vocabulary

/// Reads partners' folders with their text overrides held against the catalogues.
struct TenantSources {
    private let directory: URL
    private let catalogues: Catalogues

    init(base: Base) throws {
        try self.init(base: base, catalogues: base.files.catalogues())
    }

    init(base: Base, catalogues: Catalogues) throws {
        self.directory = base.settings.directory("tenants")
        self.catalogues = catalogues
    }

    /// Every folder in `tenants/`, sorted.
    func slugs() throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            at: directory, includingPropertiesForKeys: [.isDirectoryKey], options: [.skipsHiddenFiles]
        ).filter { (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
            .map(\.lastPathComponent).sorted()
    }

    /// Throws `FolderFaults` with every fault, by file and line.
    func read(_ slug: String) throws -> TenantDefinition {
        try TenantFolder.read(directory: directory.appendingPathComponent(slug).path) { locale, key, pattern in
            do {
                _ = try TextOverrides(catalogues: catalogues, texts: [locale: [key: pattern]])
                return []
            } catch {
                return ["\(error)"]
            }
        }
    }
}
