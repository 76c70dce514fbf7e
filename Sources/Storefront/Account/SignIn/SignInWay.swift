package import Tenancy
package import Vocabulary

/// Somebody else's account by which one may sign in, as a button of the sign-in page.
package struct SignInWay: Sendable, Hashable {
    /// As people know it, in their language.
    package let label: String
    /// A path of the site.
    package let start: String

    package init(label: String, start: String) {
        self.label = label
        self.start = start
    }
}

/// Those that a site has turned on, in the order of their buttons.
package typealias SignInWays = @Sendable (LocaleTag, TenantScope) async throws -> [SignInWay]
