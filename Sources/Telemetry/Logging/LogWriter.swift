import Glibc
import Synchronization

/// The one writer of the log: a line is written whole, whoever else is writing.
package final class LogWriter: Sendable {
    private let descriptor: Int32
    private let lock = Mutex(())

    /// - Parameter descriptor: stays open and belongs to the caller.
    package init(descriptor: Int32) { self.descriptor = descriptor }

    package static let standardError = LogWriter(descriptor: STDERR_FILENO)
    package static let standardOutput = LogWriter(descriptor: STDOUT_FILENO)

    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// A log that cannot be written (its reader is gone, the disk is full) must not stop the service.
    func write(_ line: String) {
        var line = line
        line.withUTF8 { bytes in
            lock.withLock { _ in
                var rest = UnsafeRawBufferPointer(bytes)
                while !rest.isEmpty {
                    let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
                    if written > 0 {
                        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
                    } else if !waitsOut(errno) {
                        return
                    }
                }
            }
        }
    }

    /// Whether the write may be tried again; a non-blocking pipe that is full is waited for.
    private func waitsOut(_ code: Int32) -> Bool {
        if code == EINTR { return true }
        guard code == EAGAIN else { return false }
        var event = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&event, 1, Self.blockedMillisecondsMax) > 0
    }

    /// How long one line may wait for a reader before it is given up.
    private static let blockedMillisecondsMax: Int32 = 1_000
}
