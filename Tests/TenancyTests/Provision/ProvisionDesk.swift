import Foundation
import Postgres
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

/// Provisioning as the command line does it, with a catalogue of one city.
struct ProvisionDesk {
    let fleet: TestFleet
    let provisioning: TenantProvisioning
    let definitions: TenantDefinitions
    let life: TenantLife

    static func make() async throws -> ProvisionDesk { try await ProvisionDesk(TestFleet.make()) }

    private init(_ fleet: TestFleet) {
        self.fleet = fleet
        definitions = TenantDefinitions(platform: fleet.platform, tenants: fleet.tenants)
        life = TenantLife(platform: fleet.platform, identifiers: fleet.identifiers)
        provisioning = TenantProvisioning(
            platform: fleet.platform, tenants: fleet.tenants, dataKeys: fleet.dataKeys,
            schemas: fleet.schemas, identifiers: fleet.identifiers,
            seeder: { scope, _ in try await Self.seed(scope) })
    }

    private static func seed(_ scope: TenantScope) async throws {
        _ = try await scope.run(
            """
            insert into cities (tenant_id, city_code, country_code, latitude, longitude, zone)
            values (\(scope.tenant), 'PAR', 'FR', 48.85, 2.35, 'Europe/Paris') on conflict do nothing
            """)
    }

    func apply(_ definition: TenantDefinition) async throws -> TenantProvisioning.Outcome {
        try await provisioning.apply(.init(definition: definition, actor: "operator:test"))
    }

    /// A partner's folder with words of its `tenant.yml` replaced, or holds of another length.
    static func partner(
        _ slug: String, replacing words: [(String, String)] = [], holdMinutes: Int? = nil
    ) throws -> TenantDefinition {
        var files = try TenantFolders.files(slug)
        var text = String(decoding: try #require(files["tenant.yml"]), as: UTF8.self)
        if let holdMinutes {
            text.replace(/hold_minutes: [0-9]+/, with: "hold_minutes: \(holdMinutes)")
        }
        for (old, new) in words {
            try #require(text.contains(old), "\(slug) does not say \(old)")
            text = text.replacingOccurrences(of: old, with: new)
        }
        files["tenant.yml"] = Data(text.utf8)
        return try TenantFolder.read(slug: slug, files: files)
    }

    func entry(_ slug: String) async throws -> TenantEntry {
        try #require(try await definitions.entry(slug: slug))
    }

    /// How many rows a platform table has.
    func count(_ table: String) async throws -> Int {
        try await fleet.admin.single("select count(*) as count from platform.\(identifier: table)")
            .only().get("count")
    }

    func hosts(_ slug: String) async throws -> [String] {
        try await fleet.admin.single(
            """
            select h.host from platform.tenant_hosts h join platform.tenants t using (tenant_id)
             where t.slug = \(slug) order by h.is_primary desc, h.host
            """
        ).map { try $0.get("host") }
    }

    func state(_ slug: String) async throws -> String {
        try await fleet.admin.single("select state from platform.tenants where slug = \(slug)").only()
            .get("state")
    }
}
