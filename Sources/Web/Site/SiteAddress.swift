package import Tenancy

extension Arrival {
    /// `https://host` of the site's primary host, with the port that this request came to.
    package func base(of definition: TenantDefinition) -> String? {
        let entry = tenant ?? parts.tenants.entry(definition.slug)
        let primary = entry.flatMap(parts.tenants.primaryHost) ?? definition.hosts.first?.ascii
        return primary.map(origin.address(of:))
    }
}

extension TrustedProxies.Origin {
    /// Another host under the scheme and at the port that this request came to.
    func address(of host: String) -> String {
        let port = authority.flatMap { text in
            text.lastIndex(of: ":").map { String(text[$0...]) }.flatMap { $0.contains("]") ? nil : $0 }
        }
        return "\(isSecure ? "https" : "http")://\(host)\(port ?? "")"
    }
}
