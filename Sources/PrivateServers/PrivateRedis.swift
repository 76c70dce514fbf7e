import Foundation
import Glibc
package import Logging

/// A Redis of our own below a directory, on a unix socket only.
///
/// With `diesWithParent` it also goes when the last copy of this value does: keep one.
package struct PrivateRedis: Sendable {
    package typealias Options = PrivateServerOptions

    private static let package = "redis-server"
    private static let socketName = "redis.sock"
    private static let stopSeconds = 15

    private let process: ServerProcess
    /// The path of the server's socket.
    package let socket: String

    /// `unix://` and the percent-encoded path of the socket.
    package var url: String {
        "unix://" + (socket.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? socket)
    }

    /// Starts Redis in `<options.directory>/redis` and returns when it answers.
    ///
    /// - Throws: `PrivateServerError`: `missingProgram`, `inUse`, `unusableData`, `notReady`.
    package static func start(_ options: Options, logger: Logger) async throws -> PrivateRedis {
        let server = try Program.find("redis-server", package: package)
        let client = try Program.find("redis-cli", package: package)
        let place = try await ServerPlace.prepare(
            name: "redis", account: "redis", socketName: socketName, in: options.directory, logger: logger)
        let lock = try DirectoryLock(directory: place.root)
        try FilePath.makePrivate(place.data, for: place.user)
        try await stopLeftover(place, logger: logger)
        let socket = "\(place.sockets)/\(socketName)"
        let recipe = ServerProcess.Recipe(
            name: "Redis", place: place, options: options,
            arguments: arguments(server: server, socket: socket, place: place, options: options),
            stopSignal: ("TERM", SIGTERM),
            isReady: { try await Tool.run([client, "-s", socket, "ping"]).output.hasPrefix("PONG") },
            passingFault: nil)
        let process = ServerProcess(recipe, lock: lock, logger: logger)
        try await process.start()
        return PrivateRedis(process: process, socket: socket)
    }

    package func stop() async {
        await process.stop(signals: [SIGTERM, SIGKILL], withinSeconds: Self.stopSeconds)
        await process.leave()
    }

    /// Kills the server without warning, for tests of what a crash does.
    package func kill9() async { await process.stop(signals: [SIGKILL], withinSeconds: Self.stopSeconds) }

    /// Starts again after `kill9`, or stops in order and starts.
    package func restart() async throws {
        await process.stop(signals: [SIGTERM, SIGKILL], withinSeconds: Self.stopSeconds)
        try await process.start()
    }

    /// Freezes the server, which keeps its connections and answers nothing, until `resume`.
    package func pause() async { await process.freeze() }

    package func resume() async { await process.signal(SIGCONT) }

    /// The server's process, while it runs.
    package var processID: Int32? { get async { await process.pid } }

    private static func stopLeftover(_ place: ServerPlace, logger: Logger) async throws {
        let line = FilePath.text("\(place.data)/redis.pid")?.split(separator: "\n").first
        guard let line, let pid = pid_t(line) else { return }
        try await Leftover(pid: pid, workingDirectory: place.data)?.stop(signal: SIGTERM, logger: logger)
    }

    private static func arguments(
        server: String, socket: String, place: ServerPlace, options: Options
    ) -> [String] {
        var settings = [
            "port": "0", "unixsocket": socket, "unixsocketperm": "700", "dir": place.data,
            "pidfile": "\(place.data)/redis.pid", "daemonize": "no", "save": "",
            "appendonly": options.durable ? "yes" : "no", "maxclients": "\(options.connectionsMax)",
        ]
        settings.merge(options.settings) { $1 }
        return [server] + settings.sorted { $0.key < $1.key }.flatMap { ["--\($0)", $1] }
    }
}
