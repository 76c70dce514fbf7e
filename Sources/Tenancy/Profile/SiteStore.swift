import Crypto
import Foundation
import Postgres
import Vocabulary

/// SQL on a tenant's own definitions, releases and the pointer to those in force.
struct SiteStore: Sendable {
    /// What the pointer points at.
    struct Current: Sendable {
        let version: Int
        let definition: TenantDefinition
        let definitionDigest: String
        let release: Int
        let branding: BrandingDefinition
        let brandingDigest: String
    }

    /// Sent before a read that a change is made from; a statement of its own, so that the read behind it
    /// sees what the holder before us left.
    static let lock: SQL = "select tenant_id from site_pointers for update"

    static let current: SQL = """
        select p.definition_version, d.document as definition, d.digest as definition_digest,
               p.branding_release, r.document as branding, r.digest as branding_digest
          from site_pointers p
          join definitions d on d.tenant_id = p.tenant_id and d.version = p.definition_version
          join branding_releases r on r.tenant_id = p.tenant_id and r.release = p.branding_release
        """

    static func current(_ rows: Rows) throws -> Current? {
        guard let row = rows.first else { return nil }
        let decoder = JSONDecoder()
        return Current(
            version: try row.get("definition_version"),
            definition: try decoder.decode(
                TenantDefinition.self, from: Data(try row.get("definition", as: JSONText.self).text.utf8)),
            definitionDigest: try row.get("definition_digest"),
            release: try row.get("branding_release"),
            branding: try decoder.decode(
                BrandingDefinition.self, from: Data(try row.get("branding", as: JSONText.self).text.utf8)),
            brandingDigest: try row.get("branding_digest"))
    }

    static func insertDefinition(tenant: TenantID, document: Data, digest: String, actor: String) -> SQL {
        """
        insert into definitions (tenant_id, version, document, digest, actor)
        select \(tenant), coalesce(max(version), 0) + 1, \(JSONText(String(decoding: document, as: UTF8.self))),
               \(digest), \(actor) from definitions
        returning version
        """
    }

    static func insertRelease(tenant: TenantID, document: Data, digest: String, actor: String) -> SQL {
        """
        insert into branding_releases (tenant_id, release, document, digest, actor)
        select \(tenant), coalesce(max(release), 0) + 1, \(JSONText(String(decoding: document, as: UTF8.self))),
               \(digest), \(actor) from branding_releases
        returning release
        """
    }

    static func point(tenant: TenantID, version: Int, release: Int) -> SQL {
        """
        insert into site_pointers (tenant_id, definition_version, branding_release)
        values (\(tenant), \(version), \(release))
        on conflict (tenant_id) do update
          set definition_version = excluded.definition_version, branding_release = excluded.branding_release,
              changed_at = clock_timestamp()
        """
    }

    static func release(_ number: Int) -> SQL {
        "select release, document, digest, actor, created_at from branding_releases where release = \(number)"
    }

    static func branding(_ row: Row) throws -> BrandingDefinition {
        let text: JSONText = try row.get("document")
        return try JSONDecoder().decode(BrandingDefinition.self, from: Data(text.text.utf8))
    }

    static func releases(by actor: String?, after: Int?, isOldestFirst: Bool, limit: Int) -> SQL {
        var conditions: [SQL] = ["true"]
        if let actor {
            // Either of the two, where one acted for another.
            conditions.append("\(actor) = any (string_to_array(r.actor, ' for '))")
        }
        if let after { conditions.append(isOldestFirst ? "r.release > \(after)" : "r.release < \(after)") }
        return """
            select release, digest, actor, created_at,
                   exists (select from site_pointers p where p.branding_release = r.release) as is_published
              from branding_releases r where \(fragment: conditions.joined(separator: " and "))
             order by release \(fragment: isOldestFirst ? "" : "desc") limit \(limit)
            """
    }

    static func digest(_ document: Data) -> String { SHA256.hash(data: document).hexadecimal }
}
