package import Tenancy
package import Vocabulary

/// The edge's view of Tenancy: whose host it is, how the site speaks, and the way to its rows.
package struct TenantReach: Sendable {
    package let resolve: @Sendable (HostName) -> TenantDirectory.Resolution
    package let entry: @Sendable (_ slug: String) -> TenantEntry?
    /// Without a wait, if it is in process.
    package let known: @Sendable (TenantEntry) -> TenantProfile?
    package let load: @Sendable (TenantEntry) async throws -> TenantProfile
    /// The site in a look that is not published; nil where there is no such release.
    package let preview: @Sendable (TenantEntry, _ release: Int) async throws -> TenantProfile?
    /// The host that all pages of the tenant are at; nil where none is set apart.
    package let primaryHost: @Sendable (TenantEntry) -> String?
    package let database: TenantDatabase
    /// Under which answers that may name people are kept.
    package let dataKey: @Sendable (TenantID) async throws -> TenantDataKey

    package init(
        resolve: @escaping @Sendable (HostName) -> TenantDirectory.Resolution,
        entry: @escaping @Sendable (_ slug: String) -> TenantEntry?,
        known: @escaping @Sendable (TenantEntry) -> TenantProfile?,
        load: @escaping @Sendable (TenantEntry) async throws -> TenantProfile,
        preview: @escaping @Sendable (TenantEntry, _ release: Int) async throws -> TenantProfile? = { _, _ in nil },
        primaryHost: @escaping @Sendable (TenantEntry) -> String? = { _ in nil },
        database: TenantDatabase, dataKey: @escaping @Sendable (TenantID) async throws -> TenantDataKey
    ) {
        self.resolve = resolve
        self.entry = entry
        self.known = known
        self.load = load
        self.preview = preview
        self.primaryHost = primaryHost
        self.database = database
        self.dataKey = dataKey
    }

    package init(
        directory: TenantDirectory, profiles: TenantProfiles, database: TenantDatabase, dataKeys: DataKeys
    ) {
        self.init(
            resolve: directory.resolve, entry: directory.entry(slug:), known: profiles.known, load: profiles.profile,
            preview: profiles.preview, primaryHost: { directory.primaryHost(of: $0.id) }, database: database,
            dataKey: dataKeys.key(of:))
    }

    func profile(_ entry: TenantEntry) async throws -> TenantProfile {
        if let profile = known(entry) { return profile }
        return try await load(entry)
    }
}
