import Foundation
import Tenancy

/// Where an entry lies. The tenant leads every name, and nothing makes one without.
///
/// Its generation and revision are part of the name of an entry: a site that moved, or of which anything in
/// the directory changed, finds none of its old ones. Tags outlive both.
struct CachePlace: Hashable, Sendable {
    let entry: String
    let lock: String
    let tags: [String]

    init(_ tenant: TenantEntry, name: String, version: Int, parts: [String], tags: [CacheTag]) {
        let key = Data(IdempotencyKey.digest(parts)).base64EncodedString()
        let state = "\(tenant.generation).\(tenant.revision)"
        entry = "\(Self.root(tenant)):cache:\(name):\(version):\(state):\(key)"
        lock = entry + ":lock"
        self.tags = tags.map { Self.tag($0, of: tenant) }
    }

    static func tag(_ tag: CacheTag, of tenant: TenantEntry) -> String { "\(root(tenant)):tag:\(tag.name)" }

    /// In braces, so that a cluster keeps an entry and its tags together.
    private static func root(_ tenant: TenantEntry) -> String { "{\(tenant.id)}" }
}
