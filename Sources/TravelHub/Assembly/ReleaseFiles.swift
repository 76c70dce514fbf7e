import Foundation
import Inventory
import Localization
import Synchronization
import Tenancy
import Web

/// What a release ships beside its program: read and checked when somebody first stands on it, and once, however
/// many parts of a process do.
final class ReleaseFiles: Sendable {
    private struct Kept {
        var catalogues: Catalogues?
        var migrationPlan: MigrationPlan?
        var seed: SeedData?
        var templates: [String: PageTemplates] = [:]
    }

    private let root: URL
    private let kept = Mutex(Kept())

    /// `root`: the directory that holds `locales`, `migrations`, `seed` and the faces.
    init(root: URL) { self.root = root }

    /// The texts of all languages. Throws `CatalogueFaults` with every fault.
    func catalogues() throws -> Catalogues {
        try kept.withLock { kept in
            let catalogues = try kept.catalogues ?? Catalogues.load(directory: directory("locales").path)
            kept.catalogues = catalogues
            return catalogues
        }
    }

    func migrationPlan() throws -> MigrationPlan {
        try kept.withLock { kept in
            let plan = try kept.migrationPlan ?? MigrationPlan.read(directory: directory("migrations"))
            kept.migrationPlan = plan
            return plan
        }
    }

    /// What a test partner's catalogue grows from.
    func seed() throws -> SeedData {
        try kept.withLock { kept in
            let seed = try kept.seed ?? SeedData(directory: directory("seed"))
            kept.seed = seed
            return seed
        }
    }

    /// Those below `path`, as `console/templates`. Throws `PageTemplateError` with the faults of all of them.
    func templates(_ path: String) throws -> PageTemplates {
        try kept.withLock { kept in
            let templates = try kept.templates[path] ?? PageTemplates(directory: directory(path))
            kept.templates[path] = templates
            return templates
        }
    }

    private func directory(_ path: String) -> URL { root.appendingPathComponent(path) }
}
