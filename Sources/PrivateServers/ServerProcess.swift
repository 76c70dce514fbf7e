import Glibc
import Logging

/// The running server behind `PrivatePostgres` and `PrivateRedis`: started, watched until it is ready,
/// stopped, killed and started again.
actor ServerProcess {
    /// What differs between the servers.
    struct Recipe: Sendable {
        let name: String
        let place: ServerPlace
        let options: PrivateServerOptions
        let arguments: [String]
        /// The signal that stops it in order, as `kill -s` knows it and as a number.
        let stopSignal: (name: String, number: Int32)
        /// Asks the server whether it takes connections.
        let isReady: @Sendable () async throws -> Bool
        /// A start that failed with this in its log is tried again: what is in the way will go.
        let passingFault: String?
    }

    private static let pollInterval = Duration.milliseconds(15)
    private static let logLinesShown = 15

    private let recipe: Recipe
    private let logger: Logger
    private var lock: DirectoryLock?
    private var child: Child?
    private var lifeline: Lifeline?

    init(_ recipe: Recipe, lock: DirectoryLock, logger: Logger) {
        self.recipe = recipe
        self.lock = lock
        self.logger = logger
    }

    var pid: Int32? { child.flatMap { $0.hasEnded ? nil : $0.pid } }

    /// - Throws: `notReady` with the end of the log.
    func start() async throws {
        let deadline = ContinuousClock.now + .seconds(recipe.options.startSeconds)
        while true {
            let logOffset = FilePath.status(recipe.place.log)?.st_size ?? 0
            let child = try launch()
            do {
                while !child.hasEnded && ContinuousClock.now < deadline {
                    if try await recipe.isReady() { return }
                    try await Task.sleep(for: Self.pollInterval)
                }
            } catch {
                await stop(signal: SIGKILL, withinSeconds: 10)
                throw error
            }
            let ended = child.hasEnded
            let log = lastWords(since: logOffset)
            await stop(signal: SIGKILL, withinSeconds: 10)
            let passes = recipe.passingFault.map(log.contains) ?? false
            guard ended && passes && ContinuousClock.now < deadline else {
                let reason = ended ? "ended while starting" : "was not ready in \(recipe.options.startSeconds) s"
                throw PrivateServerError.notReady("\(recipe.name) \(reason)", log: log)
            }
            try await Task.sleep(for: Self.pollInterval)
        }
    }

    /// Sends each signal in turn, waiting between them, until the server has ended.
    func stop(signals: [Int32], withinSeconds seconds: Int) async {
        for signal in signals where child != nil { await stop(signal: signal, withinSeconds: seconds) }
    }

    func signal(_ number: Int32) { child?.signal(number) }

    /// Stops the process in its tracks and returns when the kernel says that it stands still.
    func freeze() async {
        guard let child else { return }
        child.signal(SIGSTOP)
        while !child.hasEnded, FilePath.text("/proc/\(child.pid)/stat").map({ !$0.contains(") T ") }) ?? false {
            await Task.yield()
        }
    }

    /// Gives the directory up; only another start of the server's own type makes a new process there.
    func leave() {
        if recipe.options.removedAtEnd {
            remove(recipe.place.root)
            rmdir(recipe.options.directory)
        }
        if !recipe.place.sockets.hasPrefix(recipe.place.root) { remove(recipe.place.sockets) }
        lock = nil
    }

    private func launch() throws -> Child {
        let log = try recipe.place.openLog()
        defer { close(log) }
        let arguments = try recipe.place.user.running(recipe.arguments)
        let started: Child
        if recipe.options.diesWithParent {
            let removed = recipe.options.removedAtEnd ? recipe.place.root : nil
            (started, lifeline) = try Lifeline.start(
                arguments, output: log, signalName: recipe.stopSignal.name, removed: removed)
        } else {
            started = try Child(Launch(arguments, output: log))
        }
        child = started
        return started
    }

    private func stop(signal: Int32, withinSeconds seconds: Int) async {
        guard let child else { return }
        child.signal(SIGCONT)
        child.signal(signal)
        guard await child.hasEnded(withinSeconds: seconds) else {
            logger.warning("\(recipe.name) did not end within \(seconds) s of signal \(signal)")
            return
        }
        lifeline?.release()
        lifeline = nil
        self.child = nil
    }

    private func remove(_ path: String) {
        do {
            try FilePath.remove(path)
        } catch {
            logger.warning("could not remove \(path): \(error)")
        }
    }

    private func lastWords(since offset: Int) -> String {
        let log = FilePath.text(recipe.place.log) ?? ""
        let fresh = String(decoding: log.utf8.dropFirst(offset), as: UTF8.self)
        return fresh.split(separator: "\n").suffix(Self.logLinesShown).joined(separator: "\n")
    }
}
