import Dispatch
import Foundation
import Glibc
import Synchronization

/// The sandbox's memory on disk: one file to which lines are only ever added. What has been awaited here survives the
/// process and the machine. Requests that come together share one wait for the disk.
final class Journal: Sendable {
    enum Fault: Error, CustomStringConvertible {
        case system(String, Int32)
        case damaged(line: Int)
        case inUse(String)
        case closed

        var description: String {
            switch self {
            case .system(let what, let code): "\(what): \(String(cString: strerror(code)))"
            case .damaged(let line): "the journal is damaged in line \(line); move it away to begin anew"
            case .inUse(let directory): "\(directory) is in use by another sandbox"
            case .closed: "the journal has been closed"
            }
        }
    }

    private struct State {
        var waitingBytes: [UInt8] = []
        var waiting: [CheckedContinuation<Void, any Error>] = []
        var isScheduled = false
        var fault: Fault?
    }

    static let fileName = "journal"

    private let descriptor: Int32
    private let lock: Int32
    private let path: String
    private let queue = DispatchQueue(label: "stripe-sandbox.journal")
    private let state = Mutex(State())

    /// Opens, or makes, the journal of a directory, and hands out what it holds.
    ///
    /// - Parameters:
    ///   - rewriteAbove: a file of more bytes is replaced by one with what it comes to alone.
    ///   - load: gets the changes of each line, oldest first. A last line that was not written to its end never was
    ///     answered: it is cut off.
    ///   - everything: what has been loaded, as changes from nothing.
    /// - Throws: `Fault`.
    init(
        directory: String, rewriteAbove: Int, load: ([JournalChange]) throws -> Void,
        everything: () throws -> [JournalChange]
    ) throws {
        path = "\(directory)/\(Self.fileName)"
        lock = try Self.locked(directory)
        do {
            let bytes = try Self.read(path, load)
            if bytes > rewriteAbove { try Self.rewrite(directory: directory, try everything()) }
            descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_APPEND, 0o600)
            guard descriptor >= 0 else { throw Fault.system("open \(path)", errno) }
        } catch {
            // Nobody takes down what was not put up whole.
            Glibc.close(lock)
            throw error
        }
        try Self.syncDirectory(directory)
    }

    deinit {
        Glibc.close(descriptor)
        Glibc.close(lock)
    }

    /// Adds a line behind all others; `durable()` waits for it.
    func append(_ changes: [JournalChange]) {
        let bytes = JournalLine.write(changes)
        state.withLock { state in
            state.waitingBytes += bytes
            schedule(&state)
        }
    }

    /// Waits until everything added so far is on disk.
    func durable() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let fault: Fault? = state.withLock { state in
                if let fault = state.fault { return fault }
                guard state.isScheduled else {
                    continuation.resume()
                    return nil
                }
                state.waiting.append(continuation)
                return nil
            }
            if let fault { continuation.resume(throwing: fault) }
        }
    }

    /// Writes what is left, and lets another have the directory; nothing is kept or answered from here on.
    func close() async {
        try? await durable()
        state.withLock { $0.fault = $0.fault ?? .closed }
        await withCheckedContinuation { continuation in
            queue.async {
                flock(self.lock, LOCK_UN)
                continuation.resume()
            }
        }
    }

    /// - Returns: how many bytes are good.
    private static func read(_ path: String, _ load: ([JournalChange]) throws -> Void) throws -> Int {
        guard let whole = FileManager.default.contents(atPath: path) else { return 0 }
        let start = try whole.withUnsafeBytes { bytes in
            var (start, line) = (0, 0)
            guard let base = bytes.baseAddress else { return 0 }
            while let found = memchr(base + start, 0x0A, bytes.count - start) {
                let end = base.distance(to: UnsafeRawPointer(found))
                line += 1
                guard let changes = JournalLine.read(bytes[start..<end]) else { throw Fault.damaged(line: line) }
                try load(changes)
                start = end + 1
            }
            return start
        }
        if start != whole.count, truncate(path, off_t(start)) != 0 { throw Fault.system("truncate \(path)", errno) }
        return start
    }

    /// Puts a file with these changes alone in its place; whoever reads it sees the old one or the new.
    private static func rewrite(directory: String, _ changes: [JournalChange]) throws {
        let (path, beside) = ("\(directory)/\(fileName)", "\(directory)/\(fileName).new")
        unlink(beside)
        let file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Fault.system("open \(beside)", errno) }
        defer { Glibc.close(file) }
        for change in changes {
            if let fault = write(JournalLine.write([change]), to: file) { throw fault }
        }
        guard fdatasync(file) == 0, rename(beside, path) == 0 else { throw Fault.system("replace \(path)", errno) }
        try syncDirectory(directory)
    }

    private func schedule(_ state: inout State) {
        guard !state.isScheduled else { return }
        state.isScheduled = true
        queue.async { self.flush() }
    }

    private func flush() {
        let (bytes, waiting) = state.withLock { state in
            defer { (state.waitingBytes, state.waiting) = ([], []) }
            return (state.waitingBytes, state.waiting)
        }
        var fault = state.withLock { $0.fault }
        if fault == nil, !bytes.isEmpty {
            fault = Self.write(bytes, to: descriptor)
            if fault == nil, fdatasync(descriptor) != 0 { fault = .system("sync \(path)", errno) }
            // What memory holds is no longer what the disk holds: nothing is answered from here on.
            if let fault { state.withLock { $0.fault = fault } }
        }
        // Whoever came meanwhile waits for a round of their own.
        state.withLock { state in
            state.isScheduled = !state.waitingBytes.isEmpty || !state.waiting.isEmpty
            if state.isScheduled { queue.async { self.flush() } }
        }
        for continuation in waiting {
            if let fault { continuation.resume(throwing: fault) } else { continuation.resume() }
        }
    }

    private static func write(_ bytes: [UInt8], to file: Int32) -> Fault? {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return .system("write the journal", errno)
            }
            done += count
        }
        return nil
    }

    private static func locked(_ directory: String) throws -> Int32 {
        let file = open("\(directory)/owner.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Fault.system("open \(directory)/owner.lock", errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(file)
            throw Fault.inUse(directory)
        }
        return file
    }

    private static func syncDirectory(_ directory: String) throws {
        let file = open(directory, O_RDONLY | O_CLOEXEC)
        guard file >= 0, fsync(file) == 0 else { throw Fault.system("sync \(directory)", errno) }
        Glibc.close(file)
    }
}
