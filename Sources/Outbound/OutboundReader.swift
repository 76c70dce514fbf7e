internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
package import NameLookup
internal import Telemetry

/// Reads a page of a host that a stranger named, without being led into our own network.
///
/// The name is looked up here, every address it has is judged, and the very address that passed is dialled: a
/// second look-up could say something else. Redirects are not followed, bodies are bounded.
package struct OutboundReader: Sendable {
    package enum Scheme: String, Sendable { case http, https }

    private let names: NameResolver
    private let rule: DialRule
    private let limits: OutboundLimits

    package init(names: NameResolver, rule: DialRule = .publicOnly, limits: OutboundLimits = OutboundLimits()) {
        self.names = names
        self.rule = rule
        self.limits = limits
    }

    /// - Throws: ``OutboundFault``.
    package func get(_ scheme: Scheme, host: DomainName, path: String) async throws(OutboundFault) -> OutboundAnswer {
        let address = try await dialled(host)
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(limits.connectSeconds), read: .seconds(limits.exchangeSeconds)))
        configuration.dnsOverride = [host.text: address.description]
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let outcome: Result<OutboundAnswer, any Error>
        do {
            outcome = .success(
                try await exchange(client, "\(scheme.rawValue)://\(authority(scheme, host))\(path)", address))
        } catch {
            outcome = .failure(error)
        }
        try? await client.shutdown()
        do { return try outcome.get() } catch { throw Self.fault(error) }
    }

    /// Every address of the host, each of which may be dialled.
    ///
    /// - Throws: ``OutboundFault``.
    package func addresses(of host: DomainName) async throws(OutboundFault) -> [AddressBytes] {
        let texts: [String]
        do {
            async let fourth = names.addresses4(of: host)
            async let sixth = names.addresses6(of: host)
            texts = try await fourth.records + sixth.records
        } catch let error as NameLookupError {
            throw .lookup(error)
        } catch {
            throw .lookup(.timedOut)
        }
        return texts.compactMap { AddressBytes($0) }
    }

    /// One refused address refuses the host: which of several is dialled must not be the stranger's choice.
    private func dialled(_ host: DomainName) async throws(OutboundFault) -> AddressBytes {
        let addresses = try await addresses(of: host)
        for address in addresses {
            if let network = rule.refusal(of: address) { throw .refused(address: "\(address)", network: network) }
        }
        guard let first = addresses.first else { throw .noAddress }
        return first
    }

    private func authority(_ scheme: Scheme, _ host: DomainName) -> String {
        let (port, own) = scheme == .http ? (limits.httpPort, 80) : (limits.httpsPort, 443)
        return port == own ? host.text : "\(host.text):\(port)"
    }

    private func exchange(_ client: HTTPClient, _ url: String, _ address: AddressBytes) async throws -> OutboundAnswer {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "User-Agent", value: "TravelHub-Domain-Check")
        request.headers.add(name: "Accept", value: "text/plain")
        for field in TraceParent.current?.fields ?? [] { request.headers.add(name: field.name, value: field.value) }
        let response = try await client.execute(request, timeout: .seconds(limits.exchangeSeconds))
        var body: [UInt8] = []
        for try await part in response.body {
            body += part.readableBytesView.prefix(limits.bodyBytesMax - body.count)
            if body.count >= limits.bodyBytesMax { break }
        }
        return OutboundAnswer(status: Int(response.status.code), body: body, address: "\(address)")
    }

    private static func fault(_ error: any Error) -> OutboundFault {
        switch error {
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .certificate
        case let error as HTTPClientError where timeouts.contains(error): .timedOut
        case is HTTPClientError: .malformed
        case is IOError, is NIOConnectionError, is ChannelError: .unreachable
        default: .malformed
        }
    }

    private static let timeouts: [HTTPClientError] = [
        .connectTimeout, .readTimeout, .deadlineExceeded, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
    ]
}
