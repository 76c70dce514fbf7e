internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
package import NameLookup
internal import Telemetry

/// Calls a stranger's interface: any port, fields of one's own, a body. What `OutboundReader` promises holds here,
/// too: the address that is dialled is the one that was judged, redirects are answers, time and bodies are bounded.
/// What is asked stays a part of its cause's trace.
package struct OutboundCaller: Sendable {
    package struct Request: Sendable {
        package let url: OutboundURL
        package var fields: [(name: String, value: String)] = []
        /// Sent by POST; nil asks by GET.
        package var body: [UInt8]?

        package init(_ url: OutboundURL) { self.url = url }
    }

    package struct Reply: Sendable {
        package let status: Int
        package let body: [UInt8]
        /// False where the stranger had more to say than is read.
        package let isWhole: Bool

        package init(status: Int, body: [UInt8], isWhole: Bool) {
            self.status = status
            self.body = body
            self.isWhole = isWhole
        }
    }

    private let names: NameResolver
    private let rule: DialRule
    private let limits: OutboundLimits
    private let agent: String

    /// - Parameter agent: how the caller is called in the stranger's log.
    package init(
        names: NameResolver, rule: DialRule = .publicOnly, limits: OutboundLimits = OutboundLimits(), agent: String
    ) {
        self.names = names
        self.rule = rule
        self.limits = limits
        self.agent = agent
    }

    /// - Throws: ``OutboundFault``.
    package func call(_ request: Request) async throws(OutboundFault) -> Reply {
        let address = try await dialled(request.url)
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(limits.connectSeconds), read: .seconds(limits.exchangeSeconds)))
        if case .name(let name) = request.url.host { configuration.dnsOverride = [name.text: address.description] }
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let outcome: Result<Reply, any Error>
        do { outcome = .success(try await timed(client, request)) } catch { outcome = .failure(error) }
        try? await client.shutdown()
        do { return try outcome.get() } catch { throw OutboundFault(error) }
    }

    /// One refused address refuses the host: which of several is dialled must not be the stranger's choice.
    private func dialled(_ url: OutboundURL) async throws(OutboundFault) -> AddressBytes {
        let addresses = try await addresses(url)
        for address in addresses {
            if let network = rule.refusal(of: address) { throw .refused(address: "\(address)", network: network) }
        }
        guard let first = addresses.first else { throw .noAddress }
        return first
    }

    /// `localhost` is this machine whatever a name server says of it (RFC 6761 §6.3).
    private func addresses(_ url: OutboundURL) async throws(OutboundFault) -> [AddressBytes] {
        switch url.host {
        case .address(let address): return [address]
        case .name where url.isLoopback: return AddressBytes("127.0.0.1").map { [$0] } ?? []
        case .name(let name):
            return try await OutboundReader(names: names, rule: rule, limits: limits).addresses(of: name)
        }
    }

    /// A stranger who sends a byte now and then is at its end, too.
    private func timed(_ client: HTTPClient, _ request: Request) async throws -> Reply {
        try await withThrowingTaskGroup(of: Reply.self) { group in
            group.addTask { try await exchange(client, request) }
            group.addTask { [limits] in
                try await Task.sleep(for: .seconds(limits.exchangeSeconds))
                throw OutboundFault.timedOut
            }
            defer { group.cancelAll() }
            guard let reply = try await group.next() else { throw OutboundFault.malformed }
            return reply
        }
    }

    private func exchange(_ client: HTTPClient, _ request: Request) async throws -> Reply {
        var sent = HTTPClientRequest(url: "\(request.url)")
        sent.method = request.body == nil ? .GET : .POST
        sent.headers.add(name: "User-Agent", value: agent)
        for field in TraceParent.current?.fields ?? [] { sent.headers.add(name: field.name, value: field.value) }
        for field in request.fields { sent.headers.add(name: field.name, value: field.value) }
        if let body = request.body { sent.body = .bytes(body) }
        let response = try await client.execute(sent, timeout: .seconds(limits.exchangeSeconds))
        var body: [UInt8] = []
        for try await part in response.body {
            guard body.count + part.readableBytes <= limits.bodyBytesMax else {
                return Reply(status: Int(response.status.code), body: body, isWhole: false)
            }
            body += part.readableBytesView
        }
        return Reply(status: Int(response.status.code), body: body, isWhole: true)
    }
}

extension OutboundFault {
    /// What an exchange ended with.
    init(_ error: any Error) {
        self =
            switch error {
            case let fault as OutboundFault: fault
            case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .certificate
            case let error as HTTPClientError where Self.timeouts.contains(error): .timedOut
            case is HTTPClientError: .malformed
            case is IOError, is NIOConnectionError, is ChannelError: .unreachable
            case is CancellationError: .timedOut
            default: .malformed
            }
    }

    private static let timeouts: [HTTPClientError] = [
        .connectTimeout, .readTimeout, .deadlineExceeded, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
    ]
}
