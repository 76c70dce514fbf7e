import Logging
import NIOCore

/// The life of a connection that shall always be there: dial, stay, dial again with growing pauses.
struct Redialer: Sendable {
    /// A connection that lived for less counts as a failed attempt: it would be dialled in a tight loop.
    private static let steadyAfter = Duration.seconds(1)

    let connector: Connector
    let eventLoop: any EventLoop
    let logger: Logger
    /// A number in 0..<1, for the scatter of the pauses.
    let random: @Sendable () -> Double

    /// Keeps a connection until the task is cancelled.
    ///
    /// - Parameter dial: makes the connection and puts it to use.
    /// - Parameter onPause: called before each pause.
    func keepConnected(
        dial: @Sendable () async throws -> any Channel, onPause: @Sendable () -> Void = {}
    ) async {
        var backoff = Backoff(min: connector.limits.backoffMin, max: connector.limits.backoffMax, random: random)
        while !Task.isCancelled {
            let began = ContinuousClock.now
            do {
                let channel = try await dial()
                await Self.lifetime(of: channel)
                if !Task.isCancelled { logger.notice("the connection to Redis was lost") }
            } catch {
                let level: Logger.Level = backoff.failures == 0 ? .warning : .debug
                logger.log(level: level, "cannot connect to Redis", metadata: ["error": "\(error)"])
            }
            if ContinuousClock.now - began > Self.steadyAfter && backoff.failures > 0 { backoff.reset() }
            onPause()
            try? await Task.sleep(for: backoff.next())
        }
    }

    private static func lifetime(of channel: any Channel) async {
        await withTaskCancellationHandler {
            _ = try? await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }
}
