import Foundation
import Glibc

/// The few operations on files that Foundation does not offer with the care a root process needs.
enum FilePath {
    /// What is at `path`, without following a link; nil when nothing is.
    static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    static func isDirectory(_ path: String) -> Bool { status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }

    /// Makes `path` a directory that only `user` (and root) can enter, and refuses what somebody else
    /// put there first, which matters below `/tmp`.
    static func makePrivate(_ path: String, for user: ServerUser) throws {
        if mkdir(path, 0o700) == 0 {
            if user.uid != geteuid() { try SystemError.check("chown \(path)", chown(path, user.uid, user.gid)) }
            return
        }
        guard errno == EEXIST else { throw PrivateServerError.system("mkdir \(path)", code: errno) }
        guard let found = status(path), found.st_mode & S_IFMT == S_IFDIR, found.st_uid == user.uid else {
            throw PrivateServerError.unusableData("\(path) exists and is not a directory of the account \(user.name).")
        }
        try SystemError.check("chmod \(path)", chmod(path, 0o700))
    }

    static func remove(_ path: String) throws {
        if status(path) != nil { try FileManager.default.removeItem(atPath: path) }
    }

    static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    /// Links resolved; the path itself when it does not exist.
    static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// FNV-1a of a path: short names that differ for different checkouts. Not for secrets.
    static func fingerprint(_ path: String) -> String {
        let hash = path.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 36)
    }
}
