import ArgumentParser
import Foundation
import Localization
import Tenancy
import Vocabulary

/// Partners as configuration: a folder each in `tenants/`.
struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "Make, plan, apply and export partners; suspend and restore them.",
        subcommands: [
            New.self, Plan.self, Apply.self, Export.self, Suspend.self, Resume.self, Maintain.self, Archive.self,
            Restore.self, Recover.self, Audit.self,
        ])
}

extension TenantCommand {
    /// Writes a commented folder that applies unchanged.
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write the folder of a new partner.")

        @Argument(help: "Short name: lower-case letters, digits, hyphens.") var slug: String

        func run() async throws {
            let settings = try await Launch.settings()
            let directory = settings.directory("tenants").appendingPathComponent(slug)
            try TenantFolder.skeleton(slug: slug, to: directory.path)
            print("wrote \(directory.path); edit it, then: travelhub tenant apply \(slug)")
        }
    }

    /// Says what an apply would change.
    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what an apply would change.")

        @Argument(help: "The folder's name in tenants/.") var slug: String

        func run() async throws {
            let base = try await Launch.base()
            let wanted = try TenantSources(base: base).read(slug)
            let desk = try TenantDesk(base: base)
            let changes: [TenantChange]
            var kept: [String] = []
            if let present = try await desk.definition(slug: slug), let merge = try await desk.merge(wanted) {
                changes = try TenantFolder.difference(present, merge.definition)
                kept = merge.kept
            } else {
                print("\(slug) is new and would be provisioned")
                return await desk.close()
            }
            await desk.close()
            for change in changes { print(change) }
            for path in kept { print("= \(path): set by the partner, stays") }
            print(changes.isEmpty ? "nothing to change" : "\(changes.count) changes")
        }
    }

    /// Provisions or changes; applied twice it changes nothing.
    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Bring partners to what their folders say.")

        @Argument(help: "Folders' names in tenants/; none: all of them.") var slugs: [String] = []

        func run() async throws {
            let base = try await Launch.base()
            let sources = try TenantSources(base: base)
            let definitions = try (slugs.isEmpty ? sources.slugs() : slugs).map(sources.read)
            try await SharedCache.with(base) { cache in
                let desk = try TenantDesk(base: base, cache: cache)
                for definition in definitions {
                    let outcome = try await desk.apply(definition, actor: Self.actor)
                    print("\(definition.slug): \(Self.words(outcome))")
                }
                await desk.close()
            }
        }

        static var actor: AuditActor {
            AuditActor("operator:\(ProcessInfo.processInfo.environment["USER"] ?? "cli")")
        }

        static func words(_ outcome: TenantProvisioning.Outcome) -> String {
            switch outcome {
            case .provisioned: "provisioned"
            case .changed(_, let version, let release, let kept):
                "changed, definition \(version), look \(release)"
                    + (kept.isEmpty ? "" : "; set by the partner and kept: \(kept.joined(separator: ", "))")
            case .unchanged: "unchanged"
            }
        }
    }

    /// Writes the applied state as a folder, equal to the one it was applied from.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write a partner's present state as a folder.")

        @Argument(help: "The partner.") var slug: String
        @Option(name: .long, help: "Where to; absent: tenants/<slug>.") var to: String?

        func run() async throws {
            let base = try await Launch.base()
            let desk = try TenantDesk(base: base)
            let definition = try await desk.definition(slug: slug)
            await desk.close()
            guard let definition else { throw ValidationError("no partner \(slug)") }
            let directory = to ?? base.settings.directory("tenants").appendingPathComponent(slug).path
            try TenantFolder.write(definition, to: directory)
            print("wrote \(directory)")
        }
    }
}
