import NIOCore
import NIOPosix
import Synchronization

/// A DNS server of a test's own on loopback: it knows what the test tells it, over UDP and TCP, and errs on
/// request. A name that it was told nothing about does not exist.
package final class TestNameServer: Sendable {
    /// What a name has, in the words of a zone file.
    package enum Record: Sendable, Hashable {
        case txt([String])
        case cname(String)
        case mx(Int, String)
        case a(UInt8, UInt8, UInt8, UInt8)
        case aaaa([UInt16])
    }

    /// How it errs about a name.
    package enum Fault: Sendable {
        /// No answer ever comes.
        case silence
        case serverFailure
        case refusal
        /// Bytes that are no message.
        case garbage
    }

    struct Zone {
        var records: [String: [Record]] = [:]
        var faults: [String: Fault] = [:]
        var questions: [String] = []
        var viaTCP = 0
    }

    package let port: Int
    private let datagrams: any Channel
    private let streams: any Channel
    private let zone: ZoneBox

    final class ZoneBox: Sendable {
        let value = Mutex(Zone())
    }

    /// `127.0.0.1:port`, as the resolver takes it.
    package var address: String { "127.0.0.1:\(port)" }

    package static func start() async throws -> TestNameServer {
        let zone = ZoneBox()
        let group = MultiThreadedEventLoopGroup.singleton
        // A port that is free for one transport may be taken for the other.
        for _ in 0..<portTriesMax {
            let datagrams = try await DatagramBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(DatagramAnswers(zone: zone))
                    }
                }.bind(host: "127.0.0.1", port: 0).get()
            let port = datagrams.localAddress?.port ?? 0
            let streams = try? await ServerBootstrap(group: group)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(StreamAnswers(zone: zone))
                    }
                }.bind(host: "127.0.0.1", port: port).get()
            if let streams {
                return TestNameServer(port: port, datagrams: datagrams, streams: streams, zone: zone)
            }
            try await datagrams.close()
        }
        throw IOError(errnoCode: 98, reason: "no port is free for both UDP and TCP")
    }

    private static let portTriesMax = 20

    private init(port: Int, datagrams: any Channel, streams: any Channel, zone: ZoneBox) {
        self.port = port
        self.datagrams = datagrams
        self.streams = streams
        self.zone = zone
    }

    package func stop() async {
        try? await datagrams.close()
        try? await streams.close()
    }

    /// In place of what the name had.
    package func set(_ name: String, _ records: [Record]) {
        zone.value.withLock { $0.records[name.lowercased()] = records }
    }

    /// The name is no more.
    package func remove(_ name: String) { zone.value.withLock { $0.records[name.lowercased()] = nil } }

    package func fail(_ name: String, _ fault: Fault?) {
        zone.value.withLock { $0.faults[name.lowercased()] = fault }
    }

    /// The names asked for until now, in order, repetitions too.
    package var questions: [String] { zone.value.withLock { $0.questions } }

    /// How many of them came over TCP.
    package var questionsViaTCP: Int { zone.value.withLock { $0.viaTCP } }
}

private final class DatagramAnswers: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    let zone: TestNameServer.ZoneBox

    init(zone: TestNameServer.ZoneBox) { self.zone = zone }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        guard let question = NameQuestion(envelope.data),
            let answer = zone.value.withLock({ question.answer(from: &$0, bytesMax: NameQuestion.datagramBytesMax) })
        else { return }
        context.writeAndFlush(
            wrapOutboundOut(AddressedEnvelope(remoteAddress: envelope.remoteAddress, data: answer)), promise: nil)
    }
}

private final class StreamAnswers: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let zone: TestNameServer.ZoneBox
    private var read = ByteBuffer()

    init(zone: TestNameServer.ZoneBox) { self.zone = zone }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var arrived = unwrapInboundIn(data)
        read.writeBuffer(&arrived)
        while let message = read.readLengthPrefixedSlice(as: UInt16.self) {
            zone.value.withLock { $0.viaTCP += 1 }
            guard let question = NameQuestion(message),
                let answer = zone.value.withLock({ question.answer(from: &$0, bytesMax: .max) })
            else { continue }
            var framed = ByteBuffer()
            framed.writeInteger(UInt16(answer.readableBytes))
            framed.writeImmutableBuffer(answer)
            context.writeAndFlush(wrapOutboundOut(framed), promise: nil)
        }
    }
}
