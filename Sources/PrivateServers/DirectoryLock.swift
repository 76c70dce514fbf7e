import Glibc

/// Keeps two owners from one data directory. The kernel drops the lock with the process, so a crash
/// never leaves one behind.
final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `inUse` with the owner's process number.
    init(directory: String) throws {
        let path = "\(directory)/owner.lock"
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        try SystemError.check("open \(path)", opened)
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            let owner = FilePath.text(path)?.split(separator: "\n").first.map { "process \($0)" } ?? "another process"
            throw PrivateServerError.inUse(directory: directory, by: owner)
        }
        descriptor = opened
        let owner = "\(getpid())\n"
        ftruncate(opened, 0)
        _ = owner.withCString { write(opened, $0, strlen($0)) }
    }

    deinit {
        // By its name: a child between fork and exec has the descriptor too, and closing ours would leave it the lock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
