package import Foundation
import Glibc
package import Vocabulary

/// Where a sandbox is reached and by which keys, left in its directory for whoever wants to talk to it and may read it.
package struct SandboxPlace: Codable, Sendable, Equatable {
    package struct Keys: Codable, Sendable, Equatable {
        package let id: String
        package let name: String
        package let secretKey: String
        package let publishableKey: String
    }

    package let url: String
    package let controlToken: String
    package let accounts: [Keys]

    package init(port: Int, controlToken: String, accounts: [OpenedAccount]) {
        url = "http://localhost:\(port)"
        self.controlToken = controlToken
        self.accounts = accounts.map {
            Keys(id: $0.id, name: $0.name, secretKey: $0.secretKey, publishableKey: $0.publishableKey)
        }
    }

    package static func file(in directory: URL) -> URL { directory.appendingPathComponent("sandbox.json") }

    package static func read(from directory: URL) -> SandboxPlace? {
        FileManager.default.contents(atPath: file(in: directory).path)
            .flatMap { try? JSONDecoder().decode(SandboxPlace.self, from: $0) }
    }

    package func write(to directory: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try Self.keep(try encoder.encode(self), at: Self.file(in: directory))
    }

    /// Made at the first start, and the same from then on.
    package static func controlToken(in directory: URL, secrets: SecretSource = .system) throws -> String {
        let file = directory.appendingPathComponent("control.token")
        if let found = FileManager.default.contents(atPath: file.path), !found.isEmpty {
            return String(decoding: found, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let token = Base32.encode(secrets.bytes(tokenBytes))
        try keep(Data("\(token)\n".utf8), at: file)
        return token
    }

    private static let tokenBytes = 32

    /// Beside first, so that nobody reads half of it; for this user alone.
    private static func keep(_ data: Data, at file: URL) throws {
        let beside = file.appendingPathExtension("new")
        try? FileManager.default.removeItem(at: beside)
        guard
            FileManager.default.createFile(
                atPath: beside.path, contents: data, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: beside.path]) }
        guard rename(beside.path, file.path) == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: file.path])
        }
    }
}
