import Foundation
import Glibc
import Logging

/// Where a server keeps its things: `<directory>/<name>/{data,run,server.log}`, owned by the account
/// that runs it and closed to everybody else.
struct ServerPlace: Sendable {
    /// Used as root when the server's account cannot reach the wanted directory, for example below /root.
    private static let elsewhere = "/var/lib/travelhub"
    /// `sun_path` holds 108 bytes with the terminator (unix(7)).
    private static let socketPathBytesMax = 107
    private static let logBytesMax = 8 * 1024 * 1024

    let root: String
    let user: ServerUser
    /// The directory of the server's unix socket.
    let sockets: String

    var data: String { "\(root)/data" }
    var log: String { "\(root)/server.log" }

    /// Makes the place.
    ///
    /// - Parameter socketName: the longest file name that the server will bind.
    static func prepare(
        name: String, account: String, socketName: String, in directory: String, logger: Logger
    ) async throws -> ServerPlace {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let directory = FilePath.resolved(directory)
        let pointer = "\(directory)/\(name).location"
        var root = FilePath.text(pointer)?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "\(directory)/\(name)"
        let user = try ServerUser.choose(preferred: account, owning: root)
        if try await !canTraverse(directory, user), root.hasPrefix(directory) {
            root = "\(elsewhere)/\(name)-\(FilePath.fingerprint(directory))"
            logger.notice("\(user.name) cannot enter \(directory), so \(name) lives in \(root)")
            try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
            try (root + "\n").write(toFile: pointer, atomically: true, encoding: .utf8)
        }
        try FilePath.makePrivate(root, for: user)
        let sockets = try socketDirectory(root: root, name: name, socketName: socketName, user: user)
        return ServerPlace(root: root, user: user, sockets: sockets)
    }

    /// Opens the log for appending; a long one is set aside first.
    func openLog() throws -> Int32 {
        if let size = FilePath.status(log)?.st_size, size > Self.logBytesMax { rename(log, log + ".old") }
        return try SystemError.check(
            "open \(log)", open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600))
    }

    private static func canTraverse(_ directory: String, _ user: ServerUser) async throws -> Bool {
        try await Tool.run(user.running(["/usr/bin/test", "-x", directory])).status == 0
    }

    private static func socketDirectory(
        root: String, name: String, socketName: String, user: ServerUser
    ) throws -> String {
        let near = "\(root)/run"
        let fits = near.utf8.count + 1 + socketName.utf8.count <= socketPathBytesMax
        let directory = fits ? near : "/tmp/travelhub-\(user.uid)-\(name)-\(FilePath.fingerprint(root))"
        try FilePath.makePrivate(directory, for: user)
        return directory
    }
}
