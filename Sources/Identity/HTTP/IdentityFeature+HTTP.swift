package import Tenancy
package import Web

extension IdentityFeature {
    /// What programs can do; the same verbs have pages in Storefront and Console.
    ///
    /// - Parameter reads: where it is noted which of the staff looked at whom.
    package func routes(reads: AuditReads) -> RouteGroup {
        RouteGroup("identity", authRoutes + meRoutes + staffRoutes(reads) + keyRoutes + operatorRoutes)
    }
}
