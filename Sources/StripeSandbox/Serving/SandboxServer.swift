import HTTPTypes
import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle

/// The sandbox over HTTP, on this machine alone, with the deliverer of its events beside it.
package struct SandboxServer: Service {
    static let bodyBytesMax = 256 * 1024
    static let hangSecondsMax = 600

    let sandbox: Sandbox
    let port: Int
    let logger: Logger
    let onListening: @Sendable (Int) async -> Void

    /// - Parameter port: 0 for any that is free; `onListening` gets the one.
    package init(
        _ sandbox: Sandbox, port: Int, logger: Logger, onListening: @escaping @Sendable (Int) async -> Void
    ) {
        self.sandbox = sandbox
        self.port = port
        self.logger = logger
        self.onListening = onListening
    }

    package func run() async throws {
        var quiet = logger
        quiet.logLevel = .error
        let application = Application(
            responder: SandboxResponder(sandbox: sandbox),
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
            onServerRunning: { channel in
                let bound = channel.localAddress?.port ?? port
                sandbox.setBaseURL("http://localhost:\(bound)")
                await onListening(bound)
            }, logger: quiet)
        let deliverer = Deliverer(sandbox: sandbox, logger: logger)
        let ended = await withTaskGroup(of: Result<Void, any Error>.self) { group in
            group.addTask { await Result { try await application.run() } }
            group.addTask { .success(await deliverer.run()) }
            // The server ends when it is told to; the deliverer never by itself.
            let first = await group.next() ?? .success(())
            group.cancelAll()
            return first
        }
        await sandbox.close()
        try ended.get()
    }
}

struct SandboxContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

struct SandboxResponder: HTTPResponder {
    typealias Context = SandboxContext

    let sandbox: Sandbox

    func respond(to request: Request, context: SandboxContext) async throws -> Response {
        guard let host = request.head.authority, ReturnAddress.isLocal("http://\(host)") else {
            return response(SandboxAnswer(421, [("content-type", "text/plain")], body: "This machine only.\n"))
        }
        let body = try await request.body.collect(upTo: SandboxServer.bodyBytesMax)
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        let answer = await sandbox.answer(
            SandboxRequest(
                request.method.rawValue, String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "",
                headers: headers, body: String(buffer: body)))
        switch answer.ending {
        case .whole: return response(answer)
        case .hanging: try await Task.sleep(for: .seconds(SandboxServer.hangSecondsMax))
        case .dropped: break
        }
        try? await context.channel.close()
        throw ChannelError.ioOnClosedChannel
    }

    private func response(_ answer: SandboxAnswer) -> Response {
        var headers = HTTPFields()
        for header in answer.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            headers.append(HTTPField(name: name, value: header.value))
        }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body)))
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}
