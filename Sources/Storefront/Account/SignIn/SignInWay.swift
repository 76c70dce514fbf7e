package import Tenancy

/// Somebody else's account by which one may sign in, as a button of the sign-in page.
package struct SignInWay: Sendable, Hashable {
    /// Names the provider in addresses.
    package let slug: String
    /// As people know it.
    package let label: String

    package init(slug: String, label: String) {
        self.slug = slug
        self.label = label
    }
}

/// Those that a site has turned on, in the order of their buttons.
package typealias SignInWays = @Sendable (TenantEntry) async throws -> [SignInWay]
