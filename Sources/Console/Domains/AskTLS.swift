import HTTPTypes
package import Tenancy
import Vocabulary
package import Web

/// Whether the proxy before us may get a certificate for the host that a client named: the question of Caddy's
/// on-demand TLS, asked within a handshake. Answered from memory, without the database, so that neither a storm of
/// made-up names nor an outage reaches it.
///
/// Yes for the platform's own hosts and for those of every site that shows something: open, in maintenance, suspended.
/// No for a host that nobody proved, one that was lost, and those of partners that are being made or were put away.
package struct AskTLS: Sendable {
    private let directory: TenantDirectory

    package init(directory: TenantDirectory) { self.directory = directory }

    /// On the platform's hosts for proxies that are trusted, on the management port for one on this machine.
    package func routes() -> RouteGroup {
        RouteGroup(
            "proxy",
            [
                Route(
                    .get, "/internal/tls/ask", .proxy,
                    "Whether a host is served here, for a proxy that asks for itself",
                    gives: [.json(Self.schema)], refuses: [.init(404, "domain.unknown")],
                    options: RouteOptions(secondsMax: nil)
                ) { (input: AskInput, _: ProxyContext) in
                    guard let host = HostName.normalise(input.domain), directory.isCertified(host) else {
                        throw DomainError.unknown.problem
                    }
                    return .json(cache: .never) { json in json.object { $0.member("domain", host.ascii) } }
                }
            ])
    }

    private static let schema = Schema.object(nil, [.init("domain", .text)], closed: true)
}
