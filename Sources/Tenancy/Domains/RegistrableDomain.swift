internal import CPSL

/// Where somebody's domain begins, by the Public Suffix List: a registry's own name belongs to nobody here, and
/// a domain's apex can carry no CNAME (RFC 1034 §3.6.2).
package enum RegistrableDomain {
    /// `example.co.uk` for `www.example.co.uk`; nil where there is none, as for `co.uk`.
    package static func of(_ host: HostName) -> String? {
        // What comes back points into what went in.
        host.ascii.withCString { name in psl_registrable_domain(psl_builtin(), name).map { String(cString: $0) } }
    }

    package static func isApex(_ host: HostName) -> Bool { of(host) == host.ascii }

    /// The name that visitors type instead: `www.` before an apex, the apex for its `www.`; else nil.
    package static func counterpart(of host: HostName) -> HostName? {
        guard let domain = of(host) else { return nil }
        if host.ascii == domain { return HostName.normalise("www.\(domain)") }
        return host.ascii == "www.\(domain)" ? HostName.normalise(domain) : nil
    }
}
