import Foundation
import Postgres
import Tenancy
import Vocabulary

/// How far each schema is migrated, beside what this release knows.
struct SchemaCatalogue: Sendable {
    struct Line: Sendable {
        let schema: String
        let kind: MigrationClass
        let version: Int
        let wanted: Int
        /// Steps that were changed after they were applied.
        let changedSteps: [String]
        let fingerprint: String?
        /// What most schemas of this kind and version have.
        let usual: String?
        let migratedAt: Date?

        /// In one word; what is graver comes first.
        var standing: String {
            if !changedSteps.isEmpty || (fingerprint != nil && usual != nil && fingerprint != usual) {
                "drifted"
            } else if version < wanted {
                "behind"
            } else if version > wanted {
                "ahead"
            } else {
                "current"
            }
        }
    }

    let platform: PlatformDatabase
    let plan: MigrationPlan

    static let states = ["current", "behind", "ahead", "drifted"]

    func lines() async throws -> [Line] {
        let schemas = try await platform.run(
            """
            select s.name, s.version, s.fingerprint, s.migrated_at,
                   (select mode() within group (order by o.fingerprint) from schemas o
                     where o.version = s.version and (o.name in ('platform', 'shared')) = (s.name in ('platform', 'shared'))
                       and o.name not in ('platform', 'shared')) as usual
              from schemas s order by s.name
            """)
        let applied = try await platform.run(
            "select schema_name, number, name, digest from applied_migrations order by schema_name, number")
        var changed: [String: [String]] = [:]
        for row in applied {
            let schema: String = try row.get("schema_name")
            let number: Int = try row.get("number")
            guard let step = plan.steps[Self.kind(schema)]?.first(where: { $0.number == number }) else { continue }
            if step.digest != (try row.get("digest", as: String.self)) {
                changed[schema, default: []].append(step.label)
            }
        }
        return try schemas.map { row in
            let schema: String = try row.get("name")
            let kind = Self.kind(schema)
            return Line(
                schema: schema, kind: kind, version: try row.get("version"), wanted: plan.latest(kind),
                changedSteps: changed[schema] ?? [], fingerprint: try row.get("fingerprint"),
                usual: kind == .tenant ? try row.get("usual") : nil, migratedAt: try row.get("migrated_at"))
        }
    }

    struct Step: Sendable {
        let kind: MigrationClass
        let label: String
        let digest: String
        /// Schemas that have it, of those of its kind.
        let applied: Int
        let schemas: Int
    }

    /// The steps that this release knows, by kind, with how many schemas each has reached.
    func steps(_ lines: [Line]) -> [Step] {
        MigrationClass.allCases.flatMap { kind in
            let schemas = lines.filter { $0.kind == kind && ($0.version > 0 || kind != .tenant) }
            return (plan.steps[kind] ?? []).map { step in
                Step(
                    kind: kind, label: step.label, digest: step.digest,
                    applied: schemas.filter { $0.version >= step.number }.count, schemas: schemas.count)
            }
        }
    }

    private static func kind(_ schema: String) -> MigrationClass {
        switch schema {
        case "platform": .platform
        case "shared": .shared
        default: .tenant
        }
    }
}
