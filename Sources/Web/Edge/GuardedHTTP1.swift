package import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTP1

/// Hummingbird's HTTP/1 channel with the guard between its parser and its HTTP types.
package struct GuardedHTTP1: ServerChildChannel {
    /// Header bytes of one request, and their number; a browser with many cookies stays far below.
    package static let headerBytesMax = 32 * 1024
    package static let headersMax = 100

    private let channel: HTTP1Channel
    private let slowClients: SlowClients
    private let connections: ConnectionCount

    /// Takes the place of `.http1()` when an application is built.
    package static func server(
        slowClients: SlowClients = SlowClients(), connections: ConnectionCount = ConnectionCount()
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            GuardedHTTP1(responder: responder, slowClients: slowClients, connections: connections)
        }
    }

    init(
        responder: @escaping HTTPChannelHandler.Responder, slowClients: SlowClients, connections: ConnectionCount
    ) {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: Self.headerBytesMax, maxHeaderListSize: Self.headerBytesMax,
            maxHeaderFieldCount: Self.headersMax)
        channel = HTTP1Channel(
            responder: responder,
            configuration: .init(
                idleTimeout: .seconds(Int64(slowClients.idleSeconds)), httpDecoderConfiguration: decoder))
        self.slowClients = slowClients
        self.connections = connections
    }

    /// A connection too many is closed at once and without a word: words would cost what is short.
    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        guard connections.admit(channel) else {
            return channel.close().flatMapThrowing { throw ChannelError.ioOnClosedChannel }
        }
        return self.channel.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(WireGuard(slowClients), position: .after(decoder))
            return value
        }
    }

    package func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await channel.handle(value: value, logger: logger)
    }
}
