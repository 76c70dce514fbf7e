import Crypto
import Foundation
import Glibc

/// A backup on disk: the dump below it, the manifest beside it, nobody's to read but its owner's.
struct BackupDirectory: Sendable {
    let path: String

    var dump: String { "\(path)/\(Self.dumpName)" }
    var manifest: String { "\(path)/\(BackupManifest.fileName)" }

    private static let dumpName = "dump"
    private static let readBytes = 1024 * 1024

    /// Makes `<path>.partial`, in which the backup grows until it gets its name by one rename.
    ///
    /// Throws `BackupFault.exists`, or `.partial` for what an interrupted backup left there.
    static func begin(at path: String) throws -> (partial: BackupDirectory, finished: BackupDirectory) {
        let finished = BackupDirectory(path: absolute(path))
        let partial = BackupDirectory(path: finished.path + ".partial")
        guard access(finished.path, F_OK) != 0 else { throw BackupFault.exists(finished.path) }
        guard mkdir(partial.path, 0o700) == 0 else {
            guard errno == EEXIST else { throw unreadable(partial.path) }
            throw BackupFault.partial(partial.path)
        }
        return (partial, finished)
    }

    static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

    /// Closes the dump's files to everybody else and digests them; sorted by name.
    func seal() throws -> [BackupManifest.File] {
        try names().map { name in
            guard chmod("\(dump)/\(name)", 0o600) == 0 else { throw Self.unreadable("\(dump)/\(name)") }
            return try digest(name)
        }
    }

    /// The manifest, then the name: whoever sees the name sees all of it, after a power cut, too.
    func finish(_ manifest: BackupManifest, as finished: BackupDirectory) throws {
        try write(try manifest.encoded(), to: self.manifest)
        try Self.synchronise(path)
        // Refuses a directory that has come since, where rename would replace an empty one.
        guard mkdir(finished.path, 0o700) == 0 else { throw BackupFault.exists(finished.path) }
        guard rename(path, finished.path) == 0 else { throw Self.unreadable(path) }
        try Self.synchronise((finished.path as NSString).deletingLastPathComponent)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// The manifest of a finished backup whose every file is as it was written.
    ///
    /// Throws `halfMade`, `unreadable`, `newerFormat`, `damaged`.
    func check() throws -> BackupManifest {
        guard access(path, R_OK | X_OK) == 0 else { throw Self.unreadable(path) }
        guard let data = FileManager.default.contents(atPath: manifest) else { throw BackupFault.halfMade(path) }
        struct Format: Decodable { let format: Int }
        let known: BackupManifest
        do {
            let format = try JSONDecoder().decode(Format.self, from: data).format
            guard format <= BackupManifest.formatLatest else { throw BackupFault.newerFormat(format) }
            known = try BackupManifest.decoded(data)
        } catch let fault as BackupFault {
            throw fault
        } catch {
            throw BackupFault.damaged(file: BackupManifest.fileName, reason: "is not what was written")
        }
        for file in known.files {
            guard access("\(dump)/\(file.name)", R_OK) == 0 else {
                throw BackupFault.damaged(file: file.name, reason: "is missing")
            }
            guard try digest(file.name) == file else {
                throw BackupFault.damaged(file: file.name, reason: "is not what was written")
            }
        }
        return known
    }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: dump).sorted() }

    private func digest(_ name: String) throws -> BackupManifest.File {
        guard let handle = FileHandle(forReadingAtPath: "\(dump)/\(name)") else {
            throw Self.unreadable("\(dump)/\(name)")
        }
        defer { try? handle.close() }
        var hash = SHA256()
        var count = 0
        while let part = try handle.read(upToCount: Self.readBytes), !part.isEmpty {
            hash.update(data: part)
            count += part.count
        }
        let digest = hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return BackupManifest.File(name: name, bytes: count, sha256: digest)
    }

    private func write(_ data: Data, to file: String) throws {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.unreadable(file) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: data)
        try handle.synchronize()
        try handle.close()
    }

    private static func synchronise(_ directory: String) throws {
        let descriptor = open(directory.isEmpty ? "." : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw unreadable(directory) }
    }

    private static func unreadable(_ path: String) -> BackupFault {
        .unreadable(path, reason: String(cString: strerror(errno)))
    }
}
