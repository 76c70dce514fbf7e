import Foundation
import Glibc
import Logging

/// A server that an earlier, crashed run left running on our directory. It is stopped rather than
/// adopted: it may run with other settings, and nobody would see it end.
struct Leftover: Sendable {
    private static let stopSeconds = 30

    let pid: pid_t
    private let workingDirectory: String

    /// The process `pid` if it is a server at work in `directory`. Both servers change into their data
    /// directory, so a stranger who was given the number is told apart.
    init?(pid: pid_t, workingDirectory: String) {
        self.pid = pid
        self.workingDirectory = FilePath.resolved(workingDirectory)
        guard isRunning else { return nil }
    }

    /// A zombie has no working directory any more, so it counts as ended.
    private var isRunning: Bool {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
        return link == workingDirectory
    }

    /// Asks the process to end, then insists.
    func stop(signal: Int32, logger: Logger) async throws {
        logger.notice("stopping process \(pid), which an earlier run left at work in \(workingDirectory)")
        kill(pid, SIGCONT)
        kill(pid, signal)
        let deadline = ContinuousClock.now + .seconds(Self.stopSeconds)
        while isRunning {
            if ContinuousClock.now >= deadline { kill(pid, SIGKILL) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    static func exists(_ pid: pid_t) -> Bool { kill(pid, 0) == 0 || errno == EPERM }
}
