import Foundation
import Localization
import Logging
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// Two tenants whose sites speak different languages, and one of each closed kind.
struct SampleSites: Sendable {
    let one: TenantProfile
    let two: TenantProfile
    let closed: [TenantEntry]
    let catalogues: Catalogues

    static let trustedOrigin = "https://app.one.example"

    /// Compiled once for all tests.
    private static let catalogues = Result {
        try Catalogues.load(directory: TestFleet.root.appendingPathComponent("locales").path)
    }

    /// `one` and `two` are the entries of the two open sites.
    static func make(
        one: TenantEntry = entry(number: 1), two: TenantEntry = entry(number: 2)
    ) throws -> SampleSites {
        let catalogues = try Self.catalogues.get()
        return SampleSites(
            one: try profile("one", one, [.english, try #require(LocaleTag("de"))], catalogues),
            two: try profile("two", two, [try #require(LocaleTag("de"))], catalogues),
            closed: [TenantState.suspended, .maintenance, .archived, .provisioning].enumerated().map { index, state in
                Self.entry(number: Int32(10 + index), state)
            }, catalogues: catalogues)
    }

    static func entry(number: Int32, _ state: TenantState = .active) -> TenantEntry {
        var generator = SeededGenerator(seed: UInt64(number))
        return TenantEntry(
            id: TenantID(IdentifierSource.version7(milliseconds: 1_700_000_000_000, using: &generator)),
            number: number, generation: 1, version: 1, isolation: .pooled, state: state)
    }

    private static func profile(
        _ slug: String, _ entry: TenantEntry, _ locales: [LocaleTag], _ catalogues: Catalogues
    ) throws -> TenantProfile {
        let directory = try TestDirectory.scratch() + "/\(slug)"
        try TenantFolder.skeleton(slug: slug, to: directory, locales: locales)
        // The first trusts another site; the second trusts nobody.
        if slug == "one" {
            let file = URL(fileURLWithPath: directory + "/tenant.yml")
            let text = try String(contentsOf: file, encoding: .utf8)
            try Data((text + "cors_origins: [\"\(trustedOrigin)\"]\n").utf8).write(to: file)
        }
        let definition = try TenantFolder.read(directory: directory)
        return try TenantProfile(
            entry: entry, definition: definition, definitionVersion: 1, release: 1,
            branding: definition.branding, catalogues: catalogues)
    }

    /// `one.localhost`, `two.localhost`, `suspended.localhost` …; the platform is `localhost`.
    func resolve(_ host: HostName) -> TenantDirectory.Resolution {
        let label = host.ascii.split(separator: ".").first.map(String.init) ?? ""
        if host.ascii == "localhost" { return .platform }
        if host.ascii == "xn--bcher-kva.localhost" { return .tenant(one.entry) }
        guard host.ascii == "\(label).localhost" else { return .unknown }
        return entry(slug: label).map(TenantDirectory.Resolution.tenant) ?? .unknown
    }

    func entry(slug: String) -> TenantEntry? {
        switch slug {
        case "one": one.entry
        case "two": two.entry
        default: closed.first { $0.state.text == slug }
        }
    }

    func profile(_ entry: TenantEntry) -> TenantProfile? { [one, two].first { $0.entry == entry } }
}
