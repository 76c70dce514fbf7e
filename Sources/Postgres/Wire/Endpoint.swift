internal import CLibpq
internal import Foundation

/// One address to dial. Names have been looked up already, so that libpq never does: it would block.
struct Endpoint: Sendable {
    let keywords: [String: String]
    /// For messages: host and port.
    let label: String

    /// Every address behind a configuration, in the order in which they are to be tried.
    ///
    /// Each is dialled on its own, because libpq's non-blocking calls have no time limit for one host.
    static func all(of configuration: PostgresConfiguration) async throws -> [Endpoint] {
        var keywords = try ConnectionKeywords.parse(configuration.conninfo)
        let defaults = ConnectionKeywords.defaults()
        let hosts = list(keywords["host"] ?? defaults["host"])
        let addresses = list(keywords["hostaddr"] ?? defaults["hostaddr"])
        let ports = list(keywords["port"] ?? defaults["port"])
        keywords.merge(session(configuration, given: keywords)) { _, ours in ours }
        var endpoints: [Endpoint] = []
        for index in 0..<max(hosts.count, addresses.count, 1) {
            let host = index < hosts.count ? hosts[index] : ""
            keywords["host"] = host
            keywords["port"] = ports.isEmpty ? nil : ports[min(index, ports.count - 1)]
            let given = index < addresses.count ? addresses[index] : ""
            for address in given.isEmpty ? await lookUp(host) : [given] {
                keywords["hostaddr"] = address.isEmpty ? nil : address
                let name = host.isEmpty ? address : host
                endpoints.append(Endpoint(keywords: keywords, label: "\(name):\(keywords["port"] ?? "5432")"))
            }
        }
        guard !endpoints.isEmpty else {
            throw PostgresError(kind: .unavailable, message: "no address found for \(hosts.joined(separator: ", "))")
        }
        return byPreference(endpoints)
    }

    /// `prefer-standby` means: first look for a standby everywhere, then take any.
    private static func byPreference(_ endpoints: [Endpoint]) -> [Endpoint] {
        guard endpoints[0].keywords["target_session_attrs"] == "prefer-standby" else { return endpoints }
        return ["standby", "any"].flatMap { wanted in
            endpoints.map { endpoint in
                let keywords = endpoint.keywords.merging(["target_session_attrs": wanted]) { $1 }
                return Endpoint(keywords: keywords, label: endpoint.label)
            }
        }
    }

    /// What every session of ours starts with.
    private static func session(_ configuration: PostgresConfiguration, given: [String: String]) -> [String: String] {
        var parameters = configuration.parameters
        if let timeout = configuration.statementTimeout { parameters["statement_timeout"] = "\(timeout.milliseconds)" }
        if let timeout = configuration.lockTimeout { parameters["lock_timeout"] = "\(timeout.milliseconds)" }
        let options = parameters.sorted { $0.key < $1.key }.map { name, value in
            "-c " + "\(name)=\(value)".flatMap { $0 == " " || $0 == "\\" ? "\\\($0)" : "\($0)" }
        }
        return [
            "application_name": given["application_name"] ?? configuration.applicationName,
            "client_encoding": "UTF8",
            // Looking for Kerberos tickets costs a round trip and may block.
            "gssencmode": given["gssencmode"] ?? "disable",
            "options": ([given["options"]].compactMap { $0 } + options).joined(separator: " "),
        ]
    }

    private static func list(_ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// Socket directories and literal addresses need no look-up; they stay with `host`.
    private static func lookUp(_ host: String) async -> [String] {
        guard !host.isEmpty, !host.hasPrefix("/"), !host.hasPrefix("@"), !isLiteral(host) else { return [""] }
        return await BlockingThreads.shared.value { addresses(of: host) }
    }

    private static func isLiteral(_ host: String) -> Bool {
        var space = in6_addr()
        return inet_pton(AF_INET, host, &space) == 1 || inet_pton(AF_INET6, host, &space) == 1
    }

    private static func addresses(of host: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var found: [String] = []
        var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        for info in sequence(first: first, next: { $0?.pointee.ai_next }) {
            guard let info else { break }
            let size = socklen_t(buffer.count)
            let code = getnameinfo(
                info.pointee.ai_addr, info.pointee.ai_addrlen, &buffer, size, nil, 0, NI_NUMERICHOST)
            let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            if code == 0 { found.append(String(decoding: bytes, as: UTF8.self)) }
        }
        return found
    }
}
