import Foundation
import Synchronization
package import Vocabulary

/// The sandbox itself: a world that one request at a time changes, each change on disk before it is answered.
package final class Sandbox: Sendable {
    struct State: Sendable {
        var world = World()
        /// Idempotency keys of requests that are under way.
        var inFlight: Set<String> = []
        var baseURL = "http://localhost"
        let encoder: JSONEncoder
    }

    /// A closure that lies in a mutex by itself is wrapped once more each time it is looked at.
    private struct Listener: Sendable {
        let told: @Sendable () -> Void
    }

    let state: Mutex<State>
    let faults = FaultBook()
    package let controlToken: String
    private let journal: Journal?
    private let clock: WallClock
    let secrets: SecretSource
    private let onQueued = Mutex<Listener?>(nil)

    /// Beyond this a start writes the journal anew with what is there alone.
    static let journalBytesMax = 64 * 1024 * 1024

    /// - Parameter directory: where the journal is; without one nothing outlives the process.
    /// - Throws: `Journal.Fault`, `UnknownKind` or a decoding error for a journal that cannot be read.
    package init(
        directory: String?, controlToken: String, clock: WallClock = .system, secrets: SecretSource = .system
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var loaded = State(encoder: encoder)
        let decoder = JSONDecoder()
        journal = try directory.map { directory in
            try Self.makeDirectory(directory)
            return try Journal(directory: directory, rewriteAbove: Self.journalBytesMax) { changes in
                try loaded.world.load(changes, decoder)
            } everything: {
                try loaded.world.everything(encoder)
            }
        }
        loaded.world.know()
        self.controlToken = controlToken
        self.clock = clock
        self.secrets = secrets
        state = Mutex(loaded)
    }

    package var baseURL: String { state.withLock { $0.baseURL } }

    package func setBaseURL(_ url: String) { state.withLock { $0.baseURL = url } }

    /// Lets another have the directory; nothing is answered from here on.
    package func close() async { await journal?.close() }

    /// Is called when there may be something to send.
    func whenQueued(_ told: @escaping @Sendable () -> Void) { onQueued.withLock { $0 = Listener(told: told) } }

    /// Carries one piece of work out: all of what it changes is kept, or nothing.
    ///
    /// - Parameter isAwaited: false where nobody is told that it is done.
    /// - Throws: what the work throws; its changes stand only where that is a `Refusal` that says so.
    func change<T: Sendable>(
        _ draft: CallDraft, isAwaited: Bool = true, _ work: @Sendable (inout World, Call) throws -> T
    ) async throws -> T {
        let result: Result<T, any Error> = state.withLock { state in
            Result {
                let call = try begin(&state, draft)
                do {
                    let value = try work(&state.world, call)
                    try keep(&state)
                    return value
                } catch let refusal as Refusal where refusal.keepsChanges {
                    try keep(&state)
                    throw refusal
                } catch {
                    state.world.undo()
                    throw error
                }
            }
        }
        if isAwaited { try await journal?.durable() }
        onQueued.withLock { $0 }?.told()
        return try result.get()
    }

    var machineTime: Int { Int(clock.now().timeIntervalSince1970) }

    /// What has become due by now is done first, and kept for itself.
    private func begin(_ state: inout State, _ draft: CallDraft) throws -> Call {
        let now = machineTime
        let ahead = state.world.clocks[ClockSetting.theOne]?.aheadSeconds ?? 0
        func call(_ draft: CallDraft) -> Call {
            draft.call(now: now + ahead, machineTime: now, baseURL: state.baseURL, mint: Mint(secrets: secrets))
        }
        if state.world.pass(call(CallDraft())) { try keep(&state) }
        return call(draft)
    }

    private func keep(_ state: inout State) throws {
        let changes = try state.world.takeChanges(state.encoder)
        if !changes.isEmpty { journal?.append(changes) }
    }

    private static func makeDirectory(_ directory: String) throws {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
}

/// A request's own part of a call, before it is known when it is carried out.
struct CallDraft: Sendable {
    var account = ""
    var platform = ""
    var isPublishable = false
    var arguments: [String] = []
    var parameters = Parameters(.empty)
    var requestID = ""
    var idempotencyKey: String?

    func call(now: Int, machineTime: Int, baseURL: String, mint: Mint) -> Call {
        Call(
            account: account, platform: platform, isPublishable: isPublishable, arguments: arguments,
            parameters: parameters, now: now, machineTime: machineTime, requestID: requestID,
            idempotencyKey: idempotencyKey, baseURL: baseURL, mint: mint)
    }
}
