package import Web

extension IdentityFeature {
    /// What programs can do; the same verbs have pages in Storefront and Console.
    package func routes() -> RouteGroup {
        RouteGroup("identity", authRoutes + meRoutes + staffRoutes + keyRoutes + operatorRoutes)
    }
}
