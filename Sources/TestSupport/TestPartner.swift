import Foundation
import Inventory
package import Tenancy
import Vocabulary

/// A partner provisioned from a real folder under another name, with a small catalogue to sell.
package struct TestPartner: Sendable {
    package let entry: TenantEntry
    /// The slug; also in the brand, the hosts and the mail addresses, in place of the folder's name.
    package let word: String
    package let host: String
    package let definition: TenantDefinition

    package static func make(
        _ folder: String, as word: String, _ mode: IsolationMode, in fleet: TestFleet
    ) async throws -> TestPartner {
        try await provision(try definition(folder, word, mode), in: fleet)
    }

    package static func provision(_ definition: TenantDefinition, in fleet: TestFleet) async throws -> TestPartner {
        let seed = CatalogueSeed(
            data: try SeedData(directory: TestFleet.root.appendingPathComponent("seed")), size: .small)
        let today = CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970 / 86_400))
        let provisioning = TenantProvisioning(
            platform: fleet.platform, tenants: fleet.tenants, dataKeys: fleet.dataKeys, schemas: fleet.schemas,
            identifiers: fleet.identifiers
        ) { scope, definition in
            _ = try await seed.run(
                name: definition.slug, currency: definition.currencies.charge[0], today: today, in: scope)
        }
        _ = try await provisioning.apply(.init(definition: definition, actor: "operator:test"))
        let definitions = TenantDefinitions(platform: fleet.platform, tenants: fleet.tenants)
        guard let entry = try await definitions.entry(slug: definition.slug) else { throw NotProvisioned() }
        return TestPartner(
            entry: entry, word: definition.slug, host: definition.hosts[0].ascii, definition: definition)
    }

    package struct NotProvisioned: Error {
        package init() {}
    }

    package static func definition(
        _ folder: String, _ word: String, _ mode: IsolationMode
    ) throws -> TenantDefinition {
        let path = TestFleet.root.appendingPathComponent("tenants/\(folder)").path
        var json = String(decoding: try TenantFolder.read(directory: path).canonicalJSON(), as: UTF8.self)
            .replacingOccurrences(of: folder, with: word)
            .replacingOccurrences(of: folder.capitalized, with: word.capitalized)
        for other in IsolationMode.allCases {
            json = json.replacingOccurrences(
                of: "\"isolation\":\"\(other.text)\"", with: "\"isolation\":\"\(mode.text)\"")
        }
        return try JSONDecoder().decode(TenantDefinition.self, from: Data(json.utf8))
    }
}
