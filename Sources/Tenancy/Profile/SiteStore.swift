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
        let takesPayments: Bool
    }

    /// The folder as it was applied last.
    struct Folder: Sendable {
        let version: Int
        let definition: TenantDefinition
        let digest: String
    }

    /// Sent before a read that a change is made from; a statement of its own, so that the read behind it
    /// sees what the holder before us left.
    static let lock: SQL = "select tenant_id from site_pointers for update"

    static let current: SQL = """
        select p.definition_version, d.document as definition, d.digest as definition_digest,
               p.branding_release, r.document as branding, r.digest as branding_digest,
               exists (select from payment_accounts) as takes_payments
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
            brandingDigest: try row.get("branding_digest"), takesPayments: try row.get("takes_payments"))
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

    /// - Parameter folder: the version that the operator's folder stands in from now on; nil where somebody else
    ///   changed the site, and the folder stands where it stood.
    static func point(tenant: TenantID, version: Int, release: Int, folder: Int? = nil) -> SQL {
        """
        insert into site_pointers as p (tenant_id, definition_version, branding_release, folder_version)
        values (\(tenant), \(version), \(release), \(folder))
        on conflict (tenant_id) do update
          set definition_version = excluded.definition_version, branding_release = excluded.branding_release,
              folder_version = coalesce(excluded.folder_version, p.folder_version, p.definition_version),
              changed_at = clock_timestamp()
        """
    }

    /// The definition as the folder had it when it was applied last.
    static let folder: SQL = """
        select d.version, d.document as definition, d.digest
          from site_pointers p
          join definitions d on d.tenant_id = p.tenant_id
                            and d.version = coalesce(p.folder_version, p.definition_version)
        """

    /// What stands in a row of `folder`, where there is one.
    static func folder(_ rows: Rows) throws -> Folder? {
        guard let row = rows.first else { return nil }
        let text: JSONText = try row.get("definition")
        return Folder(
            version: try row.get("version"),
            definition: try JSONDecoder().decode(TenantDefinition.self, from: Data(text.text.utf8)),
            digest: try row.get("digest"))
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

    /// Where the text of a page changed, newest first, looking through so many of the last definitions.
    static func pageVersions(_ kind: PageKind, _ locale: LocaleTag, limit: Int) -> SQL {
        """
        select version, actor, created_at, char_length(source) as characters
          from (select version, actor, created_at, source, lag(source) over (order by version) as before
                  from (select version, actor, created_at,
                               document -> 'pages' -> \(kind.rawValue)::text ->> \(locale.description)::text as source
                          from definitions order by version desc limit \(limit)) d) v
         where source is distinct from before
         order by version desc
        """
    }

    static func page(_ kind: PageKind, _ locale: LocaleTag, version: Int) -> SQL {
        """
        select document -> 'pages' -> \(kind.rawValue)::text ->> \(locale.description)::text as source
          from definitions where version = \(version)
        """
    }

    static func digest(_ document: Data) -> String { SHA256.hash(data: document).hexadecimal }
}
