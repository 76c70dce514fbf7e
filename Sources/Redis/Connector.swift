import NIOCore
import NIOPosix
import NIOSSL

/// Takes what a connection brings after its greeting.
protocol ReplyReceiver: AnyObject, Sendable {
    func received(_ values: [RedisValue])
    func disconnected()
}

/// Dials Redis, over TLS when wanted, and greets it.
struct Connector: Sendable {
    let address: RedisAddress
    let limits: RedisLimits
    private let tls: NIOSSLContext?

    /// - Throws: the TLS library's error when the authority's file cannot be read.
    init(address: RedisAddress, limits: RedisLimits) throws {
        self.address = address
        self.limits = limits
        guard address.usesTLS else {
            tls = nil
            return
        }
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let file = address.authorityFile { configuration.trustRoots = .file(file) }
        tls = try NIOSSLContext(configuration: configuration)
    }

    /// Connects and returns once Redis has accepted the greeting.
    ///
    /// - Parameter readTimeout: after so much silence the channel gets an `IdleStateEvent`.
    /// - Throws: `RedisError` when the greeting is refused or too slow, or the dialling's own error.
    func connect(
        on eventLoop: any EventLoop, receiver: any ReplyReceiver, readTimeout: TimeAmount? = nil
    ) async throws -> any Channel {
        let greeted = eventLoop.makePromise(of: Void.self)
        let address = address
        let limits = limits
        let tls = tls
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(limits.connectTimeout))
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(Self.tlsHandler(tls, address)) }
                    if let readTimeout { try pipeline.addHandler(IdleStateHandler(readTimeout: readTimeout)) }
                    let decoder = Decoder(replyBytesMax: limits.replyBytesMax)
                    let greeting = address.greeting
                    try pipeline.addHandler(
                        ReplyHandler(decoder: decoder, greeting: greeting, greeted: greeted, receiver: receiver))
                }
            }
        let channel: any Channel
        do {
            channel = try await dial(bootstrap)
        } catch {
            greeted.fail(error)
            throw error
        }
        let timer = eventLoop.scheduleTask(in: TimeAmount(limits.connectTimeout)) { greeted.fail(RedisError.timedOut) }
        defer { timer.cancel() }
        do {
            try await greeted.futureResult.get()
        } catch {
            channel.close(promise: nil)
            throw error
        }
        return channel
    }

    private func dial(_ bootstrap: ClientBootstrap) async throws -> any Channel {
        switch address.endpoint {
        case .host(let host, let port):
            try await bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1).connect(host: host, port: port).get()
        case .unix(let path):
            try await bootstrap.connect(unixDomainSocketPath: path).get()
        }
    }

    private static func tlsHandler(_ context: NIOSSLContext, _ address: RedisAddress) throws -> NIOSSLClientHandler {
        guard case .host(let host, _) = address.endpoint else {
            return try NIOSSLClientHandler(context: context, serverHostname: nil)
        }
        // SNI carries names only (RFC 6066 §3); an address is verified against the certificate all the same.
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }
}
