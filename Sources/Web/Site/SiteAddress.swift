package import Tenancy

extension Arrival {
    /// `https://host` of the site's first host, with the port that this request came to.
    package func base(of definition: TenantDefinition) -> String? {
        guard let host = definition.hosts.first else { return nil }
        let port = origin.authority.flatMap { text in
            text.lastIndex(of: ":").map { String(text[$0...]) }.flatMap { $0.contains("]") ? nil : $0 }
        }
        return "\(origin.isSecure ? "https" : "http")://\(host.ascii)\(port ?? "")"
    }
}
